import { AuctionTraderError, NO_PRICE } from '@auction-trader/core';
import { confirms } from './confirmation.ts';
import { crossingToleranceTicks, tradedNear } from './crossing.ts';
import type { JudgedMinute } from './judged-minute.ts';
import type { SignalSettings } from './signal-settings.ts';
import type { MinuteView } from './strategy.ts';

/** States of a {@link BreakoutTracker}; the position in this list is its code. */
export const TRACKER_STATES = ['IDLE', 'COUNT', 'PENDING', 'DONE'] as const;

/** A tracker state as text. */
export type TrackerState = (typeof TRACKER_STATES)[number];

const IDLE = 0;
const COUNT = 1;
const PENDING = 2;
const DONE = 3;

/** Bits of what {@link BreakoutTracker.judge} saw. */
export const TRACKER_EVENT = {
  /** A close at or inside the lock ended an attempt: context of a failed breakout. */
  FAILED: 1,
  /** The breakout was accepted: its signal flag. */
  ACCEPTED: 2,
  /** A breakout entry is wanted: at acceptance without retest, or by a retest. */
  CANDIDATE: 4,
  /** Enough closes, but no initiative. */
  UNCONFIRMED: 8,
} as const;

/** A tracker as plain data: signals_1m.acceptance_state and snapshots. Prices in ticks. */
export interface TrackerSnapshot {
  readonly state: TrackerState;
  /** Closes counted beyond the lock. */
  readonly count: number;
  readonly lockTicks: number | null;
  readonly pokeTicks: number | null;
  /** Epoch ms of the minute of acceptance, while a retest is awaited. */
  readonly acceptedMs: number | null;
  /** Deepest price since a retest first touched the lock. */
  readonly pullbackTicks: number | null;
}

/**
 * Follows one side's attempt to leave the value area (trading rules 8.4): closes beyond
 * the boundary locked at its start are counted, accepted, and perhaps retested. It does
 * not know of positions, gates or cooldown. Prices are real prices in ticks; `side` +1
 * watches VAH, -1 VAL.
 */
export class BreakoutTracker {
  readonly side: number;
  /** Index into {@link TRACKER_STATES}. */
  state = IDLE;
  /** Closes counted beyond the lock; 0 when idle. */
  count = 0;
  /** Boundary of the minute the sequence began in. Holds until the next one begins. */
  lockTicks: number = NO_PRICE;
  /** Farthest print since the sequence began, its last bar included. */
  pokeTicks: number = NO_PRICE;
  /** Epoch ms of the minute of acceptance; NaN before. */
  acceptedMs = Number.NaN;
  /** Deepest print since the first touch of the lock after acceptance; NO_PRICE before. */
  pullbackTicks: number = NO_PRICE;

  /** @param side +1 above the value area, -1 below */
  constructor(side: number) {
    this.side = side;
  }

  /**
   * Judges one minute with trades and a valid value area.
   *
   * @returns bit set of {@link TRACKER_EVENT}
   */
  judge(minute: JudgedMinute, view: MinuteView, settings: SignalSettings): number {
    if (this.state === IDLE) return this.#begin(minute, view, settings);
    if (this.side * (minute.closeTicks - this.lockTicks) <= 0) return this.#comeBack(minute);
    if (this.state === DONE) return 0;
    this.#growPoke(minute);
    if (this.state === COUNT) return this.#countClose(minute, view, settings);
    return this.#awaitRetest(minute, view, settings);
  }

  /** Idle or done: most minutes change nothing. */
  get canSleep(): boolean {
    return this.state === IDLE || this.state === DONE;
  }

  /** Done: only a close at or inside the lock changes something. */
  get waitsForLock(): boolean {
    return this.state === DONE;
  }

  /** Back to idle, without a context for a failed breakout. */
  reset(): void {
    this.state = IDLE;
    this.count = 0;
  }

  /** An entry was taken in either direction: a retest is no longer awaited. */
  dropRetest(): void {
    if (this.state === PENDING) this.state = DONE;
  }

  snapshot(): TrackerSnapshot {
    const tracking = this.state !== IDLE;
    const pending = this.state === PENDING;
    return {
      state: TRACKER_STATES[this.state]!,
      count: this.count,
      lockTicks: tracking ? this.lockTicks : null,
      pokeTicks: tracking ? this.pokeTicks : null,
      acceptedMs: pending ? this.acceptedMs : null,
      pullbackTicks: pending && this.pullbackTicks !== NO_PRICE ? this.pullbackTicks : null,
    };
  }

  /**
   * Takes up what {@link snapshot} gave.
   *
   * @throws AuctionTraderError (`BAD_STRATEGY_STATE`) when it is something else
   */
  restore(snapshot: TrackerSnapshot): void {
    const state = TRACKER_STATES.indexOf(snapshot?.state);
    if (!isComplete(state, snapshot)) {
      throw new AuctionTraderError(`${JSON.stringify(snapshot)} is no state of a breakout tracker`, {
        code: 'BAD_STRATEGY_STATE',
        hint: 'The snapshot comes from another version or is damaged; start without it.',
      });
    }
    this.state = state;
    this.count = snapshot.count;
    this.lockTicks = snapshot.lockTicks ?? NO_PRICE;
    this.pokeTicks = snapshot.pokeTicks ?? NO_PRICE;
    this.acceptedMs = snapshot.acceptedMs ?? Number.NaN;
    this.pullbackTicks = snapshot.pullbackTicks ?? NO_PRICE;
  }

  #begin(minute: JudgedMinute, view: MinuteView, settings: SignalSettings): number {
    const edgeTicks = minute.edgeTicks(this.side);
    if (this.side * (minute.closeTicks - edgeTicks) <= 0) return 0;
    if (!tradedNear(view, edgeTicks, settings)) return 0;
    this.state = COUNT;
    this.count = 1;
    this.lockTicks = edgeTicks;
    this.pokeTicks = minute.extremeTicks(this.side);
    return this.#testAcceptance(minute, view, settings);
  }

  /** A close at or inside the lock. No new sequence begins on the same bar. */
  #comeBack(minute: JudgedMinute): number {
    const failed = this.state !== DONE;
    this.#growPoke(minute);
    this.reset();
    return failed ? TRACKER_EVENT.FAILED : 0;
  }

  #countClose(minute: JudgedMinute, view: MinuteView, settings: SignalSettings): number {
    if (settings.crossEachBar && !tradedNear(view, this.lockTicks, settings)) return 0;
    this.count += 1;
    return this.#testAcceptance(minute, view, settings);
  }

  #testAcceptance(minute: JudgedMinute, view: MinuteView, settings: SignalSettings): number {
    if (this.count < settings.acceptCloses) return 0;
    this.state = DONE;
    if (!confirms(view, this.side, settings.breakout, settings)) return TRACKER_EVENT.UNCONFIRMED;
    this.pullbackTicks = NO_PRICE;
    if (!settings.retest) return TRACKER_EVENT.ACCEPTED | TRACKER_EVENT.CANDIDATE;
    this.state = PENDING;
    this.acceptedMs = minute.minuteMs;
    return TRACKER_EVENT.ACCEPTED;
  }

  #awaitRetest(minute: JudgedMinute, view: MinuteView, settings: SignalSettings): number {
    const { side } = this;
    const innerTicks = minute.extremeTicks(-side);
    if (this.pullbackTicks !== NO_PRICE) {
      if (side * (innerTicks - this.pullbackTicks) < 0) this.pullbackTicks = innerTicks;
    } else if (side * (innerTicks - this.lockTicks) <= crossingToleranceTicks(view, settings)) {
      this.pullbackTicks = innerTicks;
    }
    if (this.pullbackTicks !== NO_PRICE && confirms(view, side, settings.breakout, settings)) {
      this.state = DONE;
      return TRACKER_EVENT.CANDIDATE;
    }
    if (minute.minuteMs - this.acceptedMs >= settings.retestMaxWaitMs) this.state = DONE;
    return 0;
  }

  #growPoke(minute: JudgedMinute): void {
    const extremeTicks = minute.extremeTicks(this.side);
    if (this.side * (extremeTicks - this.pokeTicks) > 0) this.pokeTicks = extremeTicks;
  }
}

function isComplete(state: number, snapshot: TrackerSnapshot): boolean {
  if (state < 0 || !Number.isInteger(snapshot.count)) return false;
  if (state !== IDLE && !(Number.isInteger(snapshot.lockTicks) && Number.isInteger(snapshot.pokeTicks))) {
    return false;
  }
  return state !== PENDING || Number.isFinite(snapshot.acceptedMs);
}
