import { expect, it } from 'vitest';
import { histogram } from './histogram.ts';

it('0 is an edge, and every value is counted', () => {
  const values = [-2.5, -0.01, 0, 0.01, 0.4, 3.9];
  const { low, width, counts } = histogram(values, 8);
  expect(width).toBe(1);
  expect(low).toBe(-3);
  expect(counts).toEqual([1, 0, 1, 3, 0, 0, 1]);
});

it('takes a single value', () => {
  expect(histogram([0]).counts).toEqual([1]);
});
