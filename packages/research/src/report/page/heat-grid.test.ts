import { expect, it } from 'vitest';
import { heatGrid } from './heat-grid.ts';

const across = Float64Array.of(1, 1, 1, 2, 2, 2);
const down = Float64Array.of(0, 0, 1, 0, 1, 1);
const values = Float64Array.of(4, 8, 5, Number.NaN, -1, 3);

it('a cell is the median of the sets that share its values', () => {
  const { cells, low, high } = heatGrid(across, down, values, 'median', false);
  expect(cells).toEqual([
    { value: 6, sets: 2, withValue: 2 },
    { value: Number.NaN, sets: 1, withValue: 0 },
    { value: 5, sets: 1, withValue: 1 },
    { value: 1, sets: 2, withValue: 2 },
  ]);
  expect([low, high]).toEqual([1, 6]);
});

it('the best is the largest, or the smallest where less is better', () => {
  const best = (less: boolean) =>
    heatGrid(across, down, values, 'best', less).cells.map(({ value }) => value);
  expect(best(false)).toEqual([8, Number.NaN, 5, 3]);
  expect(best(true)).toEqual([4, Number.NaN, 5, -1]);
});

it('without a second parameter there is one row', () => {
  const { rows, cells } = heatGrid(across, null, values, 'median', false);
  expect(rows).toHaveLength(1);
  expect(cells.map(({ value }) => value)).toEqual([5, 1]);
});

it('without any value there are no ends', () => {
  const { low, high } = heatGrid(across, down, new Float64Array(6).fill(Number.NaN), 'best', false);
  expect([low, high]).toEqual([Number.NaN, Number.NaN]);
});
