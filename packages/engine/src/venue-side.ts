import type { RemoteExchange, VenueAccount, VenueTruth } from '@auction-trader/execution';
import type { DecisionEngine } from './decision-engine.ts';
import type { SessionAlerts } from './session-alerts.ts';
import type { SessionControl } from './session-control.ts';
import type { SessionInput } from './session-input.ts';
import type { SessionLog } from './session-log.ts';

/** Funding payments remembered, so that none is booked twice: days of them. */
const REMEMBERED_FUNDING = 32;

/** Inputs that a real venue is the source of. */
export type VenueInput = Exclude<
  SessionInput,
  { kind: 'frame' | 'minute' | 'connected' | 'disconnected' | 'operator' | 'time' }
>;

/** Takes up what a real venue says of orders, position and account. */
export class VenueSide {
  /** The account as the venue last told it, null before. */
  account: VenueAccount | null = null;
  /** Funding payments that were booked, the oldest first. */
  fundingIds: string[] = [];
  readonly #remote: RemoteExchange;
  readonly #engine: DecisionEngine;
  readonly #control: SessionControl;
  readonly #log: SessionLog;
  readonly #alerts: SessionAlerts;

  constructor(
    remote: RemoteExchange,
    engine: DecisionEngine,
    control: SessionControl,
    log: SessionLog,
    alerts: SessionAlerts,
  ) {
    this.#remote = remote;
    this.#engine = engine;
    this.#control = control;
    this.#log = log;
    this.#alerts = alerts;
  }

  apply(input: VenueInput, timeMs: number): void {
    switch (input.kind) {
      case 'report':
        this.#log.note('order');
        this.#remote.apply(input.report, timeMs);
        break;
      case 'funding':
        this.#chargeFunding(input.executionId, input.amount, timeMs);
        break;
      case 'account':
        this.account = input.account;
        this.#remote.setAccount(input.account);
        break;
      case 'truth':
        this.#compare(input.truth, timeMs);
        break;
      case 'foreign':
        this.#haltForForeign(input.text, timeMs);
        break;
      case 'venue-ready':
        if (input.ready !== this.#engine.venueReady) this.#log.note('venue');
        this.#engine.venueReady = input.ready;
        this.#engine.updateEntries();
    }
  }

  #haltForForeign(text: string, timeMs: number): void {
    this.#control.halt(text, timeMs);
    this.#alerts.raiseAgain('POSITION_MISMATCH', timeMs, text, { internal: null, venue: text });
  }

  #compare(truth: VenueTruth, timeMs: number): void {
    const remote = this.#remote;
    const found = remote.compare(truth, timeMs);
    if (found.verdict === 'clean') this.#control.agree(truth.readMs, timeMs);
    if (found.verdict !== 'mismatch') return;
    this.#control.halt(found.differences.map(({ text }) => text).join('; '), timeMs);
    remote.repair(found, truth, timeMs);
    this.#log.note('position');
  }

  #chargeFunding(executionId: string, amount: number, timeMs: number): void {
    if (this.fundingIds.includes(executionId)) return;
    this.fundingIds.push(executionId);
    if (this.fundingIds.length > REMEMBERED_FUNDING) this.fundingIds.shift();
    const { manager } = this.#engine;
    manager.rollDay(timeMs);
    manager.chargeFunding(amount, timeMs);
    manager.testDailyLoss(timeMs);
  }
}
