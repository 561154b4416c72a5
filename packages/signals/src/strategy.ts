import type { Instrument, Leg } from '@auction-trader/core';
import type { FeatureColumns } from '@auction-trader/features';
import type { MinuteTape } from '@auction-trader/ingestion';
import type { Decision } from './decision.ts';

/** What a strategy sees at a minute's close. Owned and reused by the engine: read it, do not keep it. */
export interface MinuteView {
  readonly instrument: Instrument;
  readonly tape: MinuteTape;
  readonly features: FeatureColumns;
  /** Row of the minute just closed, in `tape` and `features`. Never read rows behind it, never keep it. */
  readonly index: number;
  /** Epoch ms of the minute's end: the decision time `D`. */
  readonly decisionMs: number;
  /** The open position, `side` 0 when flat. */
  readonly position: PositionView;
}

/** The open position as a strategy may see it. Prices in ticks. */
export interface PositionView {
  /** +1 long, -1 short, 0 flat. */
  readonly side: number;
  readonly lots: number;
  /** Volume-weighted entry price, may lie between ticks. */
  readonly entryTicks: number;
  readonly stopTicks: number;
  /** Epoch ms of the first entry fill. */
  readonly openedMs: number;
}

/**
 * A trading strategy: a state machine over minute closes, without clock, I/O or randomness.
 * The engine asks it once for each minute (synthetic ones too), applies the gates, sizes
 * the entry, and manages orders, stop and targets.
 *
 * A strategy whose exits need every tick implements `onPrint` (and sets `watchesTicks`);
 * the engine then visits each event while a position is open instead of skipping ahead.
 */
export interface Strategy {
  /** Short lower-case name, stored as the run's strategy. */
  readonly name: string;
  /** Names of the setups a decision's `setup` code stands for; index 0 is unused. */
  readonly setups: readonly string[];
  /**
   * Judges one closed minute and fills `decision` (already reset by the engine).
   * Must not look at rows behind `view.index`.
   */
  onMinute(view: MinuteView, decision: Decision): void;
  /**
   * First row of `from..to` at which {@link onMinute} could change the strategy or decide
   * anything, given its state now; `to` when there is none. A parameter sweep passes over the
   * rows before it while the account is flat. Leave it out when that cannot be said.
   */
  nextRow?(tape: MinuteTape, features: FeatureColumns, from: number, to: number): number;
  /** An entry order was submitted (for a flip: its second leg). `side` +1 or -1. */
  onEntrySubmitted?(side: number): void;
  /**
   * True when the strategy itself waits until it has seen enough. The engine then leaves out
   * its gate WARMUP, which counts minutes of the clock and so stays shut in a market with
   * sessions. Default false.
   */
  readonly warmsUpItself?: boolean;
  /** True when `onPrint` must be called for every print while a position is open. */
  readonly watchesTicks?: boolean;
  /**
   * Sees one print while a position is open (after the engine's own stop and targets did
   * not trigger). May tighten the stop or ask for an exit through `exit`.
   */
  onPrint?(timeMs: number, priceTicks: number, position: PositionView, exit: TickExit): void;
  /** A position became flat; `netPnl` in quote currency, `leg` is that of the last exit. */
  onPositionClosed?(side: number, netPnl: number, exitMs: number, leg: Leg): void;
  /**
   * Goes up whenever {@link state} may have changed; what has not changed need not be written
   * down again. Leave it out when that cannot be said.
   */
  readonly revision?: number;
  /** Everything needed to go on after a restart, as plain JSON data. */
  state(): unknown;
  /** Takes up what `state` gave. */
  restore(state: unknown): void;
}

/** What a tick-watching strategy asks for. Reset by the engine before each call. */
export interface TickExit {
  /** Set to true to leave at market. */
  exit: boolean;
  /** A tighter stop in ticks, or NO_PRICE. */
  stopTicks: number;
}
