import { once } from 'node:events';
import { copyFile, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile, sqlText, type TableFormat } from '@auction-trader/backtest';
import type { QueryDatabase } from './query-database.ts';
import { jsonPieces, type ResultPieces } from './result-pieces.ts';
import { startQuery } from './result-rows.ts';

/** Writes a text while it is made; waits where the reader is slower. */
export async function printPieces(pieces: ResultPieces): Promise<number> {
  return forEachPiece(pieces, async (text) => {
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  });
}

/**
 * Writes the result of a query into a file, as a whole or not at all.
 *
 * @returns the number of rows
 */
export async function writeResult(
  database: QueryDatabase,
  sql: string,
  path: string,
  format: TableFormat,
): Promise<number> {
  let rows = 0;
  await replaceFile(path, async (temporary) => {
    rows = await (format === 'json'
      ? writeJson(database, sql, temporary)
      : copyResult(database, sql, temporary, COPY_OPTIONS[format]));
  });
  return rows;
}

const COPY_OPTIONS = {
  parquet: 'FORMAT parquet, COMPRESSION zstd',
  csv: `FORMAT csv, HEADER, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%S.%gZ'`,
} as const;

/** DuckDB may write into its own folder alone. */
async function copyResult(
  database: QueryDatabase,
  sql: string,
  path: string,
  options: string,
): Promise<number> {
  const { connection, folder } = database;
  const own = join(folder, 'result');
  const copy = `COPY (\n${withoutEnd(sql)}\n) TO ${sqlText(own)} (${options})`;
  const result = await connection.runAndReadAll(copy).catch((error: unknown) => {
    throw database.explained(error);
  });
  await copyFile(own, path);
  await rm(own);
  return Number(result.getRows()[0]![0]);
}

async function writeJson(database: QueryDatabase, sql: string, path: string): Promise<number> {
  const handle = await open(path, 'w');
  try {
    const result = await startQuery(database, sql);
    return await forEachPiece(jsonPieces(result), (text) => handle.writeFile(text));
  } finally {
    await handle.close();
  }
}

async function forEachPiece(pieces: ResultPieces, take: (text: string) => Promise<void>): Promise<number> {
  for (;;) {
    const { done, value } = await pieces.next();
    if (done) return value;
    await take(value);
  }
}

/** A semicolon at the end cannot stand within parentheses. */
function withoutEnd(sql: string): string {
  return sql.replace(/;\s*$/, '');
}
