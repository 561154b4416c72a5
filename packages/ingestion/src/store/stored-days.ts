import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AuctionTraderError } from '@auction-trader/core';
import { DAY_FILE_ENDING, dayFilePath, symbolPath } from './store-paths.ts';
import { TICK_KINDS, type TickKind } from './tick-kind.ts';
import { formatUtcDay, parseUtcDay } from './utc-day.ts';

/** A symbol of the store. */
export interface SymbolPlace {
  readonly venue: string;
  readonly symbol: string;
}

/** UTC days to look at, both inclusive, as `YYYY-MM-DD`; an end left out is open. */
export interface DayRange {
  readonly fromDay?: string | undefined;
  readonly toDay?: string | undefined;
}

/** The symbols that have a folder, by venue and name. */
export function symbolPlaces(dir: string): SymbolPlace[] {
  return folders(dir).flatMap((venue) =>
    folders(join(dir, venue))
      .map((symbol) => ({ venue, symbol }))
      .filter((place) => TICK_KINDS.some((kind) => storedDays(dir, place, kind).length > 0)),
  );
}

function folders(dir: string): string[] {
  if (!existsSync(dir)) return [];
  const entries = readdirSync(dir, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
}

/** Starts (epoch ms) of the days a symbol has files of a kind for, ascending. */
export function storedDays(dir: string, { venue, symbol }: SymbolPlace, kind: TickKind): number[] {
  const folder = join(dir, symbolPath(venue, symbol), kind);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^\d{4}-\d{2}-\d{2}\.arrow$/.test(name))
    .map((name) => parseUtcDay(name.slice(0, -DAY_FILE_ENDING.length)))
    .sort((left, right) => left - right);
}

/** Absolute path of a day file. */
export function storedPath(
  dir: string,
  { venue, symbol }: SymbolPlace,
  kind: TickKind,
  start: number,
): string {
  return join(dir, dayFilePath(venue, symbol, kind, start));
}

/**
 * The place of a symbol.
 *
 * @param venue needed only when the symbol is there from several venues
 * @throws AuctionTraderError (`UNKNOWN_SYMBOL`, `AMBIGUOUS_SYMBOL`, exit code 1)
 */
export function findSymbol(dir: string, symbol: string, venue?: string): SymbolPlace {
  const places = symbolPlaces(dir);
  const found = places.filter((place) => place.symbol === symbol && (venue ?? place.venue) === place.venue);
  if (found.length === 1) return found[0]!;
  if (found.length > 1) {
    throw new AuctionTraderError(
      `${symbol} is in the store from several venues: ${found.map((place) => place.venue).join(', ')}`,
      { code: 'AMBIGUOUS_SYMBOL', exitCode: 1, details: { key: 'venue' }, hint: 'Say which venue is meant.' },
    );
  }
  const known = places.map((place) => `${place.symbol} (${place.venue})`).join(', ');
  throw new AuctionTraderError(`there are no ticks of ${symbol}${venue ? ` from ${venue}` : ''} in ${dir}`, {
    code: 'UNKNOWN_SYMBOL',
    exitCode: 1,
    details: { key: 'symbol' },
    hint: known ? `There is: ${known}.` : 'The store is empty: import files with "backtester import" first.',
  });
}

/**
 * The days of a range.
 *
 * @param days starts (epoch ms), ascending
 * @param what named in the error, e.g. the symbol
 * @throws AuctionTraderError (`BAD_DAY`, `DATES_REVERSED`, `DATES_OUTSIDE`, exit code 1)
 */
export function daysWithin(days: readonly number[], { fromDay, toDay }: DayRange, what: string): number[] {
  const from = fromDay === undefined ? -Infinity : parseUtcDay(fromDay);
  const to = toDay === undefined ? Infinity : parseUtcDay(toDay);
  if (from > to) {
    throw new AuctionTraderError(`the dates are reversed: ${fromDay} is after ${toDay}`, {
      code: 'DATES_REVERSED',
      exitCode: 1,
      details: { key: 'from' },
      hint: 'Give the earlier day as the first one; both days are included.',
    });
  }
  const within = days.filter((day) => day >= from && day <= to);
  if (within.length > 0 || days.length === 0) return within;
  const range = `${fromDay ?? 'the beginning'} to ${toDay ?? 'the end'}`;
  throw new AuctionTraderError(`there are no ticks of ${what} from ${range}`, {
    code: 'DATES_OUTSIDE',
    exitCode: 1,
    details: { key: 'from' },
    hint: `There are ${days.length} days: ${formatUtcDay(days[0]!)} to ${formatUtcDay(days.at(-1)!)}.`,
  });
}
