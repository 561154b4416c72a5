import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AuctionTraderError, parseStep } from '@auction-trader/core';
import { DuckDBInstance } from '@duckdb/node-api';
import type { OpenPosition, Summary } from '../metrics/summary.ts';
import { otherVersion, type ReportTable, reportFile, reportSql } from '../report/report-tables.ts';
import type { ComparedRun } from './compared-run.ts';
import { decisionBefore, type RunFacts, type RunRow, runFromRows } from './run-from-rows.ts';

/** `summary.json` of a report. */
type SummaryFile = Summary & {
  readonly version: string;
  readonly parameters: Readonly<Record<string, unknown>>;
};

/** Sums of rounded amounts. */
const MONEY_EPSILON = 1e-4;

/** Whether a folder holds the report of a backtest. */
export function isReport(folder: string): boolean {
  return existsSync(join(folder, 'summary.json'));
}

/**
 * A backtest as its report's folder tells it: `summary.json`, trades, fills and signals.
 *
 * @param name how the user named the folder
 * @throws AuctionTraderError `REPORT_INCOMPLETE` (exit code 1), `REPORT_OLD` (exit code 2),
 * `REPORT_DAMAGED`, each naming the file
 */
export async function readReportRun(folder: string, name: string): Promise<ComparedRun> {
  const summary = readSummary(join(folder, 'summary.json'));
  const [trades, fills, signals] = await readTables(folder, ['trades', 'fills', 'signals'], name);
  const open = openTrade(summary, trades!, fills!, signals!);
  requireSums(join(folder, 'summary.json'), summary, trades!);
  return runFromRows(factsOf(summary, name), {
    signals: signals!,
    trades: open === null ? trades! : [...trades!, open],
    fills: fills!,
  });
}

function factsOf({ run, version, parameters }: SummaryFile, name: string): RunFacts {
  return {
    name,
    mode: 'backtest',
    venue: run.venue,
    symbol: run.symbol,
    tick: parseStep(run.tick_size),
    lot: parseStep(run.lot_size),
    config: parameters,
    facts: {
      strategy: run.strategy,
      quotes: run.quotes,
      fills: run.approximate ? 'bars (approximate)' : 'ticks',
      data: run.data_hash,
      version,
    },
  };
}

function readSummary(path: string): SummaryFile {
  let summary: Partial<SummaryFile>;
  try {
    summary = JSON.parse(readFileSync(path, 'utf8')) as SummaryFile;
  } catch (cause) {
    throw damaged(path, 'cannot be read', cause);
  }
  const { run, parameters, metrics } = summary;
  if (run?.tick_size === undefined || parameters === undefined || metrics?.net_pnl === undefined) {
    throw otherVersion(path);
  }
  return summary as SummaryFile;
}

async function readTables(folder: string, tables: readonly ReportTable[], name: string): Promise<RunRow[][]> {
  const database = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '512MB' });
  const connection = await database.connect();
  try {
    const read: RunRow[][] = [];
    for (const table of tables) {
      const path = reportFile(folder, table);
      if (path === null) throw incomplete(folder, table, name);
      const sql = await reportSql(path, table);
      const result = await connection.runAndReadAll(sql).catch((cause: unknown) => {
        throw /Binder Error/.test(String(cause))
          ? otherVersion(path, cause)
          : damaged(path, 'cannot be read', cause);
      });
      read.push(result.getRowObjectsJS());
    }
    return read;
  } finally {
    connection.closeSync();
    database.closeSync();
  }
}

/** The open position stands in the summary and, by its fills, beside the closed trades. */
function openTrade(
  { open_position }: SummaryFile,
  trades: readonly RunRow[],
  fills: readonly RunRow[],
  signals: readonly RunRow[],
): RunRow | null {
  if (open_position === null) return null;
  const closed = new Set(trades.map(({ id }) => id));
  const own = fills.filter(({ position_id }) => !closed.has(position_id));
  return openRow(open_position, own, decisionBefore(signals, open_position.open_ms));
}

function openRow(open: OpenPosition, fills: readonly RunRow[], decisionMs: number): RunRow {
  const sum = (name: string) => fills.reduce((total, row) => total + Number(row[name]), 0);
  const fees = sum('fee');
  const funding = sum('pnl_realized') - fees - open.realized_pnl;
  return {
    id: fills[0]?.['position_id'],
    ts_ms_decision: decisionMs,
    ts_ms_open: open.open_ms,
    ts_ms_close: null,
    side: open.side.toUpperCase(),
    strategy_tag: open.setup,
    exit_reason: null,
    qty_contracts: open.lots,
    gross_pnl: sum('pnl_realized'),
    fees_paid: fees,
    funding_paid: funding,
    realized_pnl: open.realized_pnl,
    open_result: open.open_result,
  };
}

/** Files of two runs in one folder would be compared as one. */
function requireSums(path: string, { metrics }: SummaryFile, trades: readonly RunRow[]): void {
  const net = trades.reduce((total, row) => total + (row['realized_pnl'] as number), 0);
  if (metrics.n === trades.length && Math.abs(net - metrics.net_pnl) < MONEY_EPSILON) return;
  throw damaged(
    path,
    `tells of ${metrics.n} trades with a net of ${metrics.net_pnl}, the table of trades of ${trades.length} with ${net}`,
  );
}

function incomplete(folder: string, table: ReportTable, name: string): AuctionTraderError {
  return new AuctionTraderError(`the report ${name} has no table of ${table}`, {
    code: 'REPORT_INCOMPLETE',
    exitCode: 1,
    details: { file: join(folder, `${table}.csv`) },
    hint: 'Run the backtest again, or name the folder of a whole report.',
  });
}

function damaged(path: string, what: string, cause?: unknown): AuctionTraderError {
  return new AuctionTraderError(`${path} ${what}`, {
    code: 'REPORT_DAMAGED',
    details: { file: path },
    hint: 'The report is damaged: run the backtest again.',
    ...(cause === undefined ? {} : { cause }),
  });
}
