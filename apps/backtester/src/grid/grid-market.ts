import type { CommandContext, DayRange } from '@auction-trader/command-line';
import { dayText, parseDay } from '@auction-trader/command-line';
import type { TickSource } from '@auction-trader/core';
import type { SearchPeriod } from '@auction-trader/research';
import { cacheFolder, openSymbol } from '../open-market.ts';

/** The stored ticks of a symbol as a period of a search: the days of the range that are there. */
export function searchPeriod(context: CommandContext, symbol: string, range: DayRange): SearchPeriod {
  const { instrument, days, dataHash } = openSymbol(context, symbol, range);
  return {
    venue: instrument.venue,
    symbol: instrument.symbol,
    fromDay: dayText(days[0]!),
    toDay: dayText(days.at(-1)!),
    dataHash,
  };
}

/** The ticks of a period. */
export function openPeriod(context: CommandContext, period: SearchPeriod): TickSource {
  const fromMs = parseDay(period.fromDay, 'from');
  const toMs = parseDay(period.toDay, 'to');
  return openSymbol(context, period.symbol, { fromMs, toMs }, period.venue);
}

/** Folder of the cached bars and profiles of a period. */
export function periodCache(context: CommandContext, { venue, symbol }: SearchPeriod): string {
  return cacheFolder(context, { venue, symbol });
}
