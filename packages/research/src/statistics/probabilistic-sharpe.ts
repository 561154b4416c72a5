import normalCdf from '@stdlib/stats-base-dists-normal-cdf';

/** An observed Sharpe ratio with what its standard error depends on. All per day, none annualised. */
export interface ObservedSharpe {
  readonly sharpe: number;
  /** Number of returns it comes from. */
  readonly count: number;
  readonly skewness: number;
  /** Not the excess: 3 for a normal distribution. */
  readonly kurtosis: number;
}

/**
 * Probability that the true Sharpe ratio is above a threshold (Bailey and Lopez de Prado, "The Sharpe ratio
 * efficient frontier", Journal of Risk, 2012). With the expected maximum of luck as the threshold it is the
 * deflated Sharpe ratio (the same, "The deflated Sharpe ratio", Journal of Portfolio Management, 2014).
 *
 * @param threshold Sharpe ratio a day
 * @returns 0..1, or null under two returns or where the standard error has no value
 */
export function probabilisticSharpe(observed: ObservedSharpe, threshold: number): number | null {
  const { sharpe, count, skewness, kurtosis } = observed;
  const spread = 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe;
  if (count < 2 || !(spread > 0)) return null;
  return normalCdf(((sharpe - threshold) * Math.sqrt(count - 1)) / Math.sqrt(spread), 0, 1);
}
