import { MINUTE_MS } from '@auction-trader/core';
import type { VenueClock } from './venue-clock.ts';

/**
 * Says that minutes are over: each one at its end plus the grace for late trades, in order and without
 * gaps, however late the process gets to it.
 */
export class MinuteTimer {
  readonly #clock: VenueClock;
  readonly #graceMs: number;
  readonly #onMinute: (minuteMs: number) => void;
  /** The minute that is closed next, NaN before the start. */
  #minuteMs = Number.NaN;
  #disarm = () => {};

  /** @param onMinute given the start of the minute that is over, epoch ms */
  constructor(clock: VenueClock, graceMs: number, onMinute: (minuteMs: number) => void) {
    this.#clock = clock;
    this.#graceMs = graceMs;
    this.#onMinute = onMinute;
  }

  /** @param minuteMs the first minute that will be closed */
  start(minuteMs: number): void {
    this.stop();
    this.#minuteMs = minuteMs;
    this.#arm();
  }

  stop(): void {
    this.#disarm();
    this.#minuteMs = Number.NaN;
  }

  /** Closes what is over by `nowMs`. An event that comes after a pause must not come before them. */
  closeDue(nowMs: number): void {
    if (!(nowMs >= this.#dueMs)) return;
    this.#disarm();
    while (nowMs >= this.#dueMs) {
      const minuteMs = this.#minuteMs;
      this.#minuteMs += MINUTE_MS;
      this.#onMinute(minuteMs);
    }
    if (!Number.isNaN(this.#minuteMs)) this.#arm();
  }

  get #dueMs(): number {
    return this.#minuteMs + MINUTE_MS + this.#graceMs;
  }

  #arm(): void {
    this.#disarm = this.#clock.at(this.#dueMs, () => this.closeDue(this.#clock.nowMs()));
  }
}
