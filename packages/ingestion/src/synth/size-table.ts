/** Entries of the table; a power of two, so that some random bits pick one. */
export const SIZES = 4096;

/** Every so many-th trade has a round size. */
const ROUND_EVERY = 3;
const ROUND_LOTS = [1, 2, 5, 10, 10, 20, 50, 100, 100, 200, 500, 1000];

/**
 * Sizes of trades in lots: log-normal (median 12 lots, a long tail), with clusters at round
 * numbers as real trades have them. Picking entries at random draws from it.
 */
export const SIZE_TABLE = Int32Array.from({ length: SIZES }, (_, place) => {
  if (place % ROUND_EVERY === 0) return ROUND_LOTS[(place / ROUND_EVERY) % ROUND_LOTS.length]!;
  const share = (place + 0.5) / SIZES;
  return Math.max(1, Math.round(12 * Math.exp(1.6 * normalQuantile(share))));
});

/** Inverse of the logistic curve that lies within 0.01 of the normal distribution; near enough for sizes. */
function normalQuantile(share: number): number {
  return Math.log(share / (1 - share)) / 1.702;
}
