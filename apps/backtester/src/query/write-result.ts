import { once } from 'node:events';
import { copyFile, open } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile, sqlText, type TableFormat } from '@auction-trader/backtest';
import type { QueryDatabase } from './query-database.ts';
import { csvPieces, jsonPieces, type ResultPieces } from './result-pieces.ts';
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
    rows = await (format === 'parquet'
      ? writeParquet(database, sql, temporary)
      : writeText(database, sql, temporary, format));
  });
  return rows;
}

/** DuckDB may write into its own folder alone. */
async function writeParquet(database: QueryDatabase, sql: string, path: string): Promise<number> {
  const { connection, folder } = database;
  const own = join(folder, 'result.parquet');
  const copy = `COPY (\n${withoutEnd(sql)}\n) TO ${sqlText(own)} (FORMAT parquet, COMPRESSION zstd)`;
  const result = await connection.runAndReadAll(copy).catch((error: unknown) => {
    throw database.explained(error);
  });
  await copyFile(own, path);
  return Number(result.getRows()[0]![0]);
}

async function writeText(
  database: QueryDatabase,
  sql: string,
  path: string,
  format: 'csv' | 'json',
): Promise<number> {
  const handle = await open(path, 'w');
  try {
    const result = await startQuery(database, sql);
    const pieces = format === 'csv' ? csvPieces(result) : jsonPieces(result);
    return await forEachPiece(pieces, (text) => handle.writeFile(text));
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
