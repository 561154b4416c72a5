import { Random } from '@auction-trader/core';

/**
 * Returns by a rule of whole numbers, so that the numbers they are checked against could be computed elsewhere
 * from the same returns (Python: numpy, scipy, arch).
 */
export function ruledReturns(rows: number, columns: number): Float64Array {
  return Float64Array.from({ length: rows * columns }, (_, at) => {
    const i = Math.floor(at / columns);
    const j = at % columns;
    return (((i * 7919 + j * 104_729 + (i * i + 1) * (j * j + 3) * 31) % 1009) - 500) / 10_000;
  });
}

/** Normal returns of 1 % a day, without skill; the first `skilled` rows with a mean of `drift` deviations. */
export function noiseReturns(
  seed: number,
  rows: number,
  columns: number,
  skilled = 0,
  drift = 0,
): Float64Array {
  const random = new Random(seed);
  return Float64Array.from(
    { length: rows * columns },
    (_, at) => 0.01 * (random.normal() + (at < skilled * columns ? drift : 0)),
  );
}

/** Days of 2025 onwards, one after another. */
export function dayNames(count: number): string[] {
  return Array.from({ length: count }, (_, day) =>
    new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10),
  );
}
