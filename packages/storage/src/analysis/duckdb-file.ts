import { AuctionTraderError } from '@auction-trader/core';
import type { Cell } from '@auction-trader/features';
import type { DuckDBAppender, DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { storeError } from '../store-error.ts';
import type { AnalysisRow } from './analysis-store.ts';
import type { StoredColumn } from './minute-values.ts';

const STORE = 'analysis store';

/** An open DuckDB file: one connection to write, one to read. */
export interface DuckDbFile {
  readonly file: string;
  run(sql: string, values?: readonly DuckDbValue[]): Promise<void>;
  query(sql: string, values?: readonly DuckDbValue[]): Promise<AnalysisRow[]>;
  /** Appends rows to a table, within the open transaction. */
  append(table: string, columns: readonly StoredColumn[], rows: readonly (readonly Cell[])[]): Promise<void>;
  close(): void;
}

export type DuckDbValue = string | number | bigint;

/**
 * Opens a DuckDB file. The library is loaded now, and not before: it is large.
 *
 * @throws AuctionTraderError `STORE_LOCKED` (exit code 2), `STORE_ERROR`
 */
export async function openDuckDb(file: string, readOnly: boolean): Promise<DuckDbFile> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  let instance: DuckDBInstance | null = null;
  try {
    const access = readOnly ? 'READ_ONLY' : 'READ_WRITE';
    instance = await DuckDBInstance.create(file, {
      threads: '1',
      memory_limit: '256MB',
      access_mode: access,
    });
    const [writer, reader] = [await instance.connect(), await instance.connect()];
    return fileOf(file, instance, writer, reader);
  } catch (error) {
    instance?.closeSync();
    throw explained(file, error);
  }
}

function fileOf(
  file: string,
  instance: DuckDBInstance,
  writer: DuckDBConnection,
  reader: DuckDBConnection,
): DuckDbFile {
  const guarded = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw explained(file, error);
    }
  };
  return {
    file,
    run: (sql, values = []) => guarded(async () => void (await writer.run(sql, [...values]))),
    query: (sql, values = []) =>
      guarded(async () => {
        const result = await reader.runAndReadAll(sql, [...values]);
        return result.getRowObjectsJS().map(plainRow);
      }),
    append: (table, columns, rows) =>
      guarded(async () => {
        if (rows.length === 0) return;
        const appender = await writer.createAppender(table);
        for (const row of rows) appendRow(appender, columns, row);
        appender.closeSync();
      }),
    close() {
      writer.closeSync();
      reader.closeSync();
      instance.closeSync();
    },
  };
}

function appendRow(appender: DuckDBAppender, columns: readonly StoredColumn[], row: readonly Cell[]): void {
  for (const [index, { type }] of columns.entries()) {
    const value = row[index] ?? null;
    if (value === null) appender.appendNull();
    else if (type === 'VARCHAR') appender.appendVarchar(value as string);
    else if (type === 'BOOLEAN') appender.appendBoolean(value as boolean);
    else if (type === 'BIGINT') appender.appendBigInt(BigInt(value as number));
    else if (type === 'INTEGER') appender.appendInteger(value as number);
    else appender.appendDouble(value as number);
  }
  appender.endRow();
}

function plainRow(row: Record<string, unknown>): AnalysisRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]),
  ) as AnalysisRow;
}

function explained(file: string, error: unknown): AuctionTraderError {
  if (error instanceof Error && /conflicting lock/i.test(error.message)) {
    return new AuctionTraderError(`another process has the ${STORE} ${file} open`, {
      code: 'STORE_LOCKED',
      exitCode: 2,
      details: { file },
      hint: 'It has one user at a time: close the other program, or ask the running trader.',
      cause: error,
    });
  }
  return storeError(STORE, file, error);
}
