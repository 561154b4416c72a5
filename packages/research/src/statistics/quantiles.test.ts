import { expect, it } from 'vitest';
import { quantilesOf } from './quantiles.ts';

it('takes values in any order and leaves them as they are', () => {
  const values = Float64Array.from({ length: 101 }, (_, i) => (i * 37) % 101);
  const before = values.slice();
  expect(quantilesOf(values)).toEqual({ p5: 5, p50: 50, p95: 95 });
  expect(values).toEqual(before);
});
