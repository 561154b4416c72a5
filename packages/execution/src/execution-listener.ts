import type { ExecutionProblem } from './execution-problem.ts';
import type { FillReport } from './order-command.ts';
import type { FillRecord, FundingRecord, TradeRecord } from './records.ts';

/** Hears what happened to orders and position. All calls are synchronous; records may be kept. */
export interface ExecutionListener {
  /** An entry order was submitted (for a flip: its second leg). */
  onEntrySubmitted(side: number, timeMs: number): void;
  /** An entry order ended without (further) fills. */
  onEntryDropped(why: EntryDrop, timeMs: number): void;
  /**
   * Left out, records of fills are not made at all.
   *
   * @param report what it was booked from; order 0 for a fill that no report told of
   */
  onFill?: ((fill: FillRecord, report: FillReport) => void) | undefined;
  onFunding(payment: FundingRecord): void;
  /** The position became flat. */
  onTradeClosed(trade: TradeRecord): void;
  /** The daily loss limit was reached. */
  onKillSwitch(timeMs: number, dailyPnl: number): void;
  /** The leverage cap reduced a size, from `wantedLots` where it is told. */
  onLeverageCap(timeMs: number, lots: number, wantedLots?: number): void;
  /** Something went wrong at a real venue: an alert. Simulated exchanges have none. */
  onProblem?(problem: ExecutionProblem): void;
}

/** Why an entry order ended. */
export type EntryDrop = 'STOP_FIRST' | 'RECHECK' | 'CANCELLED' | 'REJECTED' | 'FLIP_SIZE';
