import type { Clock } from '@auction-trader/core';
import type { News } from './account-book.ts';

/** What REST has told must be told by the stream within this, else the stream is silent. */
const TOLD_WITHIN_MS = 2_000;

/** Facts that were learnt by REST and that the stream owes. */
export class ExpectedPushes {
  readonly #clock: Clock;
  readonly #onMissing: () => void;
  /** Latest time (venue clock) told of each order or execution, until the stream has said as much. */
  readonly #owed = new Map<string, number>();
  #cancelTimer: (() => void) | null = null;

  /** @param onMissing called when the stream has not told in time */
  constructor(clock: Clock, onMissing: () => void) {
    this.#clock = clock;
    this.#onMissing = onMissing;
  }

  /** REST has told something that the stream has not. */
  expect(news: readonly News[]): void {
    for (const { id, timeMs } of news) this.#owed.set(id, timeMs);
    if (this.#owed.size === 0 || this.#cancelTimer !== null) return;
    this.#cancelTimer = this.#clock.after(TOLD_WITHIN_MS, () => {
      this.#cancelTimer = null;
      if (this.#owed.size === 0) return;
      this.#owed.clear();
      this.#onMissing();
    });
  }

  /** The stream has told of an order or execution. */
  told(id: string, timeMs: number): void {
    const owedMs = this.#owed.get(id);
    if (owedMs !== undefined && timeMs >= owedMs) this.#owed.delete(id);
  }

  /** The stream is gone: it owes nothing any more. */
  clear(): void {
    this.#owed.clear();
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }
}
