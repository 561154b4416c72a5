import type { ErrorDetails, ExitCode } from '@auction-trader/core';
import type { PackedOutcomes } from './packed-outcomes.ts';
import type { SharedFeatures } from './shared-features.ts';
import type { SharedTape } from './shared-tape.ts';
import type { SharedTicks } from './shared-ticks.ts';

/**
 * What the main thread tells a worker thread. The worker knows the ticks of one period, and of it those
 * tapes and features that it was told of and that were not taken back. Ids count from 0 in each period.
 */
export type WorkerNews =
  | { readonly kind: 'period'; readonly periodIndex: number; readonly ticks: SharedTicks }
  | { readonly kind: 'tape'; readonly tapeId: number; readonly setIndex: number; readonly tape: SharedTape }
  | {
      readonly kind: 'features';
      readonly groupId: number;
      readonly tapeId: number;
      readonly features: SharedFeatures;
    }
  | { readonly kind: 'release-features'; readonly groupId: number }
  | { readonly kind: 'release-tape'; readonly tapeId: number };

/** What a worker thread is asked to do, one at a time. `setIndex` names a set with the settings meant. */
export type WorkerTask =
  | {
      readonly kind: 'make-tape';
      readonly tapeId: number;
      readonly setIndex: number;
      /** Folder of a tape cache; null for none. */
      readonly cacheFolder: string | null;
    }
  | {
      readonly kind: 'make-features';
      readonly groupId: number;
      readonly tapeId: number;
      readonly setIndex: number;
      /** As above; null also where so many are made that they would push one another out. */
      readonly cacheFolder: string | null;
    }
  | { readonly kind: 'run-batch'; readonly groupId: number; readonly setIndexes: readonly number[] };

/** What a worker thread answers to a task. */
export type WorkerReply =
  | { readonly kind: 'tape'; readonly tape: SharedTape; readonly notice: string | null }
  | { readonly kind: 'features'; readonly features: SharedFeatures; readonly notice: string | null }
  | { readonly kind: 'outcomes'; readonly outcomes: PackedOutcomes; readonly elapsedMs: number }
  | { readonly kind: 'failure'; readonly failure: SentError };

/** An error on its way between threads. */
export interface SentError {
  readonly message: string;
  readonly code: string | null;
  readonly exitCode: ExitCode;
  readonly details: ErrorDetails;
  readonly hint: string | null;
}
