import type { Leg, Step } from '@auction-trader/core';
import type { LegOutcome } from './leg-outcome.ts';
import type { MinuteDecision } from './minute-decision.ts';

/** A run as it is compared with another: what it decided, filled and earned. */
export interface ComparedRun {
  /** As the user named it. */
  readonly name: string;
  /** `backtest`, or how a recorded run traded. */
  readonly mode: string;
  readonly venue: string;
  readonly symbol: string;
  readonly tick: Step;
  readonly lot: Step;
  /** Configuration as sections of keys; null where it is not known. */
  readonly config: Readonly<Record<string, unknown>> | null;
  /** What else it was made from, by name: strategy, data, version. */
  readonly facts: Readonly<Record<string, string>>;
  /** By the minute's start, epoch ms, ascending. */
  readonly decisions: ReadonlyMap<number, MinuteDecision>;
  /** Fills put together by trade and leg. */
  readonly legs: readonly LegOutcome[];
  /** In the order of their decisions; one that is still open is the last. */
  readonly trades: readonly ComparedTrade[];
}

/** A trade as it is compared. Money in quote currency. */
export interface ComparedTrade {
  /** Minute close at which it was decided, epoch ms. */
  readonly decisionMs: number;
  readonly side: number;
  readonly setup: string;
  readonly lots: number;
  readonly openMs: number;
  /** NaN while it is open. */
  readonly closeMs: number;
  /** Leg of the last exit; null while it is open. */
  readonly exitReason: Leg | null;
  /** Price differences realised so far. */
  readonly grossPnl: number;
  readonly fees: number;
  readonly funding: number;
  /** `grossPnl - fees - funding`. */
  readonly netPnl: number;
  /** What closing an open trade would add; NaN where nobody knows, 0 for a closed one. */
  readonly openResult: number;
}
