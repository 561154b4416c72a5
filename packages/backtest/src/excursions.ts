import { minuteStartMs } from '@auction-trader/core';
import type { TradeRecord } from '@auction-trader/execution';
import { MINUTE_FLAG, type MinuteTape } from '@auction-trader/ingestion';
import type { RowRange } from './day-index.ts';
import type { MarketDays } from './market-days.ts';

/** Highest and lowest price seen so far; empty while `low > high`. */
interface Extremes {
  high: number;
  low: number;
}

/**
 * Writes the best and worst excursion into closed trades: the extremes of the prints later than the first
 * entry fill and not later than the last exit fill. Whole minutes come from the tape; only the first and the
 * last minute of a trade are looked up in the ticks.
 *
 * @param trades closed trades; those from `from` on are replaced
 * @returns the number of trades, where the next call goes on
 */
export function measureExcursions(
  trades: TradeRecord[],
  from: number,
  tape: MinuteTape,
  days: MarketDays,
): number {
  for (let i = from; i < trades.length; i++) {
    const trade = trades[i]!;
    const { high, low } = extremesOf(trade, tape, days);
    const up = Math.max(0, high - trade.entryTicks);
    const down = Math.max(0, trade.entryTicks - low);
    const [maxFavourableTicks, maxAdverseTicks] = trade.side > 0 ? [up, down] : [down, up];
    trades[i] = { ...trade, maxFavourableTicks, maxAdverseTicks };
  }
  return trades.length;
}

function extremesOf({ openMs, closeMs }: TradeRecord, tape: MinuteTape, days: MarketDays): Extremes {
  const extremes = { high: Number.NEGATIVE_INFINITY, low: Number.POSITIVE_INFINITY };
  const firstMs = minuteStartMs(openMs);
  const lastMs = minuteStartMs(closeMs);
  seePrints(days, firstMs, openMs, closeMs, extremes);
  for (let row = tape.indexOf(firstMs) + 1; row < tape.indexOf(lastMs); row++) {
    if ((tape.flags[row]! & MINUTE_FLAG.SYNTHETIC) !== 0) continue;
    extremes.high = Math.max(extremes.high, tape.highTicks[row]!);
    extremes.low = Math.min(extremes.low, tape.lowTicks[row]!);
  }
  if (lastMs > firstMs) seePrints(days, lastMs, openMs, closeMs, extremes);
  return extremes;
}

/** The prints of one minute later than `openMs` and not later than `closeMs`. */
function seePrints(
  days: MarketDays,
  minuteMs: number,
  openMs: number,
  closeMs: number,
  extremes: Extremes,
): void {
  const day = days.dayOf(minuteMs);
  const rows: RowRange = { tradeFrom: 0, tradeTo: 0, quoteFrom: 0, quoteTo: 0 };
  day.minuteRows(minuteMs, rows);
  const { timeMs, priceTicks } = day.trades;
  for (let row = rows.tradeFrom; row < rows.tradeTo; row++) {
    const time = day.dayStartMs + timeMs[row]!;
    if (time <= openMs || time > closeMs) continue;
    extremes.high = Math.max(extremes.high, priceTicks[row]!);
    extremes.low = Math.min(extremes.low, priceTicks[row]!);
  }
}
