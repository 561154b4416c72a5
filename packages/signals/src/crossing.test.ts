import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crossingToleranceTicks, tradedNear } from './crossing.ts';
import { type BenchMinute, btcSettings, MinuteBench } from './testing/minute-bench.ts';
import { benchMinute } from './testing/vector-bench.ts';

const settings = btcSettings();

function minuteOf(tradedTicks: readonly number[], more: Partial<BenchMinute> = {}): BenchMinute {
  const lowTicks = Math.min(...tradedTicks);
  const highTicks = Math.max(...tradedTicks);
  const base = benchMinute([1, 1, 1, 1], 0, 0, {});
  return { ...base, openTicks: lowTicks, lowTicks, highTicks, closeTicks: highTicks, tradedTicks, ...more };
}

describe('tolerance', () => {
  const tolerance = (spreadSum: number, spreadCount: number, sections = {}) => {
    const view = new MinuteBench().put(minuteOf([1_000], { spreadSum, spreadCount }));
    return crossingToleranceTicks(view, btcSettings({ signal: sections }));
  };

  test.each([
    [60, 60, {}, 1],
    [61, 60, {}, 2],
    [180, 60, {}, 3],
    [0, 0, {}, 1],
    [0, 0, { crossing_spread_mult: 2.5 }, 3],
    [60, 60, { crossing_min_ticks: 5 }, 5],
    [60, 60, { crossing_spread_mult: 0 }, 1],
    // In doubles 1.1 * 50 is above 55.
    [3_000, 60, { crossing_spread_mult: 1.1 }, 55],
    [3_001, 60, { crossing_spread_mult: 1.1 }, 56],
  ])('spreads of %i in %i minutes, %j: %i', (sum, count, sections, ticks) => {
    expect(tolerance(sum, count, sections)).toBe(ticks);
  });
});

describe('near', () => {
  test('any print within the tolerance, and only a print', () => {
    const bench = new MinuteBench();
    const view = bench.put(minuteOf([990, 996, 1_004, 1_010], { spreadSum: 2 }));
    expect(tradedNear(view, 1_000, settings)).toBe(false);
    expect(tradedNear(view, 998, settings)).toBe(true);
    expect(tradedNear(view, 999, settings)).toBe(false);
    expect(tradedNear(view, 1_001, settings)).toBe(false);
    expect(tradedNear(view, 1_002, settings)).toBe(true);
    expect(tradedNear(view, 988, settings)).toBe(true);
    expect(tradedNear(view, 987, settings)).toBe(false);
    expect(tradedNear(view, 1_012, settings)).toBe(true);
    expect(tradedNear(view, 1_013, settings)).toBe(false);
  });

  test('bar mode: the range counts', () => {
    const ranged = btcSettings({}, { byRange: true });
    const view = new MinuteBench().put(minuteOf([990, 1_010]));
    expect(tradedNear(view, 1_000, ranged)).toBe(true);
    expect(tradedNear(view, 989, ranged)).toBe(true);
    expect(tradedNear(view, 988, ranged)).toBe(false);
    expect(tradedNear(view, 1_011, ranged)).toBe(true);
    expect(tradedNear(view, 1_012, ranged)).toBe(false);
    expect(tradedNear(view, 1_000, settings)).toBe(false);
  });

  test('levels are read only where low, high and close do not answer', () => {
    const bench = new MinuteBench();
    const view = bench.put(minuteOf([990, 1_000, 1_010]));
    for (const price of [900, 990, 989, 1_010, 1_011, 1_100]) tradedNear(view, price, settings);
    expect(bench.levels.located).toBe(0);
    tradedNear(view, 1_000, settings);
    expect(bench.levels.located).toBe(1);
  });

  test('equals a look at every print', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1_000, max: 1_030 }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 995, max: 1_035 }),
        fc.integer({ min: 1, max: 4 }),
        (prices, price, spreadSum) => {
          const sorted = [...prices].sort((a, b) => a - b);
          const closeTicks = prices[0]!;
          const view = new MinuteBench().put(minuteOf(sorted, { closeTicks, spreadSum }));
          const near = sorted.some((tick) => Math.abs(tick - price) <= spreadSum);
          expect(tradedNear(view, price, settings)).toBe(near);
        },
      ),
      { numRuns: 500 },
    );
  });
});
