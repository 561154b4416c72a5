import type { ExecutionListener } from '@auction-trader/execution';

/**
 * Where a run's per-minute results go: arrays with one element per tape row, written at
 * each minute's close, and a listener for what happens between.
 */
export interface RunLog extends ExecutionListener {
  /** Equity in quote currency at each minute's end. */
  readonly equity: Float64Array;
  /** Signed position lots at each minute's end. */
  readonly positionLots: Float64Array;
  /** Whether {@link onMinuteDecided} wants to be called (a parameter sweep needs no decision rows). */
  readonly keepsDecisions: boolean;
  /** A decision row was made. Prices in ticks, NO_PRICE for none; codes of the core package. */
  onMinuteDecided(row: MinuteDecision): void;
}

/** What was decided at a minute's close, in codes and ticks: the part that every record of a decision has. */
export interface DecisionFields {
  /** SIGNAL_FLAG bits. */
  readonly flags: number;
  /** ACTION and REASON codes. */
  readonly action: number;
  readonly reason: number;
  /** Setup code and side of the chosen candidate, 0 for none. */
  readonly setup: number;
  readonly side: number;
  /** NO_PRICE for none. */
  readonly stopTicks: number;
  readonly tp1Ticks: number;
  readonly tp2Ticks: number;
  /** Lots of the sized entry, 0 when it did not come to that. */
  readonly lots: number;
  /** State of the strategy after the minute as JSON text (signals_1m.acceptance_state). */
  readonly strategyState: string;
}

/** One minute's decision (signals_1m), reused for every minute: copy what you keep. */
export interface MinuteDecision extends DecisionFields {
  /** Row on the tape. */
  readonly index: number;
  readonly decisionMs: number;
}
