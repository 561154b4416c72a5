import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';

const EULER_MASCHERONI = 0.577_215_664_901_532_9;

/**
 * Sharpe ratio that the best of so many tries is expected to show when none of them has any skill (Bailey and
 * Lopez de Prado, "The deflated Sharpe ratio", 2014, from extreme value theory).
 *
 * @param tries number of independent tries; at one and below nothing was chosen, and luck gives 0
 * @param variance of the tries' Sharpe ratios, in the unit (day or year) that the result is wanted in
 */
export function luckSharpe(tries: number, variance: number): number {
  if (tries <= 1) return 0;
  const largest =
    (1 - EULER_MASCHERONI) * normalQuantile(1 - 1 / tries, 0, 1) +
    EULER_MASCHERONI * normalQuantile(1 - 1 / (tries * Math.E), 0, 1);
  // The formula is for many tries; just above one it falls below zero, which a choice never does on average.
  return Math.sqrt(variance) * Math.max(0, largest);
}
