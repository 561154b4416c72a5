import type {
  EntryDrop,
  FillRecord,
  FillReport,
  FundingRecord,
  OrderCommand,
  TradeRecord,
} from '@auction-trader/execution';
import type { MinuteRows } from '@auction-trader/features';
import type { MinuteDecision } from './run-log.ts';
import type { SessionAlert } from './session-alert.ts';
import type { OperatorCommand } from './session-input.ts';

/** What a session has changed that a snapshot should be saved for (trading rules 11). */
export type SessionChange =
  | 'position'
  | 'fill'
  | 'order'
  | 'trackers'
  | 'activation'
  | 'halt'
  | 'kill-switch'
  | 'venue';

/** One closed minute with its ticks. Reused for every minute: copy what you keep. */
export interface ClosedMinute extends MinuteRows {
  /** The decision; its `index` is the row of tape and features. */
  readonly decision: MinuteDecision;
  /** Equity in quote currency and signed position lots at the minute's end. */
  readonly equity: number;
  readonly positionLots: number;
}

/**
 * Hears what happens in a session while it takes up an input. Calls are synchronous and must not call
 * the session; records may be kept.
 */
export interface SessionListener {
  /**
   * A minute was decided. Its bar and features stand in the session's `tape` and `features` at
   * `minute.decision.index` until the next input.
   */
  onMinute(minute: ClosedMinute): void;
  /** A command that an exchange inside the session has carried out (paper, shadow). Those for a real venue: `takeCommands`. */
  onLocalCommand(command: OrderCommand): void;
  onEntrySubmitted(side: number, timeMs: number): void;
  onEntryDropped(why: EntryDrop, timeMs: number): void;
  /** @param report what it was booked from; order 0 for a fill that no report told of */
  onFill(fill: FillRecord, report: FillReport): void;
  onFunding(payment: FundingRecord): void;
  onTradeClosed(trade: TradeRecord): void;
  onAlert(alert: SessionAlert): void;
  /** State changed; called after the change is complete, once for each kind of change of an input. */
  onChange(change: SessionChange, timeMs: number): void;
  /** An operator's command was not carried out. */
  onOperatorRefused(command: OperatorCommand, why: string, timeMs: number): void;
}
