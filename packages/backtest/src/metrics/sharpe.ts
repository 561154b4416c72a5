const DAYS_PER_YEAR = 365;

/**
 * Sharpe ratio of daily returns: mean / sample standard deviation (n - 1) x sqrt(365).
 *
 * @returns null under 2 days, or when the returns do not vary
 */
export function sharpeRatio(returns: readonly number[]): number | null {
  if (returns.length < 2) return null;
  const average = mean(returns);
  const squares = returns.map((value) => (value - average) ** 2);
  const deviation = Math.sqrt((mean(squares) * returns.length) / (returns.length - 1));
  return deviation === 0 ? null : (average / deviation) * Math.sqrt(DAYS_PER_YEAR);
}

/**
 * Sortino ratio of daily returns: mean / sqrt(mean(min(0, r)^2)) x sqrt(365).
 *
 * @returns null under 2 days, or without a losing day
 */
export function sortinoRatio(returns: readonly number[]): number | null {
  if (returns.length < 2) return null;
  const downside = Math.sqrt(mean(returns.map((value) => Math.min(0, value) ** 2)));
  return downside === 0 ? null : (mean(returns) / downside) * Math.sqrt(DAYS_PER_YEAR);
}

function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
