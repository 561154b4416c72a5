import { type Clock, SimulatedClock } from '@auction-trader/core';

/**
 * A clock that begins in the past, hurries to the present, and keeps time with another clock from then
 * on: a market can have a history before anybody looks at it.
 */
export class CatchUpClock implements Clock {
  readonly #live: Clock;
  readonly #timers: SimulatedClock;
  #isLive = false;
  #armedMs = Number.POSITIVE_INFINITY;
  #disarm = () => {};

  /** @param startMs where it begins, by the time that `live` shows */
  constructor(live: Clock, startMs: number) {
    this.#live = live;
    this.#timers = new SimulatedClock(startMs);
  }

  nowMs(): number {
    const pastMs = this.#timers.nowMs();
    return this.#isLive ? Math.max(pastMs, this.#live.nowMs()) : pastMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const dueMs = this.nowMs() + delayMs;
    const cancel = this.#timers.after(dueMs - this.#timers.nowMs(), callback);
    if (this.#isLive) this.#arm();
    return cancel;
  }

  /** Fires everything up to the present, and keeps time from now on. */
  goLive(): void {
    this.#timers.runUntil(this.#live.nowMs());
    this.#isLive = true;
    this.#arm();
  }

  /** Fires nothing any more. */
  stop(): void {
    this.#isLive = false;
    this.#disarm();
  }

  #arm(): void {
    const nextMs = this.#timers.nextMs;
    if (nextMs >= this.#armedMs || nextMs === Number.POSITIVE_INFINITY) return;
    this.#disarm();
    this.#armedMs = nextMs;
    this.#disarm = this.#live.after(Math.max(0, nextMs - this.#live.nowMs()), () => this.#fire());
  }

  #fire(): void {
    this.#armedMs = Number.NEGATIVE_INFINITY;
    this.#timers.runUntil(this.nowMs());
    this.#armedMs = Number.POSITIVE_INFINITY;
    if (this.#isLive) this.#arm();
  }
}
