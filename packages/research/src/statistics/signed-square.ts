import { ROUNDING_SHARE } from './moments.ts';

/**
 * Orders sets like their Sharpe ratios over the same number of days, from sums alone and without a root:
 * `sum |sum| / sum of squared deviations`. The Sharpe ratio a day is
 * `sign x sqrt(|value| (days - 1)) / days`.
 *
 * @returns 0 where the returns do not vary: nothing done, nothing gained
 */
export function signedSquare(sum: number, squares: number, days: number): number {
  const deviations = squares - (sum * sum) / days;
  return deviations <= ROUNDING_SHARE * squares ? 0 : (sum * Math.abs(sum)) / deviations;
}
