import { AuctionTraderError } from '@auction-trader/core';
import type { Database, SqlRow, SqlValue } from './database.ts';

/**
 * Inserts a row unless its key is there with the same content: a restart writes again what it computes
 * again.
 *
 * @param key columns of a unique constraint
 * @param free columns that may differ in the row that is there, e.g. when it was written
 * @returns whether the row is new
 * @throws AuctionTraderError (`JOURNAL_CONFLICT`) when the key is there with another content
 */
export function insertOnce(
  database: Database,
  table: string,
  key: readonly string[],
  row: SqlRow,
  free: readonly string[] = [],
): boolean {
  if (insert(database, table, row, `ON CONFLICT (${names(key)}) DO NOTHING`) > 0) return true;
  const wanted = Object.keys(row).filter((name) => !free.includes(name));
  const where = key.map((name) => `${quoted(name)} = ?`).join(' AND ');
  const found = database.get(
    table,
    `SELECT ${names(wanted)} FROM ${table} WHERE ${where}`,
    key.map((name) => row[name]!),
  );
  for (const name of wanted) {
    const [before, now] = [found?.[name] ?? null, stored(row[name]!)];
    if (before !== now) throw conflict(database.file, table, key, row, [name, before, now]);
  }
  return false;
}

/** Inserts a row, or gives the row with its key these values. */
export function upsert(database: Database, table: string, key: readonly string[], row: SqlRow): void {
  const updates = Object.keys(row)
    .filter((name) => !key.includes(name))
    .map((name) => `${quoted(name)} = excluded.${quoted(name)}`);
  insert(database, table, row, `ON CONFLICT (${names(key)}) DO UPDATE SET ${updates.join(', ')}`);
}

/** Inserts a row. */
export function insert(database: Database, table: string, row: SqlRow, onConflict = ''): number {
  const columns = Object.keys(row);
  const places = columns.map(() => '?').join(', ');
  const sql = `INSERT INTO ${table} (${names(columns)}) VALUES (${places}) ${onConflict}`;
  return database.run(table, sql, Object.values(row));
}

/** What SQLite gives back for a value: it has no NaN and no -0. */
function stored(value: SqlValue): SqlValue {
  return typeof value === 'number' ? (Number.isNaN(value) ? null : value + 0) : value;
}

function names(columns: readonly string[]): string {
  return columns.map(quoted).join(', ');
}

function quoted(name: string): string {
  return `"${name}"`;
}

function conflict(
  file: string,
  table: string,
  key: readonly string[],
  row: SqlRow,
  [column, before, now]: readonly [string, SqlValue, SqlValue],
): AuctionTraderError {
  const which = key.map((name) => `${name} ${String(row[name])}`).join(', ');
  return new AuctionTraderError(
    `the journal has another row in ${table} for ${which}: its ${column} is ${String(before)}, now it is ${String(now)}`,
    {
      code: 'JOURNAL_CONFLICT',
      details: { file, key: column },
      hint: 'What was computed again differs from what was done. Compare them with "live-trader replay --verify".',
    },
  );
}
