import { Random } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import { luckSharpe } from './luck-sharpe.ts';

describe('luckSharpe', () => {
  it.each([
    [2, 0.5197553442805939],
    [10, 1.57459830134575],
    [100, 2.5306028932016846],
    [4096, 3.6365815453025343],
  ])('of %i tries with variance 1 agrees with the formula in scipy', (tries, expected) => {
    expect(luckSharpe(tries, 1)).toBeCloseTo(expected, 10);
  });

  it('is near the mean of the largest of so many normal numbers', () => {
    const random = new Random(5);
    let sum = 0;
    for (let search = 0; search < 4000; search += 1) {
      let largest = Number.NEGATIVE_INFINITY;
      for (let i = 0; i < 50; i += 1) largest = Math.max(largest, random.normal());
      sum += largest;
    }
    // Extreme value theory holds for many tries; at 50 it is right to about 1 %.
    expect(luckSharpe(50, 1)).toBeCloseTo(sum / 4000, 1);
  });

  it('scales with the deviation and is 0 for one try', () => {
    expect(luckSharpe(100, 4)).toBeCloseTo(2 * luckSharpe(100, 1), 12);
    expect(luckSharpe(1, 1)).toBe(0);
    expect(luckSharpe(1.01, 1)).toBe(0);
  });
});
