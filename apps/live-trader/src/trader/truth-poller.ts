import type { Clock } from '@auction-trader/core';
import type { Venue, VenueTruth } from '@auction-trader/execution';

/** Time between two readings when nothing happens (trading rules 10). */
const INTERVAL_MS = 30_000;
/** An order event is often followed by others: wait for them, but not for ever. */
const SETTLE_MS = 500;
/** The least time between the beginnings of two readings. */
const LEAST_GAP_MS = 2_000;
const RETRY_MS = 5_000;
const AGAIN_MS = 5_500;

/** Hears of readings. */
export interface TruthListener {
  onTruth(truth: VenueTruth): void;
  /** A reading failed; the next one comes soon. `tries` counts failures since the last success. */
  onTruthFailed(error: unknown, tries: number): void;
}

/**
 * Reads what the venue holds: every 30 s, and soon after it was asked for (order events, reconnects).
 * One reading is under way at a time.
 */
export class TruthPoller {
  readonly #clock: Clock;
  readonly #venue: Venue;
  readonly #listener: TruthListener;
  #stopped = true;
  #reading = false;
  #wanted = false;
  #failures = 0;
  #beganMs = Number.NEGATIVE_INFINITY;
  #dueMs = Number.POSITIVE_INFINITY;
  #disarm = () => {};

  constructor(clock: Clock, venue: Venue, listener: TruthListener) {
    this.#clock = clock;
    this.#venue = venue;
    this.#listener = listener;
  }

  start(): void {
    this.#stopped = false;
    this.#armWithin(INTERVAL_MS);
  }

  stop(): void {
    this.#stopped = true;
    this.#disarm();
  }

  /** Asks for a reading that begins after this moment. */
  soon(): void {
    if (this.#stopped) return;
    if (this.#reading) {
      this.#wanted = true;
      return;
    }
    const gapMs = this.#beganMs + LEAST_GAP_MS - this.#clock.nowMs();
    this.#armWithin(Math.max(SETTLE_MS, gapMs));
  }

  /** The last reading differed from the books, which reports on their way may explain: another one decides. */
  again(): void {
    if (!this.#stopped) this.#armWithin(AGAIN_MS);
  }

  /** Arms for `delayMs` from now unless it is armed for earlier. */
  #armWithin(delayMs: number): void {
    const dueMs = this.#clock.nowMs() + delayMs;
    if (dueMs >= this.#dueMs) return;
    this.#disarm();
    this.#dueMs = dueMs;
    this.#disarm = this.#clock.after(delayMs, () => void this.#read());
  }

  async #read(): Promise<void> {
    this.#dueMs = Number.POSITIVE_INFINITY;
    if (this.#stopped || this.#reading) return;
    this.#reading = true;
    this.#beganMs = this.#clock.nowMs();
    try {
      const truth = await this.#venue.truth();
      this.#failures = 0;
      if (!this.#stopped) this.#listener.onTruth(truth);
    } catch (error) {
      this.#failures++;
      if (!this.#stopped) this.#listener.onTruthFailed(error, this.#failures);
    } finally {
      this.#reading = false;
    }
    if (this.#stopped) return;
    this.#armWithin(this.#failures > 0 ? RETRY_MS : INTERVAL_MS);
    if (!this.#wanted) return;
    this.#wanted = false;
    this.soon();
  }
}
