/** {@link PrintGroups} as plain data. */
export interface PrintGroupsSnapshot {
  readonly count: number;
  readonly timeMs: number;
  readonly seen: number;
}

/** Counts a minute's prints with those of one time and sign taken as one (trading rules 5.4). */
export class PrintGroups {
  count = 0;
  /** Time of the newest print, and a bit for each sign seen at it. */
  #timeMs = -1;
  #seen = 0;

  beginMinute(): void {
    this.count = 0;
    this.#timeMs = -1;
    this.#seen = 0;
  }

  snapshot(): PrintGroupsSnapshot {
    return { count: this.count, timeMs: this.#timeMs, seen: this.#seen };
  }

  /** Takes up what {@link snapshot} gave. */
  restore({ count, timeMs, seen }: PrintGroupsSnapshot): void {
    this.count = count;
    this.#timeMs = timeMs;
    this.#seen = seen;
  }

  /**
   * Adds the prints `from..to`, ordered by time.
   *
   * @param signs sign of the print of row `r` at `r - signsFrom`
   */
  add(timeMs: Int32Array, signs: Int8Array, signsFrom: number, from: number, to: number): void {
    let time = this.#timeMs;
    let seen = this.#seen;
    let groups = 0;
    for (let row = from; row < to; row++) {
      const rowTime = timeMs[row]!;
      const bit = 1 << (signs[row - signsFrom]! + 1);
      if (rowTime !== time) {
        time = rowTime;
        seen = 0;
      }
      if ((seen & bit) === 0) groups++;
      seen |= bit;
    }
    this.#timeMs = time;
    this.#seen = seen;
    this.count += groups;
  }
}
