import { MINUTE_MS, minuteStartMs, type TickSource } from '@auction-trader/core';
import type { MinuteAccumulator } from '@auction-trader/ingestion';
import type { RowRange } from './day-index.ts';
import type { MarketDays } from './market-days.ts';
import type { StrategyRun } from './strategy-run.ts';

/**
 * Goes through a source event by event: minutes that ended before the event are closed, the
 * event is accumulated, then played to the exchange.
 */
export function playReference(
  source: TickSource,
  days: MarketDays,
  accumulator: MinuteAccumulator,
  run: StrategyRun,
  closeMinute: (minuteMs: number) => void,
): void {
  let openMinuteMs = Number.NaN;
  for (const start of source.days) {
    const ticks = source.readDay(start);
    const day = days.take(ticks);
    const row: RowRange = { tradeFrom: 0, tradeTo: 0, quoteFrom: 0, quoteTo: 0 };
    while (row.tradeFrom < day.trades.length || row.quoteFrom < day.quotes.length) {
      const quoteNext = day.quoteComesFirst(
        row.tradeFrom,
        day.trades.length,
        row.quoteFrom,
        day.quotes.length,
      );
      const timeMs = quoteNext ? day.quotes.timeMs[row.quoteFrom]! : day.trades.timeMs[row.tradeFrom]!;
      const minuteMs = minuteStartMs(start + timeMs);
      for (let open = openMinuteMs; open < minuteMs; open += MINUTE_MS) closeMinute(open);
      openMinuteMs = minuteMs;
      row.tradeTo = row.tradeFrom + (quoteNext ? 0 : 1);
      row.quoteTo = row.quoteFrom + (quoteNext ? 1 : 0);
      accumulator.addEvents(ticks, row.tradeFrom, row.tradeTo, row.quoteFrom, row.quoteTo);
      run.player.playEvery(day, row);
      row.tradeFrom = row.tradeTo;
      row.quoteFrom = row.quoteTo;
    }
  }
}
