import { MINUTE_MS } from '@auction-trader/core';
import type { LevelRows } from './level-rows.ts';
import { dropOldestRows, restoreRows, type SavedRows, saveRows } from './row-columns.ts';

/** A {@link MinuteTape} as plain data, its levels apart. */
export interface MinuteTapeSnapshot {
  readonly firstMinuteMs: number;
  readonly length: number;
  readonly droppedRows: number;
  readonly rows: SavedRows;
}

/**
 * One-minute rows that depend on no strategy parameter: stage 1 of a run, and the rolling
 * store of the live engine. Row `i` is the minute that starts at
 * `firstMinuteMs + i * 60000`; rows are contiguous, synthetic minutes included, and begin
 * with the minute of the first trade.
 *
 * All columns have `capacity` elements over SharedArrayBuffers; elements from `length` on
 * are undefined. Prices are ticks, sizes lots.
 */
export class MinuteTape {
  readonly capacity: number;
  firstMinuteMs = 0;
  length = 0;
  /** Rows that were before row 0 and have been dropped (live); row `i` is the `droppedRows + i`-th of the run. */
  droppedRows = 0;

  readonly openTicks: Int32Array;
  readonly highTicks: Int32Array;
  readonly lowTicks: Int32Array;
  readonly closeTicks: Int32Array;
  /** Sum of lots. */
  readonly volumeLots: Float64Array;
  /** Sum of price times lots; `vwap = priceVolume / volumeLots`. */
  readonly priceVolume: Float64Array;
  /** Prints. */
  readonly tradeCount: Int32Array;
  /** Distinct `(time, sign)` pairs. */
  readonly tradeCountAggregated: Int32Array;

  readonly buyLots: Float64Array;
  readonly sellLots: Float64Array;
  readonly ambiguousLots: Float64Array;
  /** Sum of sign times lots, signed ambiguous lots included. */
  readonly orderFlowLots: Float64Array;
  /** Volume in which the venue's side and the quote rule both decide. */
  readonly sideComparedLots: Float64Array;
  /** Volume in which they differ. */
  readonly sideDisagreedLots: Float64Array;
  /** Lots decided by: venue side, quote rule, tick rule. The rest of the volume is undecided. */
  readonly venueSideLots: Float64Array;
  readonly quoteRuleLots: Float64Array;
  readonly tickRuleLots: Float64Array;
  /** Prints whose quote was older than `max_quote_staleness_ms`. */
  readonly staleQuoteTrades: Int32Array;

  /** Closing quote: the last one before the minute's end, however old. NO_PRICE when none was ever seen. */
  readonly bidTicks: Int32Array;
  readonly askTicks: Int32Array;
  readonly bidLots: Int32Array;
  readonly askLots: Int32Array;
  /** `minuteStart + 59999 - quote time`, floored at 0; 0 when no quote was ever seen. Saturates at 2^31-1. */
  readonly quoteAgeMs: Int32Array;
  /** Time-weighted EMA of the quote imbalance at the minute's end; NaN before the first quote. */
  readonly quoteImbalanceEma: Float64Array;
  /** Bounds of every valid quote of the minute (may be wider than the truth, never narrower). Empty range (low > high) when there was none. */
  readonly bidLowTicks: Int32Array;
  readonly bidHighTicks: Int32Array;
  readonly askLowTicks: Int32Array;
  readonly askHighTicks: Int32Array;
  /** Epoch ms of the newest sign of life before the minute's end. */
  readonly lastLifeMs: Float64Array;
  /** Bit set of {@link MINUTE_FLAG}. */
  readonly flags: Uint8Array;
  /** Trades that came for this minute after its close (live only; may still change). */
  readonly lateTrades: Int32Array;

  /** The minute's volume per traded tick. */
  readonly levels: LevelRows;

  constructor(capacity: number, levels: LevelRows) {
    const int32 = () => new Int32Array(new SharedArrayBuffer(capacity * 4));
    const float64 = () => new Float64Array(new SharedArrayBuffer(capacity * 8));
    this.capacity = capacity;
    this.levels = levels;
    this.openTicks = int32();
    this.highTicks = int32();
    this.lowTicks = int32();
    this.closeTicks = int32();
    this.volumeLots = float64();
    this.priceVolume = float64();
    this.tradeCount = int32();
    this.tradeCountAggregated = int32();
    this.buyLots = float64();
    this.sellLots = float64();
    this.ambiguousLots = float64();
    this.orderFlowLots = float64();
    this.sideComparedLots = float64();
    this.sideDisagreedLots = float64();
    this.venueSideLots = float64();
    this.quoteRuleLots = float64();
    this.tickRuleLots = float64();
    this.staleQuoteTrades = int32();
    this.bidTicks = int32();
    this.askTicks = int32();
    this.bidLots = int32();
    this.askLots = int32();
    this.quoteAgeMs = int32();
    this.quoteImbalanceEma = float64();
    this.bidLowTicks = int32();
    this.bidHighTicks = int32();
    this.askLowTicks = int32();
    this.askHighTicks = int32();
    this.lastLifeMs = float64();
    this.flags = new Uint8Array(new SharedArrayBuffer(capacity));
    this.lateTrades = int32();
  }

  /** Epoch ms of the start of row `index`. */
  minuteMs(index: number): number {
    return this.firstMinuteMs + index * MINUTE_MS;
  }

  /** Forgets the oldest `count` rows: every other row moves up by so many. Nobody may keep a row number over this. */
  dropRows(count: number): void {
    dropOldestRows(this, this.length, count);
    this.length -= count;
    this.firstMinuteMs += count * MINUTE_MS;
    this.droppedRows += count;
  }

  snapshot(): MinuteTapeSnapshot {
    const { firstMinuteMs, length, droppedRows } = this;
    return { firstMinuteMs, length, droppedRows, rows: saveRows(this, length) };
  }

  /**
   * Takes up what {@link snapshot} gave; the levels are not in it.
   *
   * @throws AuctionTraderError (`BAD_STATE`) when it is something else or longer than the tape
   */
  restore({ firstMinuteMs, length, droppedRows, rows }: MinuteTapeSnapshot): void {
    restoreRows(this, rows, length, 'the minute tape');
    this.firstMinuteMs = firstMinuteMs;
    this.length = length;
    this.droppedRows = droppedRows;
  }

  /** Row of the minute that starts at `minuteMs`; outside `0..length-1` when it is not on the tape. */
  indexOf(minuteMs: number): number {
    return (minuteMs - this.firstMinuteMs) / MINUTE_MS;
  }
}

/** Bits of {@link MinuteTape.flags}. */
export const MINUTE_FLAG = {
  /** No trade in the minute: O=H=L=C=previous close, volume 0. */
  SYNTHETIC: 1,
  /** No sign of life in the minute. */
  MISSING: 2,
  /** A feed gap (more than 60 s between two signs of life) ended in the minute. */
  FEED_GAP: 4,
  /** Some print had a venue side, or a real (not synthetic) quote was known at some print: BVC does not apply. */
  REAL_SIDE: 8,
} as const;
