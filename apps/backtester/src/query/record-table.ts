import { type Cell, type ColumnType, column } from '@auction-trader/features';
import { columnRows } from './column-rows.ts';
import type { QueryColumn, QueryTable } from './query-table.ts';
import { registerRows } from './row-function.ts';

/** A table of few rows, each an object in memory. */
export interface RecordTable {
  readonly name: string;
  readonly from: string;
  /** No TIMESTAMP among them. */
  readonly columns: readonly QueryColumn[];
  /** Called when a query reads it. What a row lacks is null. */
  records(): readonly Readonly<Record<string, unknown>>[];
}

/** A table whose rows are objects by column names. */
export function recordTable({ name, from, columns, records }: RecordTable): QueryTable {
  const typed = columns.map((one) => ({ name: one.name, type: one.type as ColumnType }));
  return {
    name,
    from,
    columns,
    async register(connection, reads) {
      const open = () => {
        const rows = records();
        const cells = typed.map((one) =>
          column(one.name, one.type, (row) => (rows[row]![one.name] ?? null) as Cell),
        );
        return columnRows(cells, rows.length);
      };
      registerRows(connection, { name: `${name}_rows`, columns: typed, aboutRows: 100, open }, reads);
      await connection.run(`CREATE VIEW ${name} AS SELECT * FROM ${name}_rows()`);
    },
  };
}
