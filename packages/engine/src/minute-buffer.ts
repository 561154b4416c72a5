import { checkState, type DayTicks, dayStartMs } from '@auction-trader/core';

const FIRST_ROWS = 1 << 12;

/** A {@link MinuteBuffer} as plain data. */
export interface MinuteBufferSnapshot {
  readonly dayStartMs: number;
  readonly tradeMs: readonly number[];
  readonly tradeTicks: readonly number[];
  readonly tradeLots: readonly number[];
  readonly tradeSide: readonly number[];
  readonly quoteMs: readonly number[];
  readonly bidTicks: readonly number[];
  readonly bidLots: readonly number[];
  readonly askTicks: readonly number[];
  readonly askLots: readonly number[];
}

/**
 * Trades and quotes that belong to no closed minute yet, each kind ordered by the venue's time and, at one
 * time, by arrival. What arrives in order is appended; what does not moves the rows behind it. Times are
 * ms since `dayStartMs`, also of the rows after midnight, and move down with {@link rebase}.
 */
export class MinuteBuffer implements DayTicks {
  dayStartMs = 0;
  readonly trades = {
    length: 0,
    timeMs: new Int32Array(FIRST_ROWS),
    priceTicks: new Int32Array(FIRST_ROWS),
    sizeLots: new Int32Array(FIRST_ROWS),
    side: new Int8Array(FIRST_ROWS),
  };
  readonly quotes = {
    length: 0,
    timeMs: new Int32Array(FIRST_ROWS),
    bidTicks: new Int32Array(FIRST_ROWS),
    bidLots: new Int32Array(FIRST_ROWS),
    askTicks: new Int32Array(FIRST_ROWS),
    askLots: new Int32Array(FIRST_ROWS),
  };

  /** @returns the row the trade was put in: behind every one that is not later */
  addTrade(timeMs: number, priceTicks: number, sizeLots: number, side: number): number {
    const { trades } = this;
    if (trades.length === trades.timeMs.length) growTrades(trades);
    const time = timeMs - this.dayStartMs;
    let row = trades.length++;
    if (row > 0 && trades.timeMs[row - 1]! > time) {
      row = upperBound(trades.timeMs, row, time);
      moveUp(trades, row, trades.length - 1);
    }
    trades.timeMs[row] = time;
    trades.priceTicks[row] = priceTicks;
    trades.sizeLots[row] = sizeLots;
    trades.side[row] = side;
    return row;
  }

  /** Appends a quote, which must not be older than the one before. */
  addQuote(timeMs: number, bidTicks: number, bidLots: number, askTicks: number, askLots: number): void {
    const { quotes } = this;
    if (quotes.length === quotes.timeMs.length) growQuotes(quotes);
    const row = quotes.length++;
    quotes.timeMs[row] = timeMs - this.dayStartMs;
    quotes.bidTicks[row] = bidTicks;
    quotes.bidLots[row] = bidLots;
    quotes.askTicks[row] = askTicks;
    quotes.askLots[row] = askLots;
  }

  /** Number of trades before an epoch time. */
  tradesBefore(timeMs: number): number {
    return upperBound(this.trades.timeMs, this.trades.length, timeMs - this.dayStartMs - 1);
  }

  /** Number of quotes before an epoch time. */
  quotesBefore(timeMs: number): number {
    return upperBound(this.quotes.timeMs, this.quotes.length, timeMs - this.dayStartMs - 1);
  }

  /** Forgets the oldest rows. */
  drop(tradeRows: number, quoteRows: number): void {
    moveDown(this.trades, tradeRows);
    moveDown(this.quotes, quoteRows);
  }

  /** Counts times from the start of the UTC day of an epoch time. */
  rebase(timeMs: number): void {
    const start = dayStartMs(timeMs);
    const by = start - this.dayStartMs;
    if (by === 0) return;
    this.dayStartMs = start;
    const { trades, quotes } = this;
    for (let row = 0; row < trades.length; row++) trades.timeMs[row] = trades.timeMs[row]! - by;
    for (let row = 0; row < quotes.length; row++) quotes.timeMs[row] = quotes.timeMs[row]! - by;
  }

  snapshot(): MinuteBufferSnapshot {
    const { trades, quotes } = this;
    const traded = (column: Int32Array | Int8Array) => [...column.subarray(0, trades.length)];
    const quoted = (column: Int32Array) => [...column.subarray(0, quotes.length)];
    return {
      dayStartMs: this.dayStartMs,
      tradeMs: traded(trades.timeMs),
      tradeTicks: traded(trades.priceTicks),
      tradeLots: traded(trades.sizeLots),
      tradeSide: traded(trades.side),
      quoteMs: quoted(quotes.timeMs),
      bidTicks: quoted(quotes.bidTicks),
      bidLots: quoted(quotes.bidLots),
      askTicks: quoted(quotes.askTicks),
      askLots: quoted(quotes.askLots),
    };
  }

  /**
   * Holds what {@link snapshot} gave, and nothing else.
   *
   * @throws AuctionTraderError (`BAD_STATE`) when it is something else
   */
  restore(saved: MinuteBufferSnapshot): void {
    checkState(saved, this.snapshot(), 'the events of the open minute');
    this.drop(this.trades.length, this.quotes.length);
    this.dayStartMs = saved.dayStartMs;
    const { tradeMs, tradeTicks, tradeLots, tradeSide } = saved;
    for (const [row, time] of tradeMs.entries())
      this.addTrade(saved.dayStartMs + time, tradeTicks[row]!, tradeLots[row]!, tradeSide[row]!);
    const { quoteMs, bidTicks, bidLots, askTicks, askLots } = saved;
    for (const [row, time] of quoteMs.entries())
      this.addQuote(saved.dayStartMs + time, bidTicks[row]!, bidLots[row]!, askTicks[row]!, askLots[row]!);
  }
}

/** First of `length` ascending values greater than `value`. */
function upperBound(values: Int32Array, length: number, value: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

type TradeRows = MinuteBuffer['trades'];
type QuoteRows = MinuteBuffer['quotes'];

/** Makes row `row` free: the rows up to `to` move up by one. */
function moveUp({ timeMs, priceTicks, sizeLots, side }: TradeRows, row: number, to: number): void {
  timeMs.copyWithin(row + 1, row, to);
  priceTicks.copyWithin(row + 1, row, to);
  sizeLots.copyWithin(row + 1, row, to);
  side.copyWithin(row + 1, row, to);
}

function moveDown(rows: TradeRows | QuoteRows, count: number): void {
  if (count === 0) return;
  for (const column of Object.values(rows)) {
    if (typeof column !== 'number') column.copyWithin(0, count, rows.length);
  }
  rows.length -= count;
}

function growTrades(rows: TradeRows): void {
  const { timeMs, priceTicks, sizeLots, side } = rows;
  rows.timeMs = twice(timeMs);
  rows.priceTicks = twice(priceTicks);
  rows.sizeLots = twice(sizeLots);
  rows.side = new Int8Array(side.length * 2);
  rows.side.set(side);
}

function growQuotes(rows: QuoteRows): void {
  const { timeMs, bidTicks, bidLots, askTicks, askLots } = rows;
  rows.timeMs = twice(timeMs);
  rows.bidTicks = twice(bidTicks);
  rows.bidLots = twice(bidLots);
  rows.askTicks = twice(askTicks);
  rows.askLots = twice(askLots);
}

function twice(column: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(column.length * 2);
  longer.set(column);
  return longer;
}
