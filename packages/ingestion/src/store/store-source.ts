import { createHash } from 'node:crypto';
import {
  AuctionTraderError,
  type DayTicks,
  defineInstrument,
  type Instrument,
  NO_QUOTES,
  NO_TRADES,
  type QuoteColumns,
  type TickSource,
  type TradeColumns,
} from '@auction-trader/core';
import { bufferOf, dayHash, openDayFile, readDayColumns, type StoredDay } from './day-file.ts';
import {
  type DayRange,
  daysWithin,
  findSymbol,
  type SymbolPlace,
  storedDays,
  storedPath,
} from './stored-days.ts';
import { TICK_KINDS, type TickKind } from './tick-kind.ts';

/** Which ticks of a symbol to read, and what its files do not know about it. */
export interface SourceOptions extends DayRange {
  /** Needed only when the symbol is there from several venues. */
  readonly venue?: string | undefined;
  /** Smallest order in lots, default 1. */
  readonly minOrderLots?: number | undefined;
  /** Smallest order value in quote currency, default 0. */
  readonly minNotional?: number | undefined;
}

type StoredKinds = Partial<Record<TickKind, StoredDay>>;

/**
 * A symbol's stored ticks as a tick source. Each `readDay` reads the day's columns straight
 * into one SharedArrayBuffer a kind; nothing is kept in memory between calls.
 *
 * @throws AuctionTraderError (`UNKNOWN_SYMBOL`, `AMBIGUOUS_SYMBOL`, `BAD_DAY`,
 * `DATES_REVERSED`, `DATES_OUTSIDE`, `STORE_DAMAGED`); reading throws `STORE_DAMAGED` and
 * `STORE_CHANGED`
 */
export function storeSource(dir: string, symbol: string, options: SourceOptions): TickSource {
  const place = findSymbol(dir, symbol, options.venue);
  const byDay = openDays(dir, place, options);
  const files = [...byDay.values()].flatMap((kinds) => TICK_KINDS.flatMap((kind) => kinds[kind] ?? []));
  const hasQuotes = files.some(({ facts }) => facts.kind === 'quotes');
  return {
    instrument: instrumentOf(files, options),
    days: [...byDay.keys()],
    hasQuotes,
    dataHash: hashOf(place, files),
    readDay(dayStartMs, reuse): DayTicks {
      const kinds = byDay.get(dayStartMs);
      if (kinds === undefined) {
        throw new AuctionTraderError(`there is no day ${dayStartMs} in this source`, { code: 'NO_SUCH_DAY' });
      }
      return {
        dayStartMs,
        trades: kinds.trades ? readTrades(kinds.trades, reuse) : NO_TRADES,
        quotes: hasQuotes ? (kinds.quotes ? readQuotes(kinds.quotes, reuse) : NO_QUOTES) : null,
      };
    },
  };
}

/** The files of each day of a range, by the day's start, ascending. */
function openDays(dir: string, place: SymbolPlace, range: DayRange): Map<number, StoredKinds> {
  const found = TICK_KINDS.flatMap((kind) => storedDays(dir, place, kind).map((start) => ({ kind, start })));
  const starts = [...new Set(found.map(({ start }) => start))].sort((left, right) => left - right);
  const byDay = new Map<number, StoredKinds>();
  for (const start of daysWithin(starts, range, place.symbol)) byDay.set(start, {});
  for (const { kind, start } of found) {
    const kinds = byDay.get(start);
    if (kinds !== undefined) kinds[kind] = openDayFile(storedPath(dir, place, kind, start));
  }
  return byDay;
}

/** The instrument that all files share. */
function instrumentOf(files: readonly StoredDay[], options: SourceOptions): Instrument {
  const [first, ...others] = files;
  const { venue, symbol, tickSize, lotSize } = first!.facts;
  const other = others.find(({ facts }) => facts.tickSize !== tickSize || facts.lotSize !== lotSize);
  if (other !== undefined) {
    throw new AuctionTraderError(`the days of ${symbol} lie on different grids`, {
      code: 'MIXED_GRID',
      details: { file: other.path },
      hint: 'Remove the days of one of them, and import them again with the right tick and lot size.',
    });
  }
  const { minOrderLots = 1, minNotional = 0 } = options;
  return defineInstrument({ venue, symbol, tickSize, lotSize, minOrderLots, minNotional });
}

function hashOf({ venue, symbol }: SymbolPlace, files: readonly StoredDay[]): string {
  const identity = [venue, symbol, ...files.map(({ facts }) => dayHash(facts))];
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex');
}

function readTrades(day: StoredDay, reuse: DayTicks | undefined): TradeColumns {
  const [timeMs, priceTicks, sizeLots, side] = readDayColumns(day, bufferOf(reuse, 'trades'));
  return {
    length: day.facts.rows,
    timeMs: timeMs as Int32Array,
    priceTicks: priceTicks as Int32Array,
    sizeLots: sizeLots as Int32Array,
    side: side as Int8Array,
  };
}

function readQuotes(day: StoredDay, reuse: DayTicks | undefined): QuoteColumns {
  const columns = readDayColumns(day, bufferOf(reuse, 'quotes')) as Int32Array[];
  const [timeMs, bidTicks, bidLots, askTicks, askLots] = columns;
  return {
    length: day.facts.rows,
    timeMs: timeMs!,
    bidTicks: bidTicks!,
    bidLots: bidLots!,
    askTicks: askTicks!,
    askLots: askLots!,
  };
}
