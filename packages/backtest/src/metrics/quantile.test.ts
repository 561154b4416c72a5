import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distribution, nearestRank } from './quantile.ts';

describe('nearestRank', () => {
  it('takes the value at rank ceil(share x n)', () => {
    const values = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100];
    expect(nearestRank(values, 0.5)).toBe(50);
    expect(nearestRank(values, 0.9)).toBe(90);
    expect(nearestRank(values, 0.99)).toBe(100);
    expect(nearestRank([7], 0.01)).toBe(7);
  });

  it('is a value of the set with at least that share at or below it, and less below it', () => {
    const values = fc.array(fc.integer(), { minLength: 1 }).map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(values, fc.constantFrom(0.25, 0.5, 0.75, 1), (sorted, share) => {
        const value = nearestRank(sorted, share);
        expect(sorted).toContain(value);
        expect(sorted.filter((other) => other <= value).length).toBeGreaterThanOrEqual(share * sorted.length);
        expect(sorted.filter((other) => other < value).length).toBeLessThan(share * sorted.length);
      }),
    );
  });

  it('refuses an empty set', () => {
    expect(() => nearestRank([], 0.5)).toThrow(RangeError);
  });
});

describe('distribution', () => {
  it('sorts by value and leaves its input alone', () => {
    const values = [9, 100, 1];
    expect(distribution(values)).toEqual({ n: 3, mean: 110 / 3, p50: 9, p90: 100, p99: 100 });
    expect(values).toEqual([9, 100, 1]);
  });

  it('is null without values', () => {
    expect(distribution([])).toBeNull();
  });
});
