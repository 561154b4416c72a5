import { rm } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { CSV_OPTIONS, sqlText } from './duckdb-sql.ts';
import { replaceFile } from './replace-file.ts';
import type { Table } from './table.ts';
import { writeCsv } from './write-csv.ts';

/**
 * Writes a table as Parquet with zstd. The rows go through a CSV file beside it, which DuckDB reads and
 * writes as a stream: memory stays the same however long the table is.
 */
export async function writeParquet(table: Table, path: string): Promise<void> {
  const rows = `${path}.${process.pid}.csv`;
  try {
    await writeCsv(table, rows);
    await replaceFile(path, (temporary) => copyToParquet(table, rows, temporary));
  } finally {
    await rm(rows, { force: true });
  }
}

async function copyToParquet({ columns }: Table, csv: string, parquet: string): Promise<void> {
  const types = columns.map(({ name, type }) => `${sqlText(name)}: '${type}'`).join(', ');
  const options = `${CSV_OPTIONS}, columns = {${types}}`;
  // One thread: the same rows give the same file.
  const database = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '256MB' });
  const connection = await database.connect();
  try {
    await connection.run(
      `COPY (SELECT * FROM read_csv(${sqlText(csv)}, ${options})) ` +
        `TO ${sqlText(parquet)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 30720)`,
    );
  } finally {
    connection.closeSync();
    database.closeSync();
  }
}
