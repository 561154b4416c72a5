/** Samples that are kept. */
const SAMPLES = 15;
/** A sample further off than this means that a clock was set: older samples no longer count. */
const STEP_MS = 250;
/** Samples whose round trip is far above the best one say little. */
const SLOW_FACTOR = 1.5;
const SLOW_MS = 20;

interface Sample {
  readonly offsetMs: number;
  readonly roundTripMs: number;
}

/** The venue clock's offset (venue - local): the median of the samples with a short round trip. */
export class ClockEstimate {
  readonly #samples: Sample[] = [];
  #offsetMs = Number.NaN;

  /** ms; NaN before the first sample. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  /**
   * @param sentMs local epoch ms when the question left
   * @param receivedMs when the answer came
   * @param venueMs the venue's clock in the answer
   */
  add(sentMs: number, receivedMs: number, venueMs: number): void {
    const roundTripMs = Math.max(0, receivedMs - sentMs);
    const offsetMs = venueMs - (sentMs + receivedMs) / 2;
    const isStep = Math.abs(offsetMs - this.#offsetMs) > STEP_MS + roundTripMs / 2;
    if (isStep) this.#samples.length = 0;
    this.#samples.push({ offsetMs, roundTripMs });
    if (this.#samples.length > SAMPLES) this.#samples.shift();
    this.#offsetMs = this.#estimate();
  }

  /** Forgets the samples; the offset holds until the next one. */
  clear(): void {
    this.#samples.length = 0;
  }

  #estimate(): number {
    const best = Math.min(...this.#samples.map(({ roundTripMs }) => roundTripMs));
    const offsets = this.#samples
      .filter(({ roundTripMs }) => roundTripMs <= best * SLOW_FACTOR + SLOW_MS)
      .map(({ offsetMs }) => offsetMs)
      .sort((left, right) => left - right);
    const middle = offsets.length >> 1;
    return offsets.length % 2 === 1 ? offsets[middle]! : (offsets[middle - 1]! + offsets[middle]!) / 2;
  }
}
