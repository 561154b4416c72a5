import { MINUTE_MS } from '@auction-trader/core';
import { MinuteTape } from '@auction-trader/ingestion';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_LEVELS } from '../testing/order-bench.ts';
import { RangeLevels } from './range-levels.ts';

function tapeOf(rows: readonly { low: number; high: number; lots: number }[]): MinuteTape {
  const tape = new MinuteTape(rows.length, NO_LEVELS);
  for (const [index, { low, high, lots }] of rows.entries()) {
    tape.lowTicks[index] = low;
    tape.highTicks[index] = high;
    tape.volumeLots[index] = lots;
  }
  tape.length = rows.length;
  return tape;
}

describe('RangeLevels', () => {
  it('a print lies near x exactly when low - tol <= x <= high + tol', () => {
    const row = fc.record({
      low: fc.integer({ min: 100, max: 160 }),
      range: fc.integer({ min: 0, max: 40 }),
    });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 50, max: 250 }),
        fc.nat(10),
        (rows, x, tol) => {
          const levels = new RangeLevels(
            tapeOf(rows.map(({ low, range }) => ({ low, high: low + range, lots: 1 }))),
          );
          for (const [index, { low, range }] of rows.entries()) {
            levels.locate(index * MINUTE_MS);
            const prices = [...levels.priceTicks.subarray(levels.from, levels.to)];
            expect(prices.some((price) => Math.abs(price - x) <= tol)).toBe(
              low - tol <= x && x <= low + range + tol,
            );
            expect(prices).toEqual(prices.toSorted((left, right) => left - right));
            expect(Math.min(...levels.sizeLots.subarray(levels.from, levels.to))).toBe(1);
          }
        },
      ),
    );
  });

  it('has no level in a minute without trades', () => {
    const levels = new RangeLevels(tapeOf([{ low: 100, high: 100, lots: 0 }]));
    levels.locate(0);
    expect(levels.to - levels.from).toBe(0);
  });
});
