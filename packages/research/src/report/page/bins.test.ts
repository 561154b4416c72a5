import { expect, it } from 'vitest';
import { binIndexes, binsOf } from './bins.ts';

it('few values have a bin each, in order', () => {
  const column = Float64Array.of(3, 1, 1, 2);
  expect(binsOf(column)).toEqual([
    { from: 1, to: 1 },
    { from: 2, to: 2 },
    { from: 3, to: 3 },
  ]);
  expect([...binIndexes(column, binsOf(column))]).toEqual([2, 0, 0, 1]);
});

it('many values share stretches, and every value has one', () => {
  const column = Float64Array.from({ length: 1000 }, (_, i) => i / 7);
  const bins = binsOf(column);
  expect(bins).toHaveLength(16);
  expect(bins[0]!.from).toBe(0);
  expect(bins.at(-1)!.to).toBe(999 / 7);
  expect(Math.min(...binIndexes(column, bins))).toBe(0);
});

it('what is no number has no bin', () => {
  const column = Float64Array.of(Number.NaN, 5);
  expect([...binIndexes(column, binsOf(column))]).toEqual([-1, 0]);
});
