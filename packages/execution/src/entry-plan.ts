/**
 * An entry the engine has decided and sized. Prices in ticks, NO_PRICE for none; money in
 * quote currency.
 */
export interface EntryPlan {
  /** +1 long, -1 short. */
  readonly side: number;
  readonly setup: string;
  /** Price a limit entry rests at. */
  readonly limitTicks: number;
  readonly stopTicks: number;
  readonly tp1Ticks: number;
  readonly tp2Ticks: number;
  /** A minute close at or beyond it exits. */
  readonly softStopTicks: number;
  readonly lots: number;
  /** Entry price used for sizing: the limit, or the expected market fill. */
  readonly sizingEntryTicks: number;
  /** Available margin the size was taken from; the risk share of it is what may be lost. */
  readonly margin: number;
  readonly costRatio: number;
  readonly decisionMs: number;
  /** Tape row of the decision's minute. */
  readonly decisionIndex: number;
}
