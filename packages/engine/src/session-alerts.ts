import type { SessionAlert, SessionAlertType } from './session-alert.ts';

type AlertData = SessionAlert['data'];

/** Which lasting conditions are told as raised. Plain data. */
export type RaisedAlerts = readonly SessionAlertType[];

/** Tells a listener of events, and of lasting conditions once when they begin and once when they end. */
export class SessionAlerts {
  readonly #tell: (alert: SessionAlert) => void;
  readonly #raised = new Set<SessionAlertType>();

  constructor(tell: (alert: SessionAlert) => void) {
    this.#tell = tell;
  }

  event(type: SessionAlertType, timeMs: number, message: string, data: AlertData): void {
    this.#tell({ type, state: 'event', timeMs, message, data });
  }

  /** The condition holds. */
  raise(type: SessionAlertType, timeMs: number, message: string, data: AlertData): void {
    if (!this.#raised.has(type)) this.raiseAgain(type, timeMs, message, data);
  }

  /** The condition holds, and this is news of it. */
  raiseAgain(type: SessionAlertType, timeMs: number, message: string, data: AlertData): void {
    this.#raised.add(type);
    this.#tell({ type, state: 'raised', timeMs, message, data });
  }

  /** The condition does not hold. */
  clear(type: SessionAlertType, timeMs: number, message: string): void {
    if (!this.#raised.delete(type)) return;
    this.#tell({ type, state: 'cleared', timeMs, message, data: {} });
  }

  snapshot(): RaisedAlerts {
    return [...this.#raised];
  }

  restore(raised: RaisedAlerts): void {
    this.#raised.clear();
    for (const type of raised) this.#raised.add(type);
  }
}
