import type { Redactor } from '@auction-trader/command-line';
import type { Clock, Config } from '@auction-trader/core';
import type { Logger } from 'pino';
import type { Alert } from './alerts/alert.ts';
import type { BacktestComparison } from './comparison/compare-with-backtest.ts';
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
  /** Removes secrets; the log uses it already. For the alert desk and whatever else keeps texts. */
  readonly redactor: Redactor;
  /** Sends an alert out (webhook); the trader stores it and shows it to its subscribers itself. */
  readonly sendAlert: (alert: Alert) => void;
  /** Name of this instance in alerts. */
  readonly instance: string;
  readonly timing: TimingSink;
  /** Whether `--confirm-live` was given: without it no change of mode leads to live. Default false. */
  readonly liveConfirmed?: boolean;
}

/** A trader at work. */
export interface RunningTrader extends TraderView {
  /** Orderly: cancels entries, leaves position and stop, saves a snapshot, closes the stores. */
  stop(): Promise<void>;
  /** Settles when the trader has ended by itself: never by success, rejects with what stopped it. */
  readonly failed: Promise<never>;
}

/** A recorder at work (`collect`). */
export interface RunningCollector {
  /** Totals so far. */
  progress(): { readonly frames: number; readonly trades: number; readonly quotes: number };
  stop(): Promise<void>;
  readonly failed: Promise<never>;
}

/** What `replay` is asked for. */
export interface ReplayOptions {
  readonly config: Config;
  readonly dataDir: string;
  /** UTC days, both included, epoch ms of their starts; null for no limit. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  /** Whether decisions and commands are compared with the journal. */
  readonly verify: boolean;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number) => void;
}

/** What a replay found. */
export interface ReplayReport {
  readonly runs: number;
  readonly minutes: number;
  readonly decisions: number;
  readonly commands: number;
  readonly trades: number;
  readonly netPnl: number;
  /** The first difference from the journal, null for none or where it was not compared. */
  readonly difference: {
    readonly timeMs: number;
    /** What differs, e.g. `decision.action`, `command`. */
    readonly what: string;
    readonly replayed: string;
    readonly journal: string;
  } | null;
}

/** What a comparison with the backtest is asked for. */
export type CompareOptions = Omit<ReplayOptions, 'verify' | 'onProgress'>;

/** What the commands call; `src/trader/programs.ts` offers it as `traderPrograms`. */
export interface TraderPrograms {
  /** @throws AuctionTraderError exit code 2 when it is not safe to start, e.g. another instance has the stores */
  startTrader(options: TraderOptions): Promise<RunningTrader>;
  /** Records the market only. */
  startCollector(
    options: Omit<TraderOptions, 'mode' | 'timing' | 'sendAlert' | 'instance'>,
  ): Promise<RunningCollector>;
  replay(options: ReplayOptions): Promise<ReplayReport>;
  /** Recorded runs beside a backtest of what they heard, the oldest first. */
  compareBacktest(options: CompareOptions): Promise<readonly BacktestComparison[]>;
}
