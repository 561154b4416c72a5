import { DAY_MS, dayStartMs } from '@auction-trader/core';
import { formatUtcDay } from '@auction-trader/ingestion';
import { upsert } from './insert-once.ts';
import { money, type RunContext } from './run-context.ts';

/**
 * Counts a day of daily_pnl again from fills, funding and closed positions, so that the sums agree by
 * construction. Realised: price differences, less fees and funding.
 */
export function updateDay(run: RunContext, timeMs: number): void {
  const from = dayStartMs(timeMs);
  const filled = sumOver(run, 'fills', 'ts_ms_fill', from, [
    'total(pnl_realized) AS gross',
    'total(fee) AS fees',
  ]);
  const funding = sumOver(run, 'funding', 'ts_ms', from, ['total(amount) AS paid']);
  const closed = sumOver(run, 'positions', 'ts_ms_close', from, [
    'count(*) AS trades',
    'count(*) FILTER (WHERE realized_pnl > 0) AS wins',
    'count(*) FILTER (WHERE realized_pnl < 0) AS losses',
  ]);
  upsert(run.database, 'daily_pnl', DAY_KEY, {
    ...dayKey(run, timeMs),
    realized_pnl: money(filled['gross']! - filled['fees']! - funding['paid']!),
    trades_count: closed['trades']!,
    win_count: closed['wins']!,
    loss_count: closed['losses']!,
    fees_total: money(filled['fees']!),
    funding_total: money(funding['paid']!),
  });
}

/** Notes the open result as the day's newest. */
export function writeUnrealized(run: RunContext, timeMs: number, unrealizedPnl: number): void {
  upsert(run.database, 'daily_pnl', DAY_KEY, {
    ...dayKey(run, timeMs),
    unrealized_pnl: money(unrealizedPnl),
  });
}

const DAY_KEY = ['date', 'symbol', 'mode', 'instance'];

function dayKey({ facts }: RunContext, timeMs: number) {
  return {
    date: formatUtcDay(dayStartMs(timeMs)),
    symbol: facts.instrument.symbol,
    mode: facts.mode,
    instance: facts.instance,
  };
}

function sumOver(
  { database, facts }: RunContext,
  table: string,
  time: string,
  fromMs: number,
  sums: readonly string[],
): Record<string, number> {
  const sql = `SELECT ${sums.join(', ')} FROM ${table} WHERE ${time} >= ? AND ${time} < ? AND symbol = ?
    AND run_id IN (SELECT run_id FROM runs WHERE mode = ? AND instance = ?)`;
  const values = [fromMs, fromMs + DAY_MS, facts.instrument.symbol, facts.mode, facts.instance];
  return database.get(table, sql, values) as Record<string, number>;
}
