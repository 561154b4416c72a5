import type { Clock } from '@auction-trader/core';

/** A time in which nothing is asked of a server, by nobody. */
export class Pause {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  #untilMs = 0;

  /** @param signal ends every wait */
  constructor(clock: Clock, signal: AbortSignal) {
    this.#clock = clock;
    this.#signal = signal;
  }

  /** Lets everybody wait so long from now, at least. */
  extend(forMs: number): void {
    this.#untilMs = Math.max(this.#untilMs, this.#clock.nowMs() + forMs);
  }

  /** Waits until it is over. */
  async over(): Promise<void> {
    for (;;) {
      const leftMs = this.#untilMs - this.#clock.nowMs();
      if (leftMs <= 0) return;
      await this.wait(leftMs);
    }
  }

  /** Waits on one's own. */
  wait(forMs: number): Promise<void> {
    const signal = this.#signal;
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const onAbort = () => {
        cancel();
        reject(signal.reason);
      };
      const cancel = this.#clock.after(forMs, () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      });
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }
}
