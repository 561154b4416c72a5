import type {
  EntryDrop,
  ExecutionProblem,
  FillRecord,
  FillReport,
  FundingRecord,
  TradeRecord,
} from '@auction-trader/execution';
import type { MinuteDecision, RunLog } from './run-log.ts';
import type { SessionAlerts } from './session-alerts.ts';
import type { SessionChange, SessionListener } from './session-listener.ts';

/** Hears the decision engine of a session, tells the session's listener, and notes what has changed. */
export class SessionLog implements RunLog {
  readonly keepsDecisions = true;
  readonly equity: Float64Array;
  readonly positionLots: Float64Array;
  /** The newest decision, null before the first. */
  decision: MinuteDecision | null = null;
  /** State of the strategy after the last minute, JSON text. */
  strategyState = '';
  readonly #listener: SessionListener;
  readonly #alerts: SessionAlerts;
  readonly #maxDailyLoss: number | null;
  readonly #changes = new Set<SessionChange>();

  /** Signed lots held now. */
  heldLots: () => number = () => 0;

  /** @param capacity rows of the tape */
  constructor(
    capacity: number,
    listener: SessionListener,
    alerts: SessionAlerts,
    maxDailyLoss: number | null,
  ) {
    this.equity = new Float64Array(capacity);
    this.positionLots = new Float64Array(capacity);
    this.#listener = listener;
    this.#alerts = alerts;
    this.#maxDailyLoss = maxDailyLoss;
  }

  /** Something changed that is told when the input is done. */
  note(change: SessionChange): void {
    this.#changes.add(change);
  }

  /** Tells what was noted. */
  tellChanges(timeMs: number): void {
    if (this.#changes.size === 0) return;
    for (const change of this.#changes) this.#listener.onChange(change, timeMs);
    this.#changes.clear();
  }

  /** What was noted is nobody's news. */
  forgetChanges(): void {
    this.#changes.clear();
  }

  onMinuteDecided(row: MinuteDecision): void {
    this.decision = row;
    if (row.strategyState !== this.strategyState) this.note('trackers');
    this.strategyState = row.strategyState;
  }

  onEntrySubmitted(side: number, timeMs: number): void {
    this.note('order');
    this.#listener.onEntrySubmitted(side, timeMs);
  }

  onEntryDropped(why: EntryDrop, timeMs: number): void {
    this.note('order');
    this.#listener.onEntryDropped(why, timeMs);
  }

  onFill(fill: FillRecord, report: FillReport): void {
    this.note('fill');
    this.note('position');
    this.#listener.onFill(fill, report);
  }

  onFunding(payment: FundingRecord): void {
    this.note('position');
    this.#listener.onFunding(payment);
  }

  onTradeClosed(trade: TradeRecord): void {
    this.note('position');
    this.#listener.onTradeClosed(trade);
  }

  onKillSwitch(timeMs: number, dailyPnl: number): void {
    this.note('kill-switch');
    const loss = { daily_pnl: dailyPnl, limit: this.#maxDailyLoss, position: this.heldLots() };
    this.#alerts.event(
      'KILL_SWITCH',
      timeMs,
      'The limit of the daily loss is reached: no entries today.',
      loss,
    );
  }

  onLeverageCap(timeMs: number, lots: number, wantedLots?: number): void {
    const size = { wanted: wantedLots ?? null, used: lots };
    this.#alerts.event('LEVERAGE_CAP', timeMs, 'The leverage cap has reduced the size of an entry.', size);
  }

  onProblem({ kind, timeMs, text, data }: ExecutionProblem): void {
    if (kind === 'POSITION_MISMATCH') {
      const { booksLots: internal = null, venueLots: venue = null } = data;
      this.#alerts.raiseAgain(kind, timeMs, text, { ...data, internal, venue });
      return;
    }
    // What cannot be true was not booked; whether the books are right shows at the next comparison.
    this.#alerts.event(kind === 'BAD_REPORT' ? 'POSITION_MISMATCH' : kind, timeMs, text, data);
  }
}
