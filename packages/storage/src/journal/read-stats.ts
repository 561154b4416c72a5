import { roundHalfUp8 } from '@auction-trader/core';
import type { Database } from './database.ts';
import type { RowFilter, RowRange, TableRow, TradeStats } from './journal-reader.ts';
import { conditions } from './row-query.ts';
import { POSITIONS } from './shown-tables.ts';

const MS_PER_MINUTE = 60_000;

/** Profit after each closed position, oldest first; `equity` is the sum since the first of them all. */
export function readEquity(database: Database, { limit, ...range }: RowRange = {}): TableRow[] {
  const { fromMs = Number.NEGATIVE_INFINITY, toMs = Number.POSITIVE_INFINITY, ...filter } = range;
  let equity = 0;
  const points = closedPositions(database, filter).map(({ closeMs, pnl }) => {
    equity += pnl;
    return { ts: closeMs, pnl, equity: roundHalfUp8(equity) };
  });
  const within = points.filter(({ ts }) => ts >= fromMs && ts < toMs);
  return limit === undefined ? within : within.slice(-limit);
}

/** What the closed positions earned. */
export function readStats(database: Database, filter: RowFilter = {}): TradeStats {
  const closed = closedPositions(database, filter);
  let total = 0;
  let highest = 0;
  let drawdown = 0;
  let held = 0;
  for (const { pnl, openMs, closeMs } of closed) {
    total += pnl;
    highest = Math.max(highest, total);
    drawdown = Math.max(drawdown, highest - total);
    held += closeMs - openMs;
  }
  const wins = closed.filter(({ pnl }) => pnl > 0).length;
  return {
    total_trades: closed.length,
    win_rate: closed.length === 0 ? null : wins / closed.length,
    total_pnl: roundHalfUp8(total),
    max_drawdown: roundHalfUp8(drawdown),
    avg_hold_minutes: closed.length === 0 ? null : held / closed.length / MS_PER_MINUTE,
  };
}

function closedPositions(database: Database, filter: RowFilter) {
  const where = conditions(POSITIONS, filter);
  const sql = `SELECT ts_ms_open, ts_ms_close, realized_pnl FROM positions
    WHERE ${where.sql} AND ts_ms_close IS NOT NULL ORDER BY ts_ms_close, id`;
  return database.all('positions', sql, where.values).map((row) => ({
    openMs: row['ts_ms_open'] as number,
    closeMs: row['ts_ms_close'] as number,
    pnl: row['realized_pnl'] as number,
  }));
}
