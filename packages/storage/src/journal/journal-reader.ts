import type { KnownOrder } from '@auction-trader/execution';
import type { AlertRow, DecisionRow, LoadedSnapshot, RunMode, StoredCommand } from './journal-rows.ts';

/** A run of the journal. */
export interface RunInfo {
  readonly runId: string;
  readonly instance: string;
  readonly mode: RunMode;
  readonly symbol: string;
  readonly venue: string;
  /** Steps of price and size, as decimals. */
  readonly tickSize: string;
  readonly lotSize: string;
  readonly startedMs: number;
  /** Null while it runs, or when it was killed. */
  readonly endedMs: number | null;
  readonly endReason: string | null;
  readonly configHash: string;
  readonly version: string;
}

/** Which rows: of one run, or of all runs of a symbol, mode or instance. */
export interface RowFilter {
  readonly runId?: string;
  readonly symbol?: string;
  readonly mode?: RunMode;
  readonly instance?: string;
}

/** Which of them: the newest first, at most `limit` (default 50). Times are epoch ms, `toMs` is left out. */
export interface RowRange extends RowFilter {
  readonly limit?: number;
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** One row of a table by its column names (trading rules 13). */
export type TableRow = Readonly<Record<string, number | string | null>>;

/** What was earned so far. */
export interface TradeStats {
  readonly total_trades: number;
  readonly win_rate: number | null;
  readonly total_pnl: number;
  readonly max_drawdown: number;
  readonly avg_hold_minutes: number | null;
}

/** Reads the journal; the rows of the API (trading rules 15), newest first unless said otherwise. */
export interface JournalReader {
  runs(filter?: RowFilter): RunInfo[];
  signals(range?: RowRange): TableRow[];
  positions(range?: RowRange): TableRow[];
  openPosition(filter: RowFilter): TableRow | null;
  fills(range?: RowRange): TableRow[];
  orders(range?: RowRange): TableRow[];
  /** Realised profit after each closed position, oldest first: `ts`, `equity` (profit so far), `pnl`. */
  equity(range?: RowRange): TableRow[];
  daily(range?: RowRange): TableRow[];
  stats(filter?: RowFilter): TradeStats;
  alerts(range?: RowRange): AlertRow[];
  modeLog(range?: RowRange): TableRow[];
  operatorActions(range?: RowRange): TableRow[];
  gridRuns(): TableRow[];
  gridResults(gridRunId: string): TableRow[];

  /** All decisions of a run in the order of minutes, for comparing with a replay. */
  decisionsOf(runId: string, fromMinuteMs?: number): Iterable<DecisionRow>;
  /** All commands of a run in the order in which they were given, from an input on. */
  commandsOf(runId: string, fromInputSeq?: number): Iterable<StoredCommand>;
  /** Orders of a run that may still be at the venue, and those that ended since `endedSinceMs`. */
  knownOrders(runId: string, endedSinceMs?: number): KnownOrder[];
  /** Ids of the executions a run has taken up. */
  executionIds(runId: string): string[];
  /**
   * The newest snapshot of a run that is whole.
   *
   * @param stateVersion snapshots of another version are skipped
   */
  newestSnapshot(runId: string, stateVersion: number): LoadedSnapshot;
  /** Snapshots without their states. */
  snapshots(range?: RowRange): TableRow[];
  /** What SQLite's own check of the whole file finds wrong; empty when nothing. Reads all of it. */
  problems(): string[];
}
