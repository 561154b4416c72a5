import { MINUTE_MS } from '@auction-trader/core';
import { openDayFile, readDayTimes } from './day-file.ts';
import { findGaps, GAP_MINUTES, type Gap, joinGaps } from './gaps.ts';
import { type DayRange, daysWithin, findSymbol, storedDays, storedPath } from './stored-days.ts';
import type { TickKind } from './tick-kind.ts';

/** Where to look for silences. */
export interface GapOptions extends DayRange {
  readonly venue?: string | undefined;
  /** Default `trades`. */
  readonly kind?: TickKind | undefined;
  /** Silences longer than this are reported, default 5. */
  readonly minutes?: number | undefined;
}

/**
 * Silences of a symbol in the order of time.
 *
 * @throws AuctionTraderError (`UNKNOWN_SYMBOL`, `AMBIGUOUS_SYMBOL`, `BAD_DAY`,
 * `DATES_REVERSED`, `DATES_OUTSIDE`, `STORE_DAMAGED`)
 */
export function storeGaps(dir: string, symbol: string, options: GapOptions): Gap[] {
  const { kind = 'trades', minutes = GAP_MINUTES } = options;
  const place = findSymbol(dir, symbol, options.venue);
  const days = daysWithin(storedDays(dir, place, kind), options, `${symbol} (${kind})`);
  const stretches = days.map((start) => {
    const day = openDayFile(storedPath(dir, place, kind, start));
    const { firstTimeMs, lastTimeMs, rows } = day.facts;
    const gaps = findGaps(start, readDayTimes(day), rows, minutes * MINUTE_MS);
    return { firstTimeMs, lastTimeMs, gaps };
  });
  return joinGaps(stretches, minutes * MINUTE_MS);
}
