/** Decisions, one row per tape row (signals_1m). Prices in ticks, NO_PRICE for none. */
export class SignalColumns {
  readonly capacity: number;
  /** Bit set of SIGNAL_FLAG. */
  readonly flags: Uint8Array;
  /** ACTION code. */
  readonly action: Uint8Array;
  /** REASON code. */
  readonly reason: Uint8Array;
  /** Setup code of the chosen candidate, 0 for none. */
  readonly setup: Uint8Array;
  /** Side of the chosen candidate: +1, -1, 0 for none. */
  readonly side: Int8Array;
  readonly stopTicks: Int32Array;
  readonly tp1Ticks: Int32Array;
  readonly tp2Ticks: Int32Array;
  /** Lots of the sized entry, 0 for none. */
  readonly lots: Float64Array;
  /** State of the strategy after the minute, JSON text; equal states share one string. */
  readonly strategyState: string[] = [];

  constructor(capacity: number) {
    const int32 = () => new Int32Array(capacity);
    const uint8 = () => new Uint8Array(capacity);
    this.capacity = capacity;
    this.flags = uint8();
    this.action = uint8();
    this.reason = uint8();
    this.setup = uint8();
    this.side = new Int8Array(capacity);
    this.stopTicks = int32();
    this.tp1Ticks = int32();
    this.tp2Ticks = int32();
    this.lots = new Float64Array(capacity);
  }
}
