import { sharpeRatio } from '@auction-trader/backtest';
import { describe, expect, it } from 'vitest';
import { dayNames, noiseReturns } from '../testing/sample-returns.ts';
import { walkForward } from './walk-forward.ts';

/** Small daily ups and downs around a mean, so that each stretch has a Sharpe ratio with the sign of its mean. */
const around = (mean: number, day: number) => mean + (day % 2 === 0 ? 0.001 : -0.001);

/** 30 days, 6 segments of 5: set 4 is good up to day 17, set 9 from then on; set 11 never trades. */
function turning() {
  const days = dayNames(30);
  const good = days.map((_, day) => around(day < 17 ? 0.01 : -0.01, day));
  const late = days.map((_, day) => around(day < 17 ? -0.01 : 0.01, day));
  const values = Float64Array.from([...good, ...late, ...days.map(() => 0)]);
  return { setIndexes: [4, 9, 11], days, values };
}

describe('walkForward', () => {
  it('rolling forgets, anchored remembers', () => {
    const matrix = turning();
    const rolling = walkForward(matrix, 'rolling', 0)!;
    // In sample: days 0-9, 5-14, 10-19 (7 of 10 good for set 4), 15-24 (2 of 10).
    expect(rolling.folds.map(({ setIndex }) => setIndex)).toEqual([4, 4, 4, 9]);
    const anchored = walkForward(matrix, 'anchored', 0)!;
    expect(anchored.folds.map(({ setIndex }) => setIndex)).toEqual([4, 4, 4, 4]);
    expect(rolling.folds[3]).toMatchObject({
      inSample: ['2025-01-16', '2025-01-25'],
      outOfSample: ['2025-01-26', '2025-01-30'],
    });
    expect(anchored.folds[3]!.inSample[0]).toBe('2025-01-01');
  });

  it('stitches the judged stretches into one equity curve', () => {
    const matrix = turning();
    const { days, equity, folds, sharpe } = walkForward(matrix, 'rolling', 0)!;
    expect(days).toEqual(matrix.days.slice(10));
    let expected = 1;
    for (let day = 10; day < 30; day += 1) {
      const row = day < 25 ? 0 : 1;
      expected *= 1 + matrix.values[row * 30 + day]!;
      expect(equity[day - 10]).toBeCloseTo(expected, 14);
    }
    const product = folds.reduce((sum, { outOfSampleReturn }) => sum * (1 + outOfSampleReturn), 1);
    expect(product).toBeCloseTo(expected, 14);
    const judged = equity.map((value, i) => value / (equity[i - 1] ?? 1) - 1);
    expect(sharpe).toBeCloseTo(sharpeRatio(judged)!, 8);
  });

  it('leaves the purged days out of the choice', () => {
    const values = noiseReturns(1, 2, 15);
    const matrix = { setIndexes: [0, 1], days: dayNames(15), values };
    values.fill(0);
    // Only the last day before the border makes set 1 better; purged, both are equal and the first is taken.
    values[15 + 4] = 1;
    expect(walkForward(matrix, 'anchored', 0)!.folds[0]!.setIndex).toBe(1);
    const purged = walkForward(matrix, 'anchored', 1)!.folds[0]!;
    expect(purged).toMatchObject({
      setIndex: 0,
      inSample: ['2025-01-01', '2025-01-04'],
      inSampleSharpe: null,
    });
  });

  it('cuts a year into twelve: eight stretches are judged', () => {
    const matrix = { setIndexes: [0], days: dayNames(365), values: noiseReturns(2, 1, 365) };
    expect(walkForward(matrix, 'rolling', 1)!.folds).toHaveLength(8);
    expect(walkForward(matrix, 'rolling', 1)!.days).toHaveLength(365 - 121);
  });

  it('needs 15 days', () => {
    const matrix = { setIndexes: [0], days: dayNames(14), values: noiseReturns(2, 1, 14) };
    expect(walkForward(matrix, 'rolling', 1)).toBeNull();
  });

  it('earns nothing where no set has skill, and nearly all of it where one has', () => {
    const noise = { setIndexes: [0, 1, 2], days: dayNames(365), values: noiseReturns(3, 3, 365) };
    expect(Math.abs(walkForward(noise, 'rolling', 1)!.sharpe!)).toBeLessThan(3);
    const skilled = { ...noise, values: noiseReturns(3, 3, 365, 1, 0.5) };
    expect(walkForward(skilled, 'rolling', 1)!.folds.every(({ setIndex }) => setIndex === 0)).toBe(true);
    expect(walkForward(skilled, 'rolling', 1)!.sharpe).toBeGreaterThan(6);
  });
});
