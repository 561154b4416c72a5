import type { VenueClock } from './venue-clock.ts';

/** Least distance of two calls for deadlines that do not go away. */
const LEAST_MS = 10;

/** One alarm at a time that moves. */
export class DeadlineAlarm {
  readonly #clock: VenueClock;
  readonly #callback: () => void;
  #dueMs = Number.POSITIVE_INFINITY;
  #disarm = () => {};
  #calledMs = Number.NEGATIVE_INFINITY;

  constructor(clock: VenueClock, callback: () => void) {
    this.#clock = clock;
    this.#callback = callback;
  }

  /** Calls back at `dueMs` from now on, and no more at an earlier set time; Infinity: not at all. */
  set(dueMs: number): void {
    const heldMs = Math.max(dueMs, this.#calledMs + LEAST_MS);
    if (heldMs === this.#dueMs) return;
    this.#disarm();
    this.#dueMs = heldMs;
    this.#disarm =
      heldMs === Number.POSITIVE_INFINITY ? () => {} : this.#clock.at(heldMs, () => this.#ring());
  }

  stop(): void {
    this.#disarm();
    this.#dueMs = Number.NaN;
  }

  #ring(): void {
    this.#dueMs = Number.POSITIVE_INFINITY;
    this.#calledMs = this.#clock.nowMs();
    this.#callback();
  }
}
