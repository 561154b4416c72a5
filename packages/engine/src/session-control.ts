import type { Config } from '@auction-trader/core';
import { FOREIGN_SETUP } from '@auction-trader/execution';
import type { DecisionEngine } from './decision-engine.ts';
import type { FeedWatch } from './feed-watch.ts';
import type { SessionAlerts } from './session-alerts.ts';
import type { OperatorCommand } from './session-input.ts';
import type { SessionLog } from './session-log.ts';
import type { SessionMode } from './session-state.ts';

/** Whether a session trades: entries switched on and off, halts, and what an operator may ask for. */
export class SessionControl {
  /** Why it is halted, null when it is not. */
  haltReason: string | null = null;
  /** When the operator asked to end the halt, NaN when not. */
  resolveMs = Number.NaN;
  readonly #mode: SessionMode;
  readonly #config: Config;
  readonly #engine: DecisionEngine;
  readonly #feed: FeedWatch;
  readonly #log: SessionLog;
  readonly #alerts: SessionAlerts;

  constructor(
    mode: SessionMode,
    config: Config,
    engine: DecisionEngine,
    feed: FeedWatch,
    log: SessionLog,
    alerts: SessionAlerts,
  ) {
    this.#mode = mode;
    this.#config = config;
    this.#engine = engine;
    this.#feed = feed;
    this.#log = log;
    this.#alerts = alerts;
  }

  /** Why an operator's command would be refused now; null when it would be carried out. */
  refusal(command: OperatorCommand): string | null {
    if (command === 'resolve') return this.#resolveRefusal();
    if (command !== 'activate') return null;
    if (this.#mode === 'dry_run') return 'A dry run never trades.';
    if (this.#engine.halted) return 'Trading is halted; resolve that first.';
    if (!this.#engine.warm) return 'The warm-up is not complete.';
    if (this.#mode !== 'live') return null;
    if (this.#config.risk.max_daily_loss === null) return 'Live trading needs a limit: risk.max_daily_loss.';
    if (!this.#engine.venueReady) return 'The venue is not ready.';
    return this.#feed.stale ? 'The market feed is stale.' : null;
  }

  /** Carries out an operator's command that is not refused. */
  obey(command: OperatorCommand, timeMs: number): void {
    const { manager } = this.#engine;
    if (command === 'activate') this.#setActivated(true, timeMs);
    else if (command === 'resolve') this.resolveMs = timeMs;
    else if (command === 'flatten') manager.flatten(timeMs);
    else manager.cancelEntries(timeMs);
    if (command === 'deactivate') this.#setActivated(false, timeMs);
  }

  /** No entries, and nothing that changes the position, until an operator has looked at it. */
  halt(reason: string, timeMs: number): void {
    const engine = this.#engine;
    this.haltReason = reason;
    this.resolveMs = Number.NaN;
    if (engine.halted) return;
    engine.halted = true;
    engine.updateEntries();
    engine.manager.cancelEntries(timeMs);
    this.#setActivated(false, timeMs);
    this.#log.note('halt');
  }

  /** Ends the halt when the operator has asked for it and the venue, read at `readMs` or later, agrees with the books. */
  agree(readMs: number, timeMs: number): void {
    const engine = this.#engine;
    if (!engine.halted || !(readMs >= this.resolveMs)) return;
    engine.halted = false;
    engine.updateEntries();
    this.haltReason = null;
    this.resolveMs = Number.NaN;
    this.#log.note('halt');
    this.#alerts.clear('POSITION_MISMATCH', timeMs, 'Venue and books agree; the halt is resolved.');
  }

  /** A position without a plan has no stop: going on would leave it so. */
  #resolveRefusal(): string | null {
    const { halted, manager } = this.#engine;
    if (!halted) return 'Trading is not halted.';
    if (manager.trade?.plan.setup !== FOREIGN_SETUP || manager.exiting) return null;
    return 'The position was not opened here and has no stop; flatten it.';
  }

  #setActivated(activated: boolean, timeMs: number): void {
    const engine = this.#engine;
    if (engine.activated === activated) return;
    engine.activated = activated;
    engine.updateEntries();
    this.#log.note('activation');
    const state = activated ? 'ACTIVE' : 'OBSERVE';
    this.#alerts.event('ACTIVATION_CHANGED', timeMs, `Entries are switched ${activated ? 'on' : 'off'}.`, {
      state,
    });
  }
}
