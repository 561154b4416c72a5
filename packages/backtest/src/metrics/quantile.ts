/** Mean and nearest-rank quantiles of a set of values. */
export interface Distribution {
  /** Number of values. */
  readonly n: number;
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

/**
 * Nearest-rank quantile: the smallest value with at least `share` of all values at or below it.
 *
 * @param sorted values in ascending order, at least one
 * @param share 0 < share <= 1
 * @example
 * nearestRank([1, 2, 3, 4], 0.5) // 2
 */
export function nearestRank(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) throw new RangeError('nearestRank needs at least one value');
  const rank = Math.ceil(share * sorted.length);
  return sorted[Math.max(rank, 1) - 1]!;
}

/**
 * Mean, p50, p90 and p99 of values in any order, or null when there are none.
 *
 * @param values is not changed
 */
export function distribution(values: ArrayLike<number>): Distribution | null {
  const n = values.length;
  if (n === 0) return null;
  const sorted = Float64Array.from(values).sort();
  let sum = 0;
  for (let i = 0; i < n; i += 1) sum += sorted[i]!;
  return {
    n,
    mean: sum / n,
    p50: nearestRank(sorted, 0.5),
    p90: nearestRank(sorted, 0.9),
    p99: nearestRank(sorted, 0.99),
  };
}
