import type { Config } from '@auction-trader/core';
import { confirms, type Initiatives } from './initiative.ts';
import { type MinuteFacts, tradedNear } from './minute-facts.ts';

export type AttemptState = 'idle' | 'count' | 'pending' | 'done';

/** What a minute did to an attempt. */
export type AttemptEvent = 'none' | 'failed' | 'accepted' | 'unconfirmed' | 'retested';

/** One side's attempt to leave the value area, default options. `side` +1 is above VAH. */
export class BreakoutAttempt {
  state: AttemptState = 'idle';
  lock = 0;
  poke = 0;
  /** Deepest price since the retest touched the lock, null before. */
  pullback: number | null = null;
  #closes = 0;
  #acceptedMs = 0;
  readonly #side: number;
  readonly #config: Config;
  readonly #initiatives: Initiatives;

  constructor(side: number, config: Config, all: Initiatives) {
    this.#side = side;
    this.#config = config;
    this.#initiatives = all;
  }

  judge(minute: MinuteFacts): AttemptEvent {
    const beyond = (price: number) => this.#side * (price - this.lock);
    const extreme = this.#side > 0 ? minute.high : minute.low;
    if (this.state === 'idle') return this.#begin(minute, extreme);
    if (beyond(extreme) > beyond(this.poke)) this.poke = extreme;
    if (beyond(minute.close) <= 0) {
      const failed = this.state !== 'done';
      this.state = 'idle';
      return failed ? 'failed' : 'none';
    }
    if (this.state === 'count') {
      this.#closes += 1;
      return this.#accept(minute);
    }
    return this.state === 'pending' ? this.#retest(minute) : 'none';
  }

  #begin(minute: MinuteFacts, extreme: number): AttemptEvent {
    const edge = this.#side > 0 ? minute.vah : minute.val;
    if (this.#side * (minute.close - edge) <= 0 || !tradedNear(minute, edge)) return 'none';
    this.state = 'count';
    this.lock = edge;
    this.poke = extreme;
    this.#closes = 1;
    return this.#accept(minute);
  }

  #accept(minute: MinuteFacts): AttemptEvent {
    if (this.#closes < this.#config.signal.accept_outside_k) return 'none';
    this.state = 'done';
    if (!confirms(minute, this.#side, this.#initiatives.breakout, this.#initiatives)) return 'unconfirmed';
    this.state = 'pending';
    this.pullback = null;
    this.#acceptedMs = minute.minuteMs;
    return 'accepted';
  }

  #retest(minute: MinuteFacts): AttemptEvent {
    const side = this.#side;
    const inner = side > 0 ? minute.low : minute.high;
    const touched = side * (inner - this.lock) <= minute.tolerance;
    if (this.pullback === null) this.pullback = touched ? inner : null;
    else if (side * (inner - this.pullback) < 0) this.pullback = inner;
    if (this.pullback !== null && confirms(minute, side, this.#initiatives.breakout, this.#initiatives)) {
      this.state = 'done';
      return 'retested';
    }
    const waitedMinutes = (minute.minuteMs - this.#acceptedMs) / 60_000;
    if (waitedMinutes >= this.#config.signal.retest_max_wait_minutes) this.state = 'done';
    return 'none';
  }
}
