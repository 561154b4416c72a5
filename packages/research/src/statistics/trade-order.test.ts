import { Random } from '@auction-trader/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { largestFall, shuffle, tradeOrder } from './trade-order.ts';

// All orders of these four trades counted by hand (24 permutations): the largest fall is 4 in 8 of them, 5 in 4,
// 7 in 12. All 256 drawings with replacement, counted in Python: quantiles of the fall 0, 6, 13, of the sum
// -13, 0, 12.
const TRADES = [5, -3, 2, -4];

describe('tradeOrder', () => {
  it('has the quantiles of all orders and of all drawings', () => {
    const result = tradeOrder(TRADES, 20_000, 1);
    expect(result.shuffledMaxDrawdown.p5).toBe(4);
    // Half of the orders lie at or below 5: the median of many drawings is 5 or 7.
    expect([5, 6, 7]).toContain(result.shuffledMaxDrawdown.p50);
    expect(result.shuffledMaxDrawdown.p95).toBe(7);
    expect(result.resampledMaxDrawdown).toEqual({ p5: 0, p50: 6, p95: 13 });
    expect(result.resampledNetPnl).toEqual({ p5: -13, p50: 0, p95: 12 });
  });

  it('is decided by the seed and changes no trade', () => {
    const trades = [...TRADES];
    expect(tradeOrder(trades, 50, 7)).toEqual(tradeOrder(trades, 50, 7));
    expect(tradeOrder(trades, 50, 7)).not.toEqual(tradeOrder(trades, 50, 8));
    expect(trades).toEqual(TRADES);
  });
});

describe('shuffle', () => {
  it('makes every order equally often', () => {
    const random = new Random(3);
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i += 1) {
      const values = Float64Array.of(1, 2, 3, 4);
      shuffle(random, values);
      counts.set(values.join(), (counts.get(values.join()) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    // Expected 1,000 each, deviation 31.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

describe('largestFall', () => {
  it('is the largest difference of a sum so far and a later one', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 30 }), (changes) => {
        const sums = [0];
        for (const change of changes) sums.push(sums.at(-1)! + change);
        const falls = sums.flatMap((high, i) => sums.slice(i).map((low) => high - low));
        expect(largestFall(changes)).toBe(Math.max(...falls));
      }),
    );
  });
});
