import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalDistribution } from './normal-distribution.ts';

// Published values, to 16 digits.
const TABLE: readonly (readonly [x: number, below: number])[] = [
  [0, 0.5],
  [0.1, 0.539827837277029],
  [0.5, 0.6914624612740131],
  [1, 0.8413447460685429],
  [1.5, 0.9331927987311419],
  [1.96, 0.9750021048517795],
  [2, 0.9772498680518208],
  [3, 0.9986501019683699],
  [4, 0.9999683287581669],
  [5, 0.9999997133484281],
];

/** Tails count by their own size. */
const TAILS: readonly (readonly [x: number, below: number])[] = [
  [-3, 1.349898031630095e-3],
  [-4, 3.167124183311992e-5],
  [-5, 2.866515718791939e-7],
  [-6, 9.865876450376981e-10],
  [-10, 7.619853024160527e-24],
  [-20, 2.753624118606234e-89],
];

describe('normal distribution', () => {
  it.each(TABLE)('at %d', (x, below) => {
    expect(Math.abs(normalDistribution(x) - below)).toBeLessThanOrEqual(1e-15);
  });

  it.each(TAILS)('in the tail at %d', (x, below) => {
    expect(Math.abs(normalDistribution(x) / below - 1)).toBeLessThanOrEqual(2e-13);
  });

  it('is symmetric, grows, and stays between 0 and 1', () => {
    const xs = fc.double({ min: -45, max: 45, noNaN: true });
    fc.assert(
      fc.property(xs, xs, (one, other) => {
        const low = normalDistribution(Math.min(one, other));
        const high = normalDistribution(Math.max(one, other));
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(high - low).toBeGreaterThanOrEqual(-1e-15);
        expect(Math.abs(normalDistribution(one) + normalDistribution(-one) - 1)).toBeLessThanOrEqual(1e-15);
      }),
    );
  });

  it('ends at 0 and 1, and knows no value for no number', () => {
    expect(normalDistribution(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(normalDistribution(Number.POSITIVE_INFINITY)).toBe(1);
    expect(normalDistribution(Number.NaN)).toBeNaN();
  });
});
