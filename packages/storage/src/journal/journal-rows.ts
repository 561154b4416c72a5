import type { Instrument } from '@auction-trader/core';
import type { DecisionFields } from '@auction-trader/engine';
import type { OrderCommand } from '@auction-trader/execution';

/** How a run trades. */
export type RunMode = 'dry_run' | 'paper' | 'shadow' | 'live' | 'collect';

/** What tells one run from another. A restart goes on with the same run. */
export interface RunFacts {
  /** Unique in the journal; also the folder of the run's recording. */
  readonly runId: string;
  readonly instance: string;
  readonly mode: RunMode;
  readonly instrument: Instrument;
  /** Names of the strategy's setups by their codes; element 0 is unused. */
  readonly setups: readonly (string | null)[];
  /** Epoch ms. */
  readonly startedMs: number;
  readonly configHash: string;
  /** Of the program. */
  readonly version: string;
}

/** One minute's decision (signals_1m), in codes and ticks as the engine makes it. */
export interface DecisionRow extends DecisionFields {
  readonly minuteMs: number;
  /** Number in the recording of the input that led to it. */
  readonly inputSeq: number;
  /** Features of the minute, JSON text. */
  readonly featureSnapshot: string;
}

/** A command of the engine, with the input of the recording that led to it. */
export interface CommandRow {
  /** Number in the recording of the input that led to it. */
  readonly inputSeq: number;
  /** 0, 1, 2 ... among the commands of that input. */
  readonly index: number;
  /** Id by which a venue knows the order. */
  readonly linkId: string;
  readonly command: OrderCommand;
}

/** What has to be on the disk before a batch of commands is sent. */
export interface SendBatch {
  readonly decisions: readonly DecisionRow[];
  readonly commands: readonly CommandRow[];
}

/** Where an order stands. */
export type OrderStatus =
  | 'PENDING'
  | 'NEW'
  | 'PARTIALLY_FILLED'
  | 'FILLED'
  | 'CANCELLED'
  | 'REJECTED'
  | 'EXPIRED';

/** What became of an order. */
export interface OrderUpdate {
  /** Number of the order in its run. */
  readonly orderId: number;
  readonly timeMs: number;
  readonly status: OrderStatus;
  /** All filled lots so far, and their average price (may lie between ticks; NaN without a fill). */
  readonly filledLots: number;
  readonly averageTicks: number;
  /** Why it ended, in the venue's words; empty for none. */
  readonly code?: string;
}

/** What a fill has beside its record. */
export interface FillFacts {
  /** The venue's id of the execution; left out by the simulated exchange. */
  readonly executionId?: string;
  /** Number of the order in its run, where it is known. */
  readonly orderId?: number;
  /** Name of the setup that opened the position. */
  readonly setup: string;
}

/** An alert as it is sent out (trading rules 12). */
export interface AlertRow {
  readonly id: string;
  readonly ts_ms: number;
  readonly type: string;
  readonly state: 'raised' | 'cleared' | 'event';
  readonly symbol: string;
  readonly mode: string;
  readonly message: string;
  /** JSON-able; without secrets. */
  readonly data: unknown;
  readonly instance: string;
}

/** A change of mode or activation (mode_log). */
export interface ModeChange {
  readonly timeMs: number;
  readonly from: string;
  readonly to: string;
  /** OBSERVE, ACTIVE or HALTED, after the change. */
  readonly activation: string;
  /** Who did it, e.g. `operator`, `start`, `reconciliation`. */
  readonly actor: string;
  readonly reason: string;
}

/** Something a person asked for. */
export interface OperatorAction {
  readonly timeMs: number;
  readonly command: string;
  /** Who asked, e.g. `terminal`, `http 127.0.0.1`. */
  readonly actor: string;
  /** `done`, or why not. */
  readonly result: string;
}

/** A point of the session's state to go on from. */
export interface SnapshotRow {
  readonly timeMs: number;
  readonly type: 'PERIODIC' | 'STATE_CHANGE';
  /** Number of the last recorded input that the state has taken up. */
  readonly inputSeq: number;
  /** File of the recording in which the input stands. */
  readonly segment: string;
  /** Version of the state's form: only a state of the wanted version is loaded. */
  readonly stateVersion: number;
  /** The whole state; numbers that JSON lacks (NaN, infinite, -0) are kept. */
  readonly state: unknown;
  /** Parts of it to look at (the columns of state_snapshots); JSON-able. */
  readonly position: unknown;
  readonly acceptance: unknown;
  readonly pendingOrders: unknown;
  readonly account: unknown;
}

/** A command as it was journaled. */
export interface StoredCommand extends CommandRow {
  /** Epoch ms at which the journal took it. */
  readonly timeMs: number;
}

/** The newest state that can be loaded, and those that could not. */
export interface LoadedSnapshot {
  readonly snapshot: StoredSnapshot | null;
  /** What is wrong with each newer one. */
  readonly skipped: readonly { readonly id: number; readonly timeMs: number; readonly why: string }[];
}

/** A snapshot as stored. */
export interface StoredSnapshot extends SnapshotRow {
  readonly id: number;
  readonly runId: string;
  readonly configHash: string;
}
