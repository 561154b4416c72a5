import {
  type DayTicks,
  MINUTE_MS,
  NO_QUOTES,
  type QuoteColumns,
  type TradeColumns,
} from '@auction-trader/core';
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
  }

  /** Writes the rows of the minute starting at epoch `minuteMs` into `range`. */
  minuteRows(minuteMs: number, range: RowRange): void {
    const from = minuteMs - this.dayStartMs;
    const { trades, quotes } = this;
    range.tradeFrom = lowerBound(trades.timeMs, 0, trades.length, from);
    range.tradeTo = lowerBound(trades.timeMs, range.tradeFrom, trades.length, from + MINUTE_MS);
    range.quoteFrom = lowerBound(quotes.timeMs, 0, quotes.length, from);
    range.quoteTo = lowerBound(quotes.timeMs, range.quoteFrom, quotes.length, from + MINUTE_MS);
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
    return lowerBound(this.trades.timeMs, from, to, this.quotes.timeMs[quote]!);
  }

  /** First quote row of `from..to` that comes after trade row `trade`. */
  quotesUpTo(trade: number, from: number, to: number): number {
    return lowerBound(this.quotes.timeMs, from, to, this.trades.timeMs[trade]! + 1);
  }

  /** First trade row of `from..to` that meets the watch; `to` when none does. */
  findTrade(from: number, to: number, watch: TickWatch): number {
    if (this.quoteSides === null)
      return findBeyond(this.trades.priceTicks, this.#priceBlocks, from, to, watch.printLow, watch.printHigh);
    // A synthetic bid lies between price - spread and price, an ask between price and price + spread.
    const spread = this.spreadTicks;
    const low = Math.max(watch.printLow, watch.bidLow + spread, watch.askLow);
    const high = Math.min(watch.printHigh, watch.bidHigh, watch.askHigh - spread);
    const until = lowerBound(this.trades.timeMs, from, to, watch.quoteAfterMs - this.dayStartMs + 1);
    return findBeyond(this.trades.priceTicks, this.#priceBlocks, from, until, low, high);
  }

  /** First quote row of `from..to` that meets the watch; `to` when none does. */
  findQuote(from: number, to: number, watch: TickWatch): number {
    const { bidTicks, askTicks, timeMs } = this.quotes;
    const until = lowerBound(timeMs, from, to, watch.quoteAfterMs - this.dayStartMs + 1);
    const bid = findBeyond(bidTicks, this.#bidBlocks, from, until, watch.bidLow, watch.bidHigh);
    return findBeyond(askTicks, this.#askBlocks, from, bid, watch.askLow, watch.askHigh);
  }
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
