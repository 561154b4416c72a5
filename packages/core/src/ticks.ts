import type { Instrument } from './instrument.ts';

/**
 * Trades of one UTC day as columns of equal length, ordered by `(time, seq)`.
 * Prices and sizes are integers on the instrument's grid. The arrays may be
 * longer than `length`; what lies behind it is undefined. Read-only for everyone but
 * the reader that made them.
 */
export interface TradeColumns {
  /** Number of trades. */
  readonly length: number;
  /** Milliseconds since the start of the UTC day, 0..86,399,999, ascending. */
  readonly timeMs: Int32Array;
  /** Price in ticks. */
  readonly priceTicks: Int32Array;
  /** Size in lots, at least 1. */
  readonly sizeLots: Int32Array;
  /** Aggressor side given by the venue: +1 buy, -1 sell, 0 not given. */
  readonly side: Int8Array;
}

/**
 * Best bid and ask of one UTC day as columns of equal length, ordered by `(time, seq)`.
 * A row equal to the one before is a repeated snapshot.
 */
export interface QuoteColumns {
  /** Number of quote rows. */
  readonly length: number;
  /** Milliseconds since the start of the UTC day, ascending. */
  readonly timeMs: Int32Array;
  readonly bidTicks: Int32Array;
  readonly bidLots: Int32Array;
  readonly askTicks: Int32Array;
  readonly askLots: Int32Array;
}

/** Everything that was traded and quoted in one UTC day. */
export interface DayTicks {
  /** Epoch milliseconds of the day's start; add a row's `timeMs` to get its epoch time. */
  readonly dayStartMs: number;
  readonly trades: TradeColumns;
  /** Null when there is no quote in the whole data set. Empty when only this day has none. */
  readonly quotes: QuoteColumns | null;
}

/**
 * Ticks of one instrument, a UTC day at a time. Implementations: the tick store, and
 * arrays in memory.
 */
export interface TickSource {
  readonly instrument: Instrument;
  /** Starts (epoch ms) of the UTC days that have data, ascending. */
  readonly days: readonly number[];
  /** Whether any day of this source has a quote row. */
  readonly hasQuotes: boolean;
  /** Identity of the data (hex SHA-256 of what made it): equal hash, equal rows. */
  readonly dataHash: string;
  /**
   * The ticks of one day of `days`. The caller may keep the arrays; a source may hand
   * out the same arrays again.
   *
   * @param reuse a day this source handed out before and nobody needs any more: its memory
   * may be overwritten and handed out again. Memory never touched before costs more than
   * the reading itself, so a loop over many days should pass it.
   */
  readDay(dayStartMs: number, reuse?: DayTicks): DayTicks;
}

/** A trade column set with no rows. */
export const NO_TRADES: TradeColumns = {
  length: 0,
  timeMs: new Int32Array(0),
  priceTicks: new Int32Array(0),
  sizeLots: new Int32Array(0),
  side: new Int8Array(0),
};

/** A quote column set with no rows. */
export const NO_QUOTES: QuoteColumns = {
  length: 0,
  timeMs: new Int32Array(0),
  bidTicks: new Int32Array(0),
  bidLots: new Int32Array(0),
  askTicks: new Int32Array(0),
  askLots: new Int32Array(0),
};
