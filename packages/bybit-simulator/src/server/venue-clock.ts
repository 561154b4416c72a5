import type { Clock } from '@auction-trader/core';

/** The venue's own clock: somebody's clock, and what it is off by. */
export class VenueClock implements Clock {
  /** The clock that is right. */
  readonly trueClock: Clock;
  /** Venue minus true time, ms. */
  offsetMs = 0;

  constructor(trueClock: Clock) {
    this.trueClock = trueClock;
  }

  nowMs(): number {
    return this.trueClock.nowMs() + this.offsetMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    return this.trueClock.after(delayMs, callback);
  }
}
