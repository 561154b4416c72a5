/** How long something that should not be has been so without a break. */
export class ConditionTimer {
  #sinceMs = Number.NaN;

  /** @returns ms since it began, 0 when it is not so; time while `excused` does not count */
  note(holds: boolean, excused: boolean, nowMs: number): number {
    if (!holds || excused) {
      this.#sinceMs = Number.NaN;
      return 0;
    }
    if (Number.isNaN(this.#sinceMs)) this.#sinceMs = nowMs;
    return nowMs - this.#sinceMs;
  }
}
