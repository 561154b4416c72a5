import type { FillRecord, FundingRecord, TradeRecord } from '@auction-trader/execution';
import type { JournalReader } from './journal-reader.ts';

import type {
  AlertRow,
  CommandRow,
  FillFacts,
  ModeChange,
  OperatorAction,
  OrderUpdate,
  RunFacts,
  SendBatch,
  SnapshotRow,
} from './journal-rows.ts';

/**
 * The trader's books: an SQLite file that one process writes and any number read. What a call has
 * returned from is on the disk and outlives a kill and a power cut.
 *
 * Every call may throw AuctionTraderError with code `STORE_ERROR` (disk full, damaged, locked): its
 * details name the file, its message the table.
 */
export interface Journal {
  readonly file: string;
  /** Begins a run, or goes on with it when it is there (the facts that were stored stay). */
  run(facts: RunFacts): RunJournal;
  /** Does all of `work` or nothing; calls may be nested, the outermost one counts. */
  transaction<Result>(work: () => Result): Result;
  readonly read: JournalReader;
  /** Stores alerts that belong to no run too. */
  saveAlert(alert: AlertRow): void;
  saveGridResult(row: GridResultRow): void;
  /** Moves the write-ahead log into the file. */
  checkpoint(): void;
  /** Gives the lock back. Harmless twice. */
  close(): void;
}

/** One combination of a parameter search (grid_search_results). */
export interface GridResultRow {
  readonly runId: string;
  readonly symbol: string;
  readonly params: unknown;
  readonly metrics: unknown;
  readonly createdMs: number;
  readonly status: string;
  readonly error: string | null;
  readonly dataHash: string;
  readonly configHash: string;
  readonly durationMs: number;
}

/**
 * Writes the rows of one run. A row that is there already with the same content is left as it is, so
 * that a restart may write again what it computes again; with another content it is a `JOURNAL_CONFLICT`.
 */
export interface RunJournal {
  readonly facts: RunFacts;
  /**
   * Writes decisions and commands in one durable transaction, orders as PENDING: to be called before
   * the commands are sent.
   *
   * @returns those of the commands that were not there before, in their order: these are to be sent
   */
  beforeSend(batch: SendBatch): readonly CommandRow[];
  updateOrder(update: OrderUpdate): void;
  /** Notes that an execution (or funding) of the venue was taken up; false when it was before. */
  saveExecutionId(executionId: string, timeMs: number): boolean;
  /** Writes a fill, and brings the day's sums up to date. The position must be there. */
  saveFill(fill: FillRecord, facts: FillFacts): void;
  saveFunding(payment: FundingRecord, executionId?: string): void;
  /** Writes a position as it stands, open or closed. */
  saveTrade(trade: TradeRecord): void;
  /** Open result at the day's present end, quote currency. */
  saveUnrealized(timeMs: number, unrealizedPnl: number): void;
  saveModeChange(change: ModeChange): void;
  saveOperatorAction(action: OperatorAction): void;
  saveSnapshot(snapshot: SnapshotRow): void;
  /** Forgets the states of all but the newest snapshots; their columns stay. */
  pruneSnapshots(keep: number): void;
  end(timeMs: number, reason: string): void;
}
