import { describe, expect, it } from 'vitest';
import { noiseReturns, ruledReturns } from '../testing/sample-returns.ts';
import { effectiveTries } from './effective-tries.ts';

const rows = (count: number) => Array.from({ length: count }, (_, row) => row);

describe('effectiveTries', () => {
  it('agrees with the mean of numpy.corrcoef for sets of little correlation', () => {
    expect(effectiveTries(ruledReturns(6, 40), 40, rows(6))).toBeCloseTo(5.8639410336738536, 10);
  });

  it('and for sets that have much in common', () => {
    const ruled = ruledReturns(6, 40);
    const values = ruled.map((value, at) => {
      const set = Math.floor(at / 40);
      return Math.sin(at % 40) * 0.01 * (set + 1) + 0.3 * value;
    });
    expect(effectiveTries(values, 40, rows(6))).toBeCloseTo(1.8660539361878872, 10);
  });

  it('counts sets that move together as one, those that do not move as none', () => {
    const one = noiseReturns(1, 1, 30);
    const values = new Float64Array(90);
    values.set(one);
    values.set(
      one.map((value) => 2 * value + 0.001),
      30,
    );
    expect(effectiveTries(values, 30, rows(3))).toBeCloseTo(1, 10);
    expect(effectiveTries(values, 30, [2])).toBeNull();
    expect(effectiveTries(values, 30, [0, 2])).toBe(1);
  });

  it('counts opposite sets as two', () => {
    const one = noiseReturns(1, 1, 30);
    expect(effectiveTries(Float64Array.from([...one, ...one.map((value) => -value)]), 30, rows(2))).toBe(2);
  });
});
