import { expect, it } from 'vitest';
import { spread, spreadOfRatios } from './spread.ts';

it('takes the middle figure', () => {
  expect(spread([5, 1, 3])).toEqual({ value: 3, lowest: 1, highest: 5 });
});

it('takes the mean of the two middle figures of an even number', () => {
  expect(spread([4, 1, 2, 9])).toEqual({ value: 3, lowest: 1, highest: 9 });
});

it('has no median of nothing', () => {
  expect(() => spread([])).toThrow('no figures');
});

it('sets figures of one round against each other', () => {
  expect(spreadOfRatios([10, 30, 8], [5, 10, 8])).toEqual({ value: 2, lowest: 1, highest: 3 });
  expect(() => spreadOfRatios([1], [])).toThrow('as many');
});
