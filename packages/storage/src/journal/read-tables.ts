import { parseUtcDay } from '@auction-trader/ingestion';
import type { Database } from './database.ts';
import type { RowFilter, RowRange, RunInfo, TableRow } from './journal-reader.ts';
import type { AlertRow, RunMode } from './journal-rows.ts';
import { conditions, newestRows, runConditions } from './row-query.ts';
import { ALERTS, POSITIONS } from './shown-tables.ts';

/** Runs, the newest first. */
export function readRuns(database: Database, filter: RowFilter = {}): RunInfo[] {
  const where = runConditions(filter);
  const sql = `SELECT * FROM runs WHERE ${where.sql} ORDER BY started_ms DESC, rowid DESC`;
  return database.all('runs', sql, where.values).map((row) => ({
    runId: row['run_id'] as string,
    instance: row['instance'] as string,
    mode: row['mode'] as RunMode,
    symbol: row['symbol'] as string,
    venue: row['venue'] as string,
    tickSize: row['tick_size'] as string,
    lotSize: row['lot_size'] as string,
    startedMs: row['started_ms'] as number,
    endedMs: row['ended_ms'] as number | null,
    endReason: row['end_reason'] as string | null,
    configHash: row['config_hash'] as string,
    version: row['version'] as string,
  }));
}

/** Alerts, the newest first. */
export function readAlerts(database: Database, range: RowRange = {}): AlertRow[] {
  const { runId: _, ...rest } = range;
  return newestRows(database, ALERTS, rest).map(
    (row) => ({ ...row, data: JSON.parse(row['data'] as string) as unknown }) as unknown as AlertRow,
  );
}

/** The open position, null when flat. */
export function readOpenPosition(database: Database, filter: RowFilter): TableRow | null {
  return newestRows(database, { ...POSITIONS, extra: `status = 'OPEN'` }, { ...filter, limit: 1 })[0] ?? null;
}

/** Days, the newest first. */
export function readDaily(database: Database, range: RowRange = {}): TableRow[] {
  const { runId: _, fromMs, toMs, limit = 50, ...filter } = range;
  const where = conditions({ name: 'daily_pnl', columns: [], time: 'date', ownMode: true }, filter);
  const rows = database.all(
    'daily_pnl',
    `SELECT * FROM daily_pnl WHERE ${where.sql} ORDER BY date DESC, symbol, mode, instance`,
    where.values,
  ) as TableRow[];
  return rows.filter(({ date }) => isWithin(parseUtcDay(date as string), fromMs, toMs)).slice(0, limit);
}

/** Results of a parameter search, in the order in which they were made. */
export function readGridResults(database: Database, gridRunId: string): TableRow[] {
  const sql = 'SELECT * FROM grid_search_results WHERE run_id = ? ORDER BY id';
  return database.all('grid_search_results', sql, [gridRunId]) as TableRow[];
}

/** The parameter searches, the newest first. */
export function readGridRuns(database: Database): TableRow[] {
  const sql = `SELECT run_id, symbol, count(*) AS combinations, min(created_at) AS created_at,
    count(*) FILTER (WHERE error IS NOT NULL) AS failed
    FROM grid_search_results GROUP BY run_id, symbol ORDER BY max(id) DESC`;
  return database.all('grid_search_results', sql) as TableRow[];
}

function isWithin(timeMs: number, fromMs = -Infinity, toMs = Infinity): boolean {
  return timeMs >= fromMs && timeMs < toMs;
}
