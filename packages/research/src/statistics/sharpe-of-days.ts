import { ROUNDING_SHARE } from './moments.ts';

const DAYS_PER_YEAR = 365;

/** What a daily Sharpe ratio is multiplied by to make it an annual one: markets here trade every day. */
export const ANNUAL = Math.sqrt(DAYS_PER_YEAR);

/**
 * Sharpe ratio a day (not annualised) of `values[from]` up to but without `values[to]`:
 * mean / sample standard deviation (n - 1), as Sharpe, "The Sharpe Ratio", 1994, with nothing as benchmark.
 *
 * @returns NaN under two days, or when the returns do not vary
 */
export function sharpeOfDays(values: ArrayLike<number>, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i += 1) sum += values[i]!;
  const mean = sum / (to - from);
  let raw = 0;
  let squares = 0;
  for (let i = from; i < to; i += 1) {
    const value = values[i]!;
    raw += value * value;
    squares += (value - mean) * (value - mean);
  }
  if (to - from < 2 || squares <= ROUNDING_SHARE * raw) return Number.NaN;
  return mean / Math.sqrt(squares / (to - from - 1));
}

/** Annualised; null where {@link sharpeOfDays} has no value. */
export function annualSharpe(sharpePerDay: number): number | null {
  return Number.isNaN(sharpePerDay) ? null : sharpePerDay * ANNUAL;
}
