import { type DayTicks, MINUTE_MS, NO_QUOTES } from '@auction-trader/core';
import { gallop } from '@auction-trader/ingestion';
import type { SessionMarket } from './session-market.ts';

/**
 * Whether a minute lies before the stored quotes of its day: a recording may begin behind an import of
 * trades.
 */
export function isBeforeQuotes({ quotes, dayStartMs }: DayTicks, minuteMs: number): boolean {
  if (quotes === null || quotes.length === 0) return true;
  return quotes.timeMs[0]! >= minuteMs - dayStartMs + MINUTE_MS;
}

/** Takes the stored ticks of one minute into the market: quotes, then trades. */
export function feedStoredMinute(day: DayTicks, minuteMs: number, market: SessionMarket): void {
  const { trades, dayStartMs: start } = day;
  const quotes = day.quotes ?? NO_QUOTES;
  const from = minuteMs - start;
  for (let row = gallop(quotes.timeMs, 0, quotes.length, from); row < quotes.length; row++) {
    if (quotes.timeMs[row]! >= from + MINUTE_MS) break;
    const { timeMs, bidTicks, bidLots, askTicks, askLots } = quotes;
    market.quote(start + timeMs[row]!, bidTicks[row]!, bidLots[row]!, askTicks[row]!, askLots[row]!);
  }
  for (let row = gallop(trades.timeMs, 0, trades.length, from); row < trades.length; row++) {
    if (trades.timeMs[row]! >= from + MINUTE_MS) break;
    const { timeMs, priceTicks, sizeLots, side } = trades;
    market.trade(start + timeMs[row]!, priceTicks[row]!, sizeLots[row]!, side[row]!);
  }
}
