/** A silence: no row of its kind in between. */
export interface Gap {
  /** Epoch ms of the last row before it. */
  readonly fromMs: number;
  /** Epoch ms of the first row after it. */
  readonly toMs: number;
}

/** Default length from which a silence is reported, in minutes. */
export const GAP_MINUTES = 5;

/**
 * Silences longer than `longestMs` within one day.
 *
 * @param timeMs milliseconds of the day, ascending, `length` of them
 */
export function findGaps(dayStartMs: number, timeMs: Int32Array, length: number, longestMs: number): Gap[] {
  const gaps: Gap[] = [];
  for (let row = 1; row < length; row++) {
    if (timeMs[row]! - timeMs[row - 1]! <= longestMs) continue;
    gaps.push({ fromMs: dayStartMs + timeMs[row - 1]!, toMs: dayStartMs + timeMs[row]! });
  }
  return gaps;
}

/** Stretch of a day that has rows, with the silences inside it. */
export interface ActiveStretch {
  /** Epoch ms of the first and last row. */
  readonly firstTimeMs: number;
  readonly lastTimeMs: number;
  readonly gaps: readonly Gap[];
}

/**
 * Puts the silences of days together with those between one day and the next.
 *
 * @param days ascending
 */
export function joinGaps(days: readonly ActiveStretch[], longestMs: number): Gap[] {
  const gaps: Gap[] = [];
  let lastMs: number | null = null;
  for (const { firstTimeMs, lastTimeMs, gaps: inside } of days) {
    if (lastMs !== null && firstTimeMs - lastMs > longestMs) gaps.push({ fromMs: lastMs, toMs: firstTimeMs });
    gaps.push(...inside);
    lastMs = lastTimeMs;
  }
  return gaps;
}
