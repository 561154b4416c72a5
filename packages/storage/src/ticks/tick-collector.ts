import { dayStartMs } from '@auction-trader/core';
import type { MarketSink, TickKind } from '@auction-trader/ingestion';
import { RowColumns } from './row-columns.ts';

/** Rows of one UTC day. */
export interface CollectedDay {
  readonly dayStartMs: number;
  readonly rows: RowColumns;
}

/** Further ahead of the clock of whoever recorded it, or behind it, no event is believed. */
const MOST_AHEAD_MS = 10_000;
const MOST_BEHIND_MS = 600_000;
/** As in a session: what features can hold, and how far from the newest quote a print may lie. */
const MOST_PRICE_TICKS = 1_000_000_000;
const MOST_PRICE_FACTOR = 2;

/** A {@link TickCollector} between two times of storing, as plain data. */
export interface CollectorState {
  readonly newestQuoteMs: number;
  readonly newestQuote: readonly number[];
  /** Newest valid bid and ask; empty when there was none. */
  readonly validQuote: readonly number[];
  /** Events that were not taken out yet: time, then the other columns. */
  readonly trades: readonly (readonly number[])[];
  readonly quotes: readonly (readonly number[])[];
}

/**
 * Collects what a decoder makes of recorded frames by kind and day: trades as they come, quotes unless
 * older than the newest, a repeated quote as one more row. What a session would not believe is left out
 * and counted.
 */
export class TickCollector implements MarketSink {
  /** Time of the input in hand, epoch ms. */
  nowMs = 0;
  /** Epoch ms of the newest event. */
  newestMs = Number.NEGATIVE_INFINITY;
  /** Events that were not believed. */
  unbelieved = 0;
  #newestQuoteMs = Number.NEGATIVE_INFINITY;
  #newestQuote: readonly number[] = [];
  #validQuote: readonly number[] = [];
  readonly #days = { trades: new Map<number, RowColumns>(), quotes: new Map<number, RowColumns>() };

  trade(timeMs: number, priceTicks: number, sizeLots: number, side: number): void {
    if (!this.#isTimely(timeMs) || !this.#isTrade(priceTicks, sizeLots)) this.unbelieved++;
    else this.#add('trades', timeMs, [priceTicks, sizeLots, side]);
  }

  quote(timeMs: number, bidTicks: number, bidLots: number, askTicks: number, askLots: number): void {
    const values = [bidTicks, bidLots, askTicks, askLots];
    if (!this.#isTimely(timeMs) || !values.every(isInt32)) {
      this.unbelieved++;
      return;
    }
    if (timeMs < this.#newestQuoteMs) return;
    this.#newestQuote = values;
    if (bidTicks < askTicks && bidTicks > 0 && bidLots > 0 && askLots > 0)
      this.#validQuote = [bidTicks, askTicks];
    this.#addQuote(timeMs);
  }

  repeatedQuote(timeMs: number): void {
    if (!this.#isTimely(timeMs) || this.#newestQuote.length === 0) this.unbelieved++;
    else if (timeMs >= this.#newestQuoteMs) this.#addQuote(timeMs);
  }

  /** Counted by the session; there is nothing to store. */
  refused(): void {}

  /** Takes out the rows of before a time, in the order in which they came. */
  takeBefore(kind: TickKind, beforeMs: number): CollectedDay[] {
    const taken: CollectedDay[] = [];
    for (const [start, rows] of this.#days[kind]) {
      const before = rows.takeBefore(beforeMs - start);
      if (rows.length === 0) this.#days[kind].delete(start);
      if (before.length > 0) taken.push({ dayStartMs: start, rows: before });
    }
    return taken;
  }

  /** Takes out the rows of days that start before a time. */
  takeDays(kind: TickKind, beforeMs: number): CollectedDay[] {
    const days = [...this.#days[kind]].filter(([start]) => start < beforeMs);
    for (const [start] of days) this.#days[kind].delete(start);
    return days.map(([start, rows]) => ({ dayStartMs: start, rows }));
  }

  state(): CollectorState {
    const left = (kind: TickKind) =>
      [...this.#days[kind]].flatMap(([start, rows]) =>
        rows.list().map(([time, ...rest]) => [start + time!, ...rest]),
      );
    return {
      newestQuoteMs: this.#newestQuoteMs,
      newestQuote: this.#newestQuote,
      validQuote: this.#validQuote,
      trades: left('trades'),
      quotes: left('quotes'),
    };
  }

  /** Goes on from a {@link state}. */
  restore({ newestQuoteMs, newestQuote, validQuote, trades, quotes }: CollectorState): void {
    this.#newestQuoteMs = newestQuoteMs;
    this.#newestQuote = newestQuote;
    this.#validQuote = validQuote;
    for (const [timeMs, ...values] of trades) this.#add('trades', timeMs!, values);
    for (const [timeMs, ...values] of quotes) this.#add('quotes', timeMs!, values);
  }

  #isTimely(timeMs: number): boolean {
    return timeMs <= this.nowMs + MOST_AHEAD_MS && timeMs >= this.nowMs - MOST_BEHIND_MS;
  }

  #isTrade(priceTicks: number, sizeLots: number): boolean {
    if (!isInt32(priceTicks) || !isInt32(sizeLots)) return false;
    if (priceTicks <= 0 || priceTicks > MOST_PRICE_TICKS || sizeLots <= 0) return false;
    const [bidTicks, askTicks] = this.#validQuote;
    if (bidTicks === undefined || askTicks === undefined) return true;
    return priceTicks * MOST_PRICE_FACTOR >= bidTicks && priceTicks <= askTicks * MOST_PRICE_FACTOR;
  }

  #addQuote(timeMs: number): void {
    this.#newestQuoteMs = timeMs;
    this.#add('quotes', timeMs, this.#newestQuote);
  }

  #add(kind: TickKind, timeMs: number, values: readonly number[]): void {
    if (timeMs > this.newestMs) this.newestMs = timeMs;
    const start = dayStartMs(timeMs);
    let rows = this.#days[kind].get(start);
    if (rows === undefined) {
      rows = new RowColumns(kind);
      this.#days[kind].set(start, rows);
    }
    rows.add(timeMs - start, values);
  }
}

function isInt32(value: number): boolean {
  return (value | 0) === value;
}
