import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  otherVersion,
  REPORT_TABLES,
  type ReportTable,
  reportColumns,
  reportFile,
  reportSql,
  type Summary,
  sqlText,
} from '@auction-trader/backtest';
import { AuctionTraderError } from '@auction-trader/core';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { QueryColumn, QueryTable } from './query-table.ts';
import { recordTable } from './record-table.ts';

/** A backtest's report. */
interface Report {
  /** Name of its folder. */
  readonly name: string;
  readonly folder: string;
}

/** Runs of the reports in a folder, and what they signalled, filled and earned. */
export function runTables(folder: string): QueryTable[] {
  return [runsTable(folder), ...REPORT_TABLES.map((table) => reportTable(folder, table))];
}

const RUN_COLUMNS: readonly QueryColumn[] = [
  { name: 'report', type: 'VARCHAR' },
  ...names('VARCHAR', 'venue symbol strategy'),
  ...names('BIGINT', 'from_ms to_ms minutes'),
  ...names('VARCHAR', 'quotes'),
  ...names('BOOLEAN', 'approximate'),
  ...names('VARCHAR', 'data_hash version'),
  ...names('BIGINT', 'n'),
  ...names(
    'DOUBLE',
    `net_pnl gross_pnl total_fees total_funding pnl_per_trade win_rate profit_factor expectancy_R sharpe sortino
     max_drawdown max_drawdown_pct total_return_pct exposure initial_capital final_equity`,
  ),
];

function runsTable(folder: string): QueryTable {
  return recordTable({
    name: 'runs',
    from: `summary.json of the reports in ${folder}`,
    columns: RUN_COLUMNS,
    records: () => reportsIn(folder).map(runRecord),
  });
}

function runRecord({ name, folder }: Report): Record<string, unknown> {
  const { version, run, metrics } = readSummary(join(folder, 'summary.json'));
  return { ...metrics, ...run, version, report: name };
}

function readSummary(path: string): Summary & { readonly version: string } {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Summary & { version: string };
  } catch (cause) {
    throw damaged(path, cause);
  }
}

function reportTable(folder: string, table: ReportTable): QueryTable {
  const columns: QueryColumn[] = [{ name: 'report', type: 'VARCHAR' }, ...reportColumns(table)];
  const name = `run_${table}`;
  return {
    name,
    from: `${table} of the reports in ${folder}`,
    columns,
    async register(connection) {
      const types = columns.map((column) => `"${column.name}" ${column.type}`);
      await connection.run(`CREATE TABLE ${name} (${types.join(', ')})`);
      for (const report of reportsIn(folder)) await addReport(connection, name, table, report);
    },
  };
}

async function addReport(
  connection: DuckDBConnection,
  name: string,
  table: ReportTable,
  report: Report,
): Promise<void> {
  const path = reportFile(report.folder, table);
  if (path === null) return;
  const sql = await reportSql(path, table);
  try {
    await connection.run(`INSERT INTO ${name} SELECT ${sqlText(report.name)}, * FROM (${sql})`);
  } catch (cause) {
    throw /Binder Error/.test(String(cause)) ? otherVersion(path, cause) : damaged(path, cause);
  }
}

function reportsIn(folder: string): Report[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'summary.json')))
    .map(({ name }) => ({ name, folder: join(folder, name) }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

function damaged(path: string, cause: unknown): AuctionTraderError {
  return new AuctionTraderError(`${path} cannot be read`, {
    code: 'REPORT_DAMAGED',
    details: { file: path },
    hint: 'It is damaged: remove its folder, or run the backtest again.',
    cause,
  });
}

function names(type: QueryColumn['type'], list: string): QueryColumn[] {
  return list
    .trim()
    .split(/\s+/)
    .map((name) => ({ name, type }));
}
