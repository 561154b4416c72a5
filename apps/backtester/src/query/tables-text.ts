import { textTable } from '@auction-trader/command-line';
import { columnUnit } from './column-units.ts';
import type { QueryTable } from './query-table.ts';

/** Tables with their columns, for people. */
export function tablesText(tables: readonly QueryTable[]): string {
  return tables
    .map(({ name, from, columns }) => {
      const rows = columns.map((column) => [`  ${column.name}`, column.type, columnUnit(column.name)]);
      return `${name}: ${from}\n${textTable([{ title: '  column' }, { title: 'type' }, { title: 'unit' }], rows)}`;
    })
    .join('\n\n');
}

/** The same for programs. */
export function tablesDocument(tables: readonly QueryTable[]): object {
  return {
    tables: tables.map(({ name, from, columns }) => ({
      name,
      from,
      columns: columns.map((column) => ({ ...column, unit: columnUnit(column.name) || null })),
    })),
  };
}
