import { moments } from './moments.ts';

/**
 * Independent tries that correlated ones amount to: `r + (1 - r) M` with the average correlation `r` of the `M`
 * tries (Bailey and Lopez de Prado, "The deflated Sharpe ratio", 2014, appendix 3), `r` not below 0. The average
 * comes from the sum of the standardised rows, so no matrix of correlations is made: time is rows x columns.
 *
 * It goes with the variance between the tries' Sharpe ratios, which what they have in common is not part of.
 *
 * @param values row-major returns, one row a try
 * @param rows those that count, each once; rows that do not vary count as no try
 * @returns null when no row varies
 */
export function effectiveTries(
  values: Float64Array,
  columns: number,
  rows: readonly number[],
): number | null {
  const sum = new Float64Array(columns);
  let tries = 0;
  for (const row of rows) {
    const returns = values.subarray(row * columns, (row + 1) * columns);
    const { mean, deviation } = moments(returns);
    if (deviation === 0) continue;
    tries += 1;
    const scale = 1 / (deviation * Math.sqrt(columns - 1));
    for (let column = 0; column < columns; column += 1) {
      sum[column]! += (returns[column]! - mean) * scale;
    }
  }
  if (tries < 2) return tries === 0 ? null : 1;
  let square = 0;
  for (const value of sum) square += value * value;
  const average = Math.min(1, Math.max(0, (square - tries) / (tries * (tries - 1))));
  return average + (1 - average) * tries;
}
