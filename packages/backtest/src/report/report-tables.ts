import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { AuctionTraderError, defaultConfig, defineInstrument } from '@auction-trader/core';
import { SignalColumns } from '@auction-trader/engine';
import { type Column, type ColumnType, FeatureColumns } from '@auction-trader/features';
import { emptyTape } from '@auction-trader/ingestion';
import { CSV_OPTIONS, sqlText } from '../export/duckdb-sql.ts';
import { equityTable } from '../export/equity-table.ts';
import { featuresTable } from '../export/features-table.ts';
import { fillsTable } from '../export/fills-table.ts';
import { signalsTable } from '../export/signals-table.ts';
import { tradesTable } from '../export/trades-table.ts';
import { TABLE_FORMATS } from '../export/write-table.ts';
import type { RunResult } from '../run-result.ts';

/** The tables of a report's folder; also their file names without the ending. */
export const REPORT_TABLES = ['trades', 'fills', 'equity', 'signals', 'features'] as const;

/** A table of a report's folder. */
export type ReportTable = (typeof REPORT_TABLES)[number];

/** A column as it stands in a report's file. */
export interface ReportColumn {
  readonly name: string;
  readonly type: ColumnType;
}

/** Columns of a report's table, in the order of its file. */
export function reportColumns(table: ReportTable): ReportColumn[] {
  return columnsOf(table).map(({ name, type }) => ({ name, type }));
}

/** Path of a table of a report; null when the folder has none. */
export function reportFile(folder: string, table: ReportTable): string | null {
  const paths = TABLE_FORMATS.map((format) => join(folder, `${table}.${format}`));
  return paths.find((path) => existsSync(path)) ?? null;
}

/**
 * SQL of DuckDB that reads a table of a report with the types it was written with.
 *
 * @param path from {@link reportFile}
 * @throws AuctionTraderError (`REPORT_OLD`, exit code 2) when a CSV file has other columns
 */
export async function reportSql(path: string, table: ReportTable): Promise<string> {
  const columns = reportColumns(table);
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  if (path.endsWith('.parquet')) return `SELECT ${names} FROM read_parquet(${sqlText(path)})`;
  const types = columns.map(({ name, type }) => `${sqlText(name)}: '${type}'`).join(', ');
  if (path.endsWith('.json')) {
    return `SELECT ${names} FROM read_json(${sqlText(path)}, format = 'array', columns = {${types}})`;
  }
  await requireHeader(path, columns);
  return `SELECT ${names} FROM read_csv(${sqlText(path)}, ${CSV_OPTIONS}, columns = {${types}})`;
}

/** A file of a report that has other columns than this version writes. */
export function otherVersion(path: string, cause?: unknown): AuctionTraderError {
  return new AuctionTraderError(`${path} has other columns than this version of the program writes`, {
    code: 'REPORT_OLD',
    exitCode: 2,
    details: { file: path },
    hint: 'Run the backtest again with this version.',
    ...(cause === undefined ? {} : { cause }),
  });
}

async function requireHeader(path: string, columns: readonly ReportColumn[]): Promise<void> {
  const expected = columns.map(({ name }) => name).join(',');
  for await (const line of createInterface({ input: createReadStream(path) })) {
    if (line === expected) return;
    break;
  }
  throw otherVersion(path);
}

function columnsOf(table: ReportTable): readonly Column[] {
  const run = emptyRun();
  switch (table) {
    case 'trades':
      return tradesTable(run.instrument, []).columns;
    case 'fills':
      return fillsTable(run).columns;
    case 'equity':
      return equityTable(run).columns;
    case 'signals':
      return signalsTable(run).columns;
    case 'features':
      return featuresTable(run).columns;
  }
}

/** A run without a minute: its tables have all their columns, and no rows. */
function emptyRun(): RunResult {
  return {
    instrument: defineInstrument({ venue: 'none', symbol: 'NONE', tickSize: 1, lotSize: 1 }),
    config: defaultConfig(),
    strategy: '',
    setups: [],
    quotes: 'none',
    approximate: false,
    dataHash: '',
    tape: emptyTape([]).tape,
    features: new FeatureColumns(0),
    signals: new SignalColumns(0),
    equity: new Float64Array(0),
    positionLots: new Float64Array(0),
    trades: [],
    openTrade: null,
    openResult: 0,
    finalEquity: 0,
    fills: [],
    funding: [],
    killSwitchMs: [],
    leverageCapMs: [],
    droppedEntries: [],
  };
}
