import { quantileSorted } from 'simple-statistics';
import type { Quantiles } from '../assessment/assessment.ts';

/**
 * The 5 %, 50 % and 95 % quantile of values in any order.
 *
 * @param values at least one; not changed
 */
export function quantilesOf(values: Float64Array): Quantiles {
  const sorted = Array.from(values.toSorted());
  return {
    p5: quantileSorted(sorted, 0.05),
    p50: quantileSorted(sorted, 0.5),
    p95: quantileSorted(sorted, 0.95),
  };
}
