import type { Clock } from '@auction-trader/core';
import type { ClockScale } from './scaled-clock.ts';

/** The venue's own clock: somebody's clock, and what it is off by. */
export class VenueClock implements Clock {
  /** The clock that is right. */
  readonly trueClock: Clock;
  /** How it is related to the machine's clock, null when it shows the same. */
  readonly scale: ClockScale | null;
  /** Venue minus true time, ms. */
  offsetMs = 0;

  constructor(trueClock: Clock, scale: ClockScale | null = null) {
    this.trueClock = trueClock;
    this.scale = scale;
  }

  nowMs(): number {
    return this.trueClock.nowMs() + this.offsetMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    return this.trueClock.after(delayMs, callback);
  }
}
