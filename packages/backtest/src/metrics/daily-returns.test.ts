import { DAY_MS, MINUTE_MS } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import { dailyReturns, dayMarks } from './daily-returns.ts';

const MIDNIGHT = Date.UTC(2024, 0, 2);

describe('dayMarks', () => {
  it('takes the last mark of each UTC day, partial days too', () => {
    const first = MIDNIGHT - 2 * MINUTE_MS;
    const marks = dayMarks(first, Float64Array.of(1, 2, 3, 4), 4);
    expect(marks).toEqual([
      { dayMs: MIDNIGHT - DAY_MS, index: 1, equity: 2 },
      { dayMs: MIDNIGHT, index: 3, equity: 4 },
    ]);
  });

  it('counts the mark taken at 00:00 to the day before', () => {
    const marks = dayMarks(MIDNIGHT - MINUTE_MS, Float64Array.of(5), 1);
    expect(marks).toEqual([{ dayMs: MIDNIGHT - DAY_MS, index: 0, equity: 5 }]);
  });

  it('is empty without a minute', () => {
    expect(dayMarks(0, new Float64Array(3), 0)).toEqual([]);
  });
});

describe('dailyReturns', () => {
  it('has the initial capital as its first base', () => {
    const marks = [10_100, 9_999].map((equity, day) => ({ dayMs: day * DAY_MS, index: 0, equity }));
    const [first, second] = dailyReturns(10_000, marks);
    expect(first).toBeCloseTo(0.01, 12);
    expect(second).toBeCloseTo(-0.01, 12);
  });
});
