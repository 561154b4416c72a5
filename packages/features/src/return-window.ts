/** A {@link ReturnWindow} as plain data. */
export interface ReturnWindowSnapshot {
  /** Oldest first. */
  readonly returns: readonly number[];
  /** Twice the mid of the last minute with trades, in ticks; 0 before the first. */
  readonly lastMid2Ticks: number;
}

/**
 * Log returns of the closing mid over a rolling window and their deviation (trading rules 6).
 * A minute without trades gives a return of 0; the next one is measured from the last mid
 * of a minute with trades.
 */
export class ReturnWindow {
  readonly #returns: Float64Array;
  /** Returns held, and where the oldest lies once the window is full. */
  #count = 0;
  #oldest = 0;
  #lastMid2 = 0;

  /** @param window number of returns kept */
  constructor(window: number) {
    this.#returns = new Float64Array(window);
  }

  /**
   * Takes up one minute.
   *
   * @param mid2Ticks sum of closing bid and ask; 0 when no quote was ever seen
   * @param synthetic the minute had no trade
   */
  push(mid2Ticks: number, synthetic: boolean): void {
    if (mid2Ticks === 0) return;
    if (this.#lastMid2 !== 0) this.#append(synthetic ? 0 : Math.log(mid2Ticks / this.#lastMid2));
    if (!synthetic) this.#lastMid2 = mid2Ticks;
  }

  /** Population standard deviation, two passes, oldest first; NaN under 2 returns. */
  deviation(): number {
    const count = this.#count;
    if (count < 2) return Number.NaN;
    const returns = this.#returns;
    const oldest = this.#oldest;
    let sum = 0;
    for (let at = oldest; at < count; at++) sum += returns[at]!;
    for (let at = 0; at < oldest; at++) sum += returns[at]!;
    const mean = sum / count;
    let squares = 0;
    for (let at = oldest; at < count; at++) {
      const away = returns[at]! - mean;
      squares += away * away;
    }
    for (let at = 0; at < oldest; at++) {
      const away = returns[at]! - mean;
      squares += away * away;
    }
    return Math.sqrt(squares / count);
  }

  snapshot(): ReturnWindowSnapshot {
    const held = [...this.#returns.subarray(0, this.#count)];
    const returns = [...held.slice(this.#oldest), ...held.slice(0, this.#oldest)];
    return { returns, lastMid2Ticks: this.#lastMid2 };
  }

  /** Takes up what {@link snapshot} gave; of more returns than the window holds, the newest. */
  restore({ returns, lastMid2Ticks }: ReturnWindowSnapshot): void {
    const kept = returns.slice(-this.#returns.length);
    this.#returns.set(kept);
    this.#count = kept.length;
    this.#oldest = 0;
    this.#lastMid2 = lastMid2Ticks;
  }

  #append(value: number): void {
    const returns = this.#returns;
    if (this.#count < returns.length) {
      returns[this.#count++] = value;
      return;
    }
    returns[this.#oldest] = value;
    this.#oldest = this.#oldest + 1 === returns.length ? 0 : this.#oldest + 1;
  }
}
