import { nearestRank } from './quantile.ts';

/** How much volume had a side that had to be guessed, over the minutes with trades. */
export interface AmbiguityStatistics {
  /** Minutes with trades. */
  readonly n: number;
  readonly mean: number | null;
  readonly p90: number | null;
  /** Share of minutes strictly above `ambiguous_trade_frac_max`, 0..1. */
  readonly share_above_max: number | null;
}

/**
 * Ambiguous statistics of the minutes with trades.
 *
 * @param fractions ambiguous fraction of each such minute, 0..1
 * @param max `order_flow.ambiguous_trade_frac_max`
 */
export function ambiguityStatistics(fractions: ArrayLike<number>, max: number): AmbiguityStatistics {
  const n = fractions.length;
  if (n === 0) return { n, mean: null, p90: null, share_above_max: null };
  const sorted = Float64Array.from(fractions).sort();
  let sum = 0;
  let above = 0;
  for (let i = 0; i < n; i += 1) {
    sum += sorted[i]!;
    if (sorted[i]! > max) above += 1;
  }
  return { n, mean: sum / n, p90: nearestRank(sorted, 0.9), share_above_max: above / n };
}
