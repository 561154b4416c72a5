import { dayStartMs } from '@auction-trader/core';
import type { MarketSink, TickKind } from '@auction-trader/ingestion';
import { RowColumns } from './row-columns.ts';

/** Rows of one UTC day. */
export interface CollectedDay {
  readonly dayStartMs: number;
  readonly rows: RowColumns;
}

/** A {@link TickCollector} between two times of storing, as plain data. */
export interface CollectorState {
  readonly newestQuoteMs: number;
  readonly newestQuote: readonly number[];
  /** Events that were not taken out yet: time, then the other columns. */
  readonly trades: readonly (readonly number[])[];
  readonly quotes: readonly (readonly number[])[];
}

/**
 * Collects what a decoder makes of recorded frames by kind and day: trades as they come, quotes unless
 * older than the newest, a repeated quote as one more row.
 */
export class TickCollector implements MarketSink {
  /** Epoch ms of the newest event. */
  newestMs = Number.NEGATIVE_INFINITY;
  #newestQuoteMs = Number.NEGATIVE_INFINITY;
  #newestQuote: readonly number[] = [];
  readonly #days = { trades: new Map<number, RowColumns>(), quotes: new Map<number, RowColumns>() };

  trade(timeMs: number, priceTicks: number, sizeLots: number, side: number): void {
    this.#add('trades', timeMs, [priceTicks, sizeLots, side]);
  }

  quote(timeMs: number, bidTicks: number, bidLots: number, askTicks: number, askLots: number): void {
    if (timeMs < this.#newestQuoteMs) return;
    this.#newestQuote = [bidTicks, bidLots, askTicks, askLots];
    this.#newestQuoteMs = timeMs;
    this.#add('quotes', timeMs, this.#newestQuote);
  }

  repeatedQuote(timeMs: number): void {
    if (timeMs < this.#newestQuoteMs) return;
    this.#newestQuoteMs = timeMs;
    this.#add('quotes', timeMs, this.#newestQuote);
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
      trades: left('trades'),
      quotes: left('quotes'),
    };
  }

  /** Goes on from a {@link state}. */
  restore({ newestQuoteMs, newestQuote, trades, quotes }: CollectorState): void {
    this.#newestQuoteMs = newestQuoteMs;
    this.#newestQuote = newestQuote;
    for (const [timeMs, ...values] of trades) this.#add('trades', timeMs!, values);
    for (const [timeMs, ...values] of quotes) this.#add('quotes', timeMs!, values);
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
