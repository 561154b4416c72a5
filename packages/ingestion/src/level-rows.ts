/**
 * Volume per traded tick of each minute, a UTC day in one chunk, so that old days can be
 * dropped from memory or read back from the tape's cache when they are asked for.
 *
 * `locate(minuteMs)` points `priceTicks[from..to)` (ascending) and `sizeLots[from..to)` at
 * the rows of one minute without allocating; the fields hold until the next call.
 */
export interface LevelRows {
  /** Tick prices of the chunk that holds the located minute. */
  priceTicks: Int32Array;
  /** Lots traded at that price in the minute, at least 1. */
  sizeLots: Int32Array;
  /** First row of the located minute. */
  from: number;
  /** One behind the last row; equal to `from` for a minute without trades. */
  to: number;
  /** Points the fields at the rows of the minute starting at `minuteMs`. Throws when that minute is not held and cannot be read back. */
  locate(minuteMs: number): void;
}
