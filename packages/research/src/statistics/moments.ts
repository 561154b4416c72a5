/** Mean, spread and shape of a sample. */
export interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Sample standard deviation (n - 1); 0 when the values do not vary. */
  readonly deviation: number;
  /** Third and fourth standardised moment (divisor n; 0 and 3 for a normal distribution); NaN without spread. */
  readonly skewness: number;
  readonly kurtosis: number;
}

/** Below this share of the sum of squares, what is left of a spread is rounding. */
export const ROUNDING_SHARE = 1e-12;

/**
 * Moments of a sample, in two passes.
 *
 * @param values at least two
 * @example
 * moments([1, 2, 3, 4]).mean // 2.5
 */
export function moments(values: ArrayLike<number>): Moments {
  const count = values.length;
  let sum = 0;
  for (let i = 0; i < count; i += 1) sum += values[i]!;
  const mean = sum / count;
  let raw = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let i = 0; i < count; i += 1) {
    const value = values[i]!;
    const apart = value - mean;
    const square = apart * apart;
    raw += value * value;
    second += square;
    third += square * apart;
    fourth += square * square;
  }
  if (second <= ROUNDING_SHARE * raw) {
    return { count, mean, deviation: 0, skewness: Number.NaN, kurtosis: Number.NaN };
  }
  const variance = second / count;
  return {
    count,
    mean,
    deviation: Math.sqrt(second / (count - 1)),
    skewness: third / count / variance ** 1.5,
    kurtosis: fourth / count / variance ** 2,
  };
}
