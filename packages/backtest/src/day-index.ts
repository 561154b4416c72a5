import {
  type DayTicks,
  MINUTE_MS,
  MINUTES_PER_DAY,
  NO_QUOTES,
  type QuoteColumns,
  type TradeColumns,
} from '@auction-trader/core';
import { gallop } from '@auction-trader/ingestion';
import { type BlockExtremes, blockExtremes, findBeyond } from './block-extremes.ts';
import type { TickWatch } from './tick-watch.ts';

/** A half-open range of a day's trade rows and of its quote rows. */
export interface RowRange {
  tradeFrom: number;
  tradeTo: number;
  quoteFrom: number;
  quoteTo: number;
}

/**
 * One day's ticks with the searches of the fast run. Where quotes are synthetic
 * (`quoteSides` given), every trade row stands for its quote and its print.
 */
export class DayIndex {
  readonly dayStartMs: number;
  readonly trades: TradeColumns;
  readonly quotes: QuoteColumns;
  /** Sides of the synthetic quotes, one per trade; null with real quotes. */
  readonly quoteSides: Int8Array | null;
  readonly spreadTicks: number;
  /** Extremes of prices, bids and asks for searches that skip ahead; null until {@link indexBlocks}. */
  #priceBlocks: BlockExtremes | null = null;
  #bidBlocks: BlockExtremes | null = null;
  #askBlocks: BlockExtremes | null = null;
  /** First row of each minute of the day and, last, the number of rows; null until {@link indexBlocks}. */
  #tradeStarts: Int32Array | null = null;
  #quoteStarts: Int32Array | null = null;

  constructor(day: DayTicks, quoteSides: Int8Array | null, spreadTicks: number) {
    this.dayStartMs = day.dayStartMs;
    this.trades = day.trades;
    this.quotes = day.quotes ?? NO_QUOTES;
    this.quoteSides = quoteSides;
    this.spreadTicks = spreadTicks;
  }

  /** Makes every search faster, at the price of one look at all rows: worth it for many runs over one day. */
  indexBlocks(): void {
    const { trades, quotes } = this;
    this.#priceBlocks = blockExtremes(trades.priceTicks, trades.length);
    this.#bidBlocks = blockExtremes(quotes.bidTicks, quotes.length);
    this.#askBlocks = blockExtremes(quotes.askTicks, quotes.length);
    this.#tradeStarts = minuteStarts(trades.timeMs, trades.length);
    this.#quoteStarts = minuteStarts(quotes.timeMs, quotes.length);
  }

  /** Writes the rows of the minute starting at epoch `minuteMs` into `range`. */
  minuteRows(minuteMs: number, range: RowRange): void {
    const from = minuteMs - this.dayStartMs;
    const { trades, quotes } = this;
    if (this.#tradeStarts !== null && this.#quoteStarts !== null) {
      const minute = from / MINUTE_MS;
      range.tradeFrom = this.#tradeStarts[minute]!;
      range.tradeTo = this.#tradeStarts[minute + 1]!;
      range.quoteFrom = this.#quoteStarts[minute]!;
      range.quoteTo = this.#quoteStarts[minute + 1]!;
      return;
    }
    range.tradeFrom = lowerBound(trades.timeMs, 0, trades.length, from);
    range.tradeTo = gallop(trades.timeMs, range.tradeFrom, trades.length, from + MINUTE_MS);
    range.quoteFrom = lowerBound(quotes.timeMs, 0, quotes.length, from);
    range.quoteTo = gallop(quotes.timeMs, range.quoteFrom, quotes.length, from + MINUTE_MS);
  }

  /** Writes the rows at or after epoch `timeMs` into `range`. */
  rowsFrom(timeMs: number, range: RowRange): void {
    const from = timeMs - this.dayStartMs;
    const { trades, quotes } = this;
    range.tradeFrom = lowerBound(trades.timeMs, 0, trades.length, from);
    range.tradeTo = trades.length;
    range.quoteFrom = lowerBound(quotes.timeMs, 0, quotes.length, from);
    range.quoteTo = quotes.length;
  }

  /** Whether the next event is the quote row: quotes precede trades of the same time. */
  quoteComesFirst(trade: number, tradeTo: number, quote: number, quoteTo: number): boolean {
    if (quote >= quoteTo) return false;
    return trade >= tradeTo || this.quotes.timeMs[quote]! <= this.trades.timeMs[trade]!;
  }

  /** First trade row of `from..to` not before quote row `quote`: what a jump to that quote skips. */
  tradesBefore(quote: number, from: number, to: number): number {
    return gallop(this.trades.timeMs, from, to, this.quotes.timeMs[quote]!);
  }

  /** First quote row of `from..to` that comes after trade row `trade`. */
  quotesUpTo(trade: number, from: number, to: number): number {
    return gallop(this.quotes.timeMs, from, to, this.trades.timeMs[trade]! + 1);
  }

  /** First trade row of `from..to` that meets the watch; `to` when none does. */
  findTrade(from: number, to: number, watch: TickWatch): number {
    if (this.quoteSides === null)
      return findBeyond(this.trades.priceTicks, this.#priceBlocks, from, to, watch.printLow, watch.printHigh);
    // A synthetic bid lies between price - spread and price, an ask between price and price + spread.
    const spread = this.spreadTicks;
    const low = Math.max(watch.printLow, watch.bidLow + spread, watch.askLow);
    const high = Math.min(watch.printHigh, watch.bidHigh, watch.askHigh - spread);
    const until = this.#firstAfter(this.trades.timeMs, from, to, watch.quoteAfterMs);
    let row = findBeyond(this.trades.priceTicks, this.#priceBlocks, from, until, low, high);
    while (row < until && !this.#meets(row, this.quoteSides[row]!, watch)) {
      row = findBeyond(this.trades.priceTicks, this.#priceBlocks, row + 1, until, low, high);
    }
    return row;
  }

  /** Whether a print or its synthetic quote meets the watch. */
  #meets(row: number, quoteSide: number, watch: TickWatch): boolean {
    const price = this.trades.priceTicks[row]!;
    const bid = quoteSide > 0 ? price - this.spreadTicks : price;
    const ask = bid + this.spreadTicks;
    return (
      price <= watch.printLow ||
      price >= watch.printHigh ||
      bid <= watch.bidLow ||
      bid >= watch.bidHigh ||
      ask <= watch.askLow ||
      ask >= watch.askHigh
    );
  }

  /** First quote row of `from..to` that meets the watch; `to` when none does. */
  findQuote(from: number, to: number, watch: TickWatch): number {
    if (from >= to) return to;
    const { bidTicks, askTicks, timeMs } = this.quotes;
    const until = this.#firstAfter(timeMs, from, to, watch.quoteAfterMs);
    const bid = findBeyond(bidTicks, this.#bidBlocks, from, until, watch.bidLow, watch.bidHigh);
    return findBeyond(askTicks, this.#askBlocks, from, bid, watch.askLow, watch.askHigh);
  }

  /** First row of `from..to` strictly later than an epoch time, which may be infinite. */
  #firstAfter(timeMs: Int32Array, from: number, to: number, epochMs: number): number {
    return epochMs === Number.POSITIVE_INFINITY
      ? to
      : gallop(timeMs, from, to, epochMs - this.dayStartMs + 1);
  }
}

/** First row of each minute of a day, and the number of rows behind the last. */
function minuteStarts(timeMs: Int32Array, length: number): Int32Array {
  const starts = new Int32Array(MINUTES_PER_DAY + 1);
  let row = 0;
  for (let minute = 0; minute < MINUTES_PER_DAY; minute++) {
    starts[minute] = row;
    row = gallop(timeMs, row, length, (minute + 1) * MINUTE_MS);
  }
  starts[MINUTES_PER_DAY] = row;
  return starts;
}

/** First index of the ascending range `from..to` whose value is at least `value`; `to` when none is. */
function lowerBound(values: Int32Array, from: number, to: number, value: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
