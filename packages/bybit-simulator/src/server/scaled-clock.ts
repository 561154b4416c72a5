import type { Clock } from '@auction-trader/core';

/** When two clocks show the same moment, and how much faster one of them runs. */
export interface ClockScale {
  /** Epoch ms of the underlying clock at that moment. */
  readonly originMs: number;
  /** Epoch ms of the scaled clock at that moment. */
  readonly startMs: number;
  /** How many of its seconds pass in one of the underlying clock. */
  readonly speed: number;
}

/**
 * A clock that shows another day and may run faster. Two programs with the same scale over the clock
 * of one machine agree about the time.
 */
export class ScaledClock implements Clock {
  readonly scale: ClockScale;
  readonly #clock: Clock;

  constructor(clock: Clock, scale: ClockScale) {
    this.#clock = clock;
    this.scale = scale;
  }

  nowMs(): number {
    const { originMs, startMs, speed } = this.scale;
    return startMs + Math.floor((this.#clock.nowMs() - originMs) * speed);
  }

  after(delayMs: number, callback: () => void): () => void {
    // Rounded up: a timer may fire late, never early.
    return this.#clock.after(Math.ceil(delayMs / this.scale.speed), callback);
  }
}
