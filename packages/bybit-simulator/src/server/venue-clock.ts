import type { Clock } from '@auction-trader/core';

/** The venue's own clock: somebody's clock, and what it is off by. */
export class VenueClock implements Clock {
  readonly #clock: Clock;
  /** Venue minus true time, ms. */
  offsetMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  nowMs(): number {
    return this.#clock.nowMs() + this.offsetMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    return this.#clock.after(delayMs, callback);
  }
}
