import type { Clock } from '@auction-trader/core';

/** A callback waiting for a time of the venue's clock. */
interface Alarm {
  readonly timeMs: number;
  readonly callback: () => void;
  /** Takes the timer back that stands for it now. */
  disarm: () => void;
}

/**
 * The driver's time: the local clock corrected by the measured offset to the venue (trading rules 3).
 * It never goes back: after a step backwards it stands still until the old time is reached again.
 */
export class VenueClock {
  /** The clock that is corrected. */
  readonly local: Clock;
  readonly #alarms = new Set<Alarm>();
  #offsetMs = 0;
  #latestMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.local = clock;
  }

  /** Venue time less local time, ms. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** Takes up a measured offset, to the millisecond; what waits is set anew. */
  setOffset(measuredMs: number): void {
    const offsetMs = Math.round(measuredMs);
    if (offsetMs === this.#offsetMs) return;
    this.#offsetMs = offsetMs;
    for (const alarm of this.#alarms) {
      alarm.disarm();
      this.#arm(alarm);
    }
  }

  /** Epoch ms at the venue now, never less than before. */
  nowMs(): number {
    return this.fromLocal(this.local.nowMs());
  }

  /** The venue's time at a moment of the local clock, never less than what was given out before. */
  fromLocal(localMs: number): number {
    this.#latestMs = Math.max(this.#latestMs, localMs + this.#offsetMs);
    return this.#latestMs;
  }

  /** From a restored run: no time before this one is given out any more. */
  notBefore(timeMs: number): void {
    this.#latestMs = Math.max(this.#latestMs, timeMs);
  }

  /**
   * Calls back once when the venue's time is reached, at once (not nested) when it is past.
   *
   * @returns takes it back; harmless when it has called
   */
  at(timeMs: number, callback: () => void): () => void {
    const alarm: Alarm = { timeMs, callback, disarm: () => {} };
    this.#alarms.add(alarm);
    this.#arm(alarm);
    return () => {
      this.#alarms.delete(alarm);
      alarm.disarm();
    };
  }

  #arm(alarm: Alarm): void {
    const waitMs = Math.max(0, alarm.timeMs - (this.local.nowMs() + this.#offsetMs));
    alarm.disarm = this.local.after(waitMs, () => this.#ring(alarm));
  }

  /** A local clock may have been set back meanwhile, and its timers may be early by a fraction. */
  #ring(alarm: Alarm): void {
    if (this.nowMs() < alarm.timeMs) {
      this.#arm(alarm);
      return;
    }
    this.#alarms.delete(alarm);
    alarm.callback();
  }
}
