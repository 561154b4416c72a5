import { expect, it } from 'vitest';
import { ordered } from './ordered.ts';

it('orders positions by value, equal ones by position, those without a value last both ways', () => {
  const column = Float64Array.of(2, Number.NaN, -1, 2, 7);
  expect([...ordered(column, false)]).toEqual([2, 0, 3, 4, 1]);
  expect([...ordered(column, true)]).toEqual([4, 0, 3, 2, 1]);
});
