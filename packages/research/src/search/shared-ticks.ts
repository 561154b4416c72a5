import { setImmediate } from 'node:timers/promises';
import type { DayTicks, Instrument, TickSource } from '@auction-trader/core';
import { openTickStore } from '@auction-trader/ingestion';
import type { SearchPeriod } from './search-plan.ts';
import { toShared } from './shared-columns.ts';

/** A period's ticks as threads are sent them. */
export interface SharedTicks {
  readonly instrument: Instrument;
  readonly days: readonly number[];
  readonly hasQuotes: boolean;
  readonly dataHash: string;
  /** All the days, or null when they do not fit: then each thread reads them from the store. */
  readonly ticks: readonly DayTicks[] | null;
  readonly store: StorePlace | null;
}

/** Where a thread finds the ticks that are not in shared memory. */
export interface StorePlace {
  readonly folder: string;
  readonly period: SearchPeriod;
}

/** How {@link shareTicks} works. */
export interface ShareTicksOptions {
  /** The tick store's folder; null when the source comes from elsewhere: then all ticks are loaded. */
  readonly storeFolder: string | null;
  readonly period: SearchPeriod;
  /** Ticks beyond this stay in the store. */
  readonly memoryBytes: number;
  readonly signal: AbortSignal;
  /** Told after each day: days done, days in all. */
  readonly onProgress: (done: number, total: number) => void;
}

/** Reads the ticks of a source into shared memory, a day at a time so that nothing else has to wait. */
export async function shareTicks(source: TickSource, options: ShareTicksOptions): Promise<SharedTicks> {
  const { instrument, days, hasQuotes, dataHash } = source;
  const { storeFolder: folder, period, memoryBytes, signal } = options;
  const facts = { instrument, days, hasQuotes, dataHash };
  const ticks: DayTicks[] = [];
  let bytes = 0;
  for (const day of days) {
    const shared = shareDay(source.readDay(day));
    ticks.push(shared);
    bytes += byteLength(shared);
    if (bytes > memoryBytes && folder !== null) return { ...facts, ticks: null, store: { folder, period } };
    options.onProgress(ticks.length, days.length);
    await setImmediate();
    signal.throwIfAborted();
  }
  return { ...facts, ticks, store: null };
}

/** The source that a thread makes of what it was sent. */
export function sharedSource({ ticks, store, ...facts }: SharedTicks): TickSource {
  if (ticks === null) {
    const { symbol, venue, fromDay, toDay } = store!.period;
    const source = openTickStore(store!.folder).source(symbol, { venue, fromDay, toDay });
    return { ...source, instrument: facts.instrument };
  }
  const byStart = new Map(ticks.map((day) => [day.dayStartMs, day]));
  return { ...facts, readDay: (start) => byStart.get(start)! };
}

function shareDay({ dayStartMs, trades, quotes }: DayTicks): DayTicks {
  const int32 = (column: Int32Array, length: number) => toShared(column, length);
  return {
    dayStartMs,
    trades: {
      length: trades.length,
      timeMs: int32(trades.timeMs, trades.length),
      priceTicks: int32(trades.priceTicks, trades.length),
      sizeLots: int32(trades.sizeLots, trades.length),
      side: toShared(trades.side, trades.length),
    },
    quotes: quotes && {
      length: quotes.length,
      timeMs: int32(quotes.timeMs, quotes.length),
      bidTicks: int32(quotes.bidTicks, quotes.length),
      bidLots: int32(quotes.bidLots, quotes.length),
      askTicks: int32(quotes.askTicks, quotes.length),
      askLots: int32(quotes.askLots, quotes.length),
    },
  };
}

function byteLength({ trades, quotes }: DayTicks): number {
  return trades.length * 13 + (quotes?.length ?? 0) * 20;
}
