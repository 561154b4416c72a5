import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { luckSharpe } from './luck-sharpe.ts';
import { probabilisticSharpe } from './probabilistic-sharpe.ts';

// The worked example of Bailey and Lopez de Prado, "The deflated Sharpe ratio", 2014: Sharpe 2.5 a year of 250
// days, 1,250 days, skewness -3, kurtosis 10, 100 tries whose annual Sharpe ratios have a variance of 1/2.
const published = { sharpe: 2.5 / Math.sqrt(250), count: 1250, skewness: -3, kurtosis: 10 };

describe('probabilisticSharpe', () => {
  it("is 0.9004 in the paper's example, with a threshold of 0.1132 a day", () => {
    const threshold = luckSharpe(100, 0.5 / 250);
    expect(threshold).toBeCloseTo(0.1132, 4);
    expect(probabilisticSharpe(published, threshold)).toBeCloseTo(0.9004, 4);
    // scipy.stats.norm.cdf of the same formula
    expect(probabilisticSharpe(published, threshold)).toBeCloseTo(0.9003968344493903, 10);
  });

  it('would have been 0.95 with 46 tries, as the paper says', () => {
    expect(probabilisticSharpe(published, luckSharpe(46, 0.5 / 250))).toBeCloseTo(0.9505, 4);
  });

  it('is one half at its own threshold', () => {
    expect(probabilisticSharpe(published, published.sharpe)).toBe(0.5);
  });

  it('falls as the threshold rises, and stays a probability', () => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (threshold) => {
        const p = probabilisticSharpe(published, threshold)!;
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(probabilisticSharpe(published, threshold + 0.01)).toBeLessThanOrEqual(p);
      }),
    );
  });

  it('has no value without a spread or a second return', () => {
    const flat = { sharpe: 0, count: 30, skewness: Number.NaN, kurtosis: Number.NaN };
    expect(probabilisticSharpe(flat, 0)).toBeNull();
    expect(probabilisticSharpe({ ...published, count: 1 }, 0)).toBeNull();
  });
});
