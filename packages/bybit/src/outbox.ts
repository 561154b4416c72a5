import type { Clock } from '@auction-trader/core';

/**
 * Delivers calls in order: at once, but never from within a call of the one they go to. What arises
 * inside such a call is delivered right after it.
 */
export class Outbox {
  readonly #clock: Clock;
  readonly #waiting: (() => void)[] = [];
  #isHeld = false;
  #isScheduled = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Delivers now, or after what is waiting. */
  deliver(call: () => void): void {
    if (this.#isHeld || this.#waiting.length > 0) {
      this.#waiting.push(call);
      this.#schedule();
    } else call();
  }

  /** Runs something within which nothing is delivered. */
  hold<Result>(run: () => Result): Result {
    const wasHeld = this.#isHeld;
    this.#isHeld = true;
    try {
      return run();
    } finally {
      this.#isHeld = wasHeld;
    }
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#clock.after(0, () => {
      this.#isScheduled = false;
      for (let call = this.#waiting.shift(); call !== undefined; call = this.#waiting.shift()) call();
    });
  }
}
