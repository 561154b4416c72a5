import type { Database, SqlValue } from './database.ts';
import type { RowFilter, RowRange, TableRow } from './journal-reader.ts';

/** A table as the API shows it. */
export interface ShownTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** Column of the time that ranges mean. */
  readonly time: string;
  /** Whether mode and instance stand in the table itself, not in the run's row. */
  readonly ownMode?: boolean;
  readonly extra?: string;
}

const DEFAULT_LIMIT = 50;

/** Rows of a table, the newest first. */
export function newestRows(database: Database, table: ShownTable, range: RowRange = {}): TableRow[] {
  const where = conditions(table, range);
  const sql = `SELECT ${columnList(table)} FROM ${table.name} WHERE ${where.sql}
    ORDER BY ${table.time} DESC, rowid DESC LIMIT ?`;
  return database.all(table.name, sql, [...where.values, range.limit ?? DEFAULT_LIMIT]) as TableRow[];
}

/** The condition of a filter and range, and its values. */
export function conditions(
  { time, ownMode, extra }: ShownTable,
  { runId, symbol, mode, instance, fromMs, toMs }: RowRange,
): { readonly sql: string; readonly values: readonly SqlValue[] } {
  const parts: [string, SqlValue][] = [];
  if (runId !== undefined) parts.push(['run_id = ?', runId]);
  if (symbol !== undefined) parts.push(['symbol = ?', symbol]);
  for (const [name, value] of Object.entries({ mode, instance })) {
    if (value === undefined) continue;
    const ofRun = `run_id IN (SELECT run_id FROM runs WHERE ${name} = ?)`;
    parts.push([ownMode ? `${name} = ?` : ofRun, value]);
  }
  if (fromMs !== undefined) parts.push([`${time} >= ?`, fromMs]);
  if (toMs !== undefined) parts.push([`${time} < ?`, toMs]);
  const sql = [extra ?? 'TRUE', ...parts.map(([part]) => part)].join(' AND ');
  return { sql, values: parts.map(([, value]) => value) };
}

/** Whether a row of `runs` is meant. */
export function runConditions(filter: RowFilter): {
  readonly sql: string;
  readonly values: readonly SqlValue[];
} {
  return conditions({ name: 'runs', columns: [], time: 'started_ms', ownMode: true }, filter);
}

function columnList({ columns }: ShownTable): string {
  return columns.map((name) => `"${name}"`).join(', ');
}
