import { dropOldestRows, restoreRows, type SavedRows, saveRows } from '@auction-trader/ingestion';

/**
 * Profile features, one row per row of the minute tape (same index), stage 1.5 of a run:
 * they depend on the profile settings only. All columns have `capacity` elements.
 */
export class FeatureColumns {
  readonly capacity: number;
  /** Rows written so far. */
  length = 0;

  /** Population standard deviation of the window's log returns; NaN when fewer than 2. */
  readonly sigma: Float64Array;
  /** Effective bin width in ticks (`k * base_bin_ticks`); 0 before the first sigma. */
  readonly binWidthTicks: Int32Array;
  /** 0 not rebucketed, 1 initial, 2 clock, 3 change. */
  readonly rebucketed: Uint8Array;
  /** 1 when the value area is valid. The columns below, up to `valueAreaBins`, are NO_PRICE or 0 when it is not. */
  readonly valid: Uint8Array;
  /** Published POC in half ticks (an `outer` POC lies in the middle of its bin). */
  readonly pocHalfTicks: Int32Array;
  readonly vahTicks: Int32Array;
  readonly valTicks: Int32Array;
  /** Upper edge of the top bin, whatever `va_edge_mode` is. */
  readonly vahEdgeTicks: Int32Array;
  /** Lots inside the value area; coverage = this / windowLots. */
  readonly valueAreaLots: Float64Array;
  readonly valueAreaBins: Int32Array;
  /** Aggregated bins with volume in the whole profile. */
  readonly profileBins: Int32Array;
  /** Lots in the window. */
  readonly windowLots: Float64Array;
  /** Sum of the valid closing spreads of the spread lookback, in ticks, and their number. */
  readonly spreadSumTicks: Float64Array;
  readonly spreadCount: Int32Array;
  /** Minutes without sign of life among the last `window` minutes (this one included). */
  readonly missingMinutes: Int32Array;
  /** Order flow the signals use: the tape's, or BVC's where that replaces it. In lots. */
  readonly flowLots: Float64Array;
  /** Ambiguous fraction the signals use, 0..1. */
  readonly ambiguousFraction: Float64Array;
  /** BVC buy fraction; NaN where BVC is off or does not apply. */
  readonly bvcBuyFraction: Float64Array;

  constructor(capacity: number) {
    const int32 = () => new Int32Array(new SharedArrayBuffer(capacity * 4));
    const float64 = () => new Float64Array(new SharedArrayBuffer(capacity * 8));
    const uint8 = () => new Uint8Array(new SharedArrayBuffer(capacity));
    this.capacity = capacity;
    this.sigma = float64();
    this.binWidthTicks = int32();
    this.rebucketed = uint8();
    this.valid = uint8();
    this.pocHalfTicks = int32();
    this.vahTicks = int32();
    this.valTicks = int32();
    this.vahEdgeTicks = int32();
    this.valueAreaLots = float64();
    this.valueAreaBins = int32();
    this.profileBins = int32();
    this.windowLots = float64();
    this.spreadSumTicks = float64();
    this.spreadCount = int32();
    this.missingMinutes = int32();
    this.flowLots = float64();
    this.ambiguousFraction = float64();
    this.bvcBuyFraction = float64();
  }

  /** Forgets the oldest `count` rows, as the minute tape does. */
  dropRows(count: number): void {
    dropOldestRows(this, this.length, count);
    this.length -= count;
  }

  /** The rows as plain data. */
  snapshot(): SavedRows {
    return saveRows(this, this.length);
  }

  /**
   * Takes up what {@link snapshot} gave.
   *
   * @param length rows in it
   * @throws AuctionTraderError (`BAD_STATE`) when it is something else or longer than the columns
   */
  restore(rows: SavedRows, length: number): void {
    restoreRows(this, rows, length, 'the feature columns');
    this.length = length;
  }
}
