import { DAY_MS, dayStartMs, MINUTE_MS } from '@auction-trader/core';

/** The last mark of a UTC day. */
export interface DayMark {
  /** Epoch ms of the day's start. */
  readonly dayMs: number;
  /** Row of the day's last minute. */
  readonly index: number;
  readonly equity: number;
}

/**
 * Last equity mark of each UTC day that has a bar. A mark belongs to the day of its minute, so the mark
 * taken at 00:00 is the last one of the day before.
 *
 * @param firstMinuteMs start of row 0
 * @param equity mark at the end of each minute
 * @param length number of minutes
 */
export function dayMarks(firstMinuteMs: number, equity: ArrayLike<number>, length: number): DayMark[] {
  const marks: DayMark[] = [];
  let row = 0;
  while (row < length) {
    const dayMs = dayStartMs(firstMinuteMs + row * MINUTE_MS);
    const behind = Math.min(length, (dayMs + DAY_MS - firstMinuteMs) / MINUTE_MS);
    marks.push({ dayMs, index: behind - 1, equity: equity[behind - 1]! });
    row = behind;
  }
  return marks;
}

/** Simple returns from mark to mark; the first base is the initial capital. */
export function dailyReturns(initialCapital: number, marks: readonly DayMark[]): number[] {
  let base = initialCapital;
  return marks.map(({ equity }) => {
    const change = equity / base - 1;
    base = equity;
    return change;
  });
}
