import type { Clock, Config } from '@auction-trader/core';
import type { Logger } from 'pino';
import type { Alert } from './alerts/alert.ts';
import type { TraderView } from './server/trader-view.ts';
import type { TradingMode } from './trading-mode.ts';

/** Which venue a trader talks to, and how. */
export interface VenueAccess {
  readonly testnet: boolean;
  /** Another venue, e.g. the simulator; null for the real one. Both or none. */
  readonly baseUrl: string | null;
  readonly wsUrl: string | null;
  /** Null where none are needed: dry_run and paper never get them. */
  readonly credentials: { readonly key: string; readonly secret: string } | null;
}

/** How long things took, for metrics. */
export interface TimingSink {
  /** From the receipt of a minute's last input to the commands it led to, ms. */
  minuteClose(ms: number): void;
  /** From a frame's receipt to the end of its handling, ms. */
  frame(ms: number): void;
}

/** All that a trader needs from the command that starts it. */
export interface TraderOptions {
  readonly mode: TradingMode;
  readonly config: Config;
  /** `database.data_dir` as an absolute path; exists. */
  readonly dataDir: string;
  readonly venue: VenueAccess;
  readonly clock: Clock;
  readonly log: Logger;
  /** Sends an alert out (webhook); the trader stores it and shows it to its subscribers itself. */
  readonly sendAlert: (alert: Alert) => void;
  /** Name of this instance in alerts. */
  readonly instance: string;
  readonly timing: TimingSink;
}

/** A trader at work. */
export interface RunningTrader extends TraderView {
  /** Orderly: cancels entries, leaves position and stop, saves a snapshot, closes the stores. */
  stop(): Promise<void>;
  /** Settles when the trader has ended by itself: never by success, rejects with what stopped it. */
  readonly failed: Promise<never>;
}
