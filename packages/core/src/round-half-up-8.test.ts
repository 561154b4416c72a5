import { describe, expect, it } from 'vitest';
import { roundHalfUp8 } from './round-half-up-8.ts';

describe('roundHalfUp8', () => {
  it.each([
    [2.5000550000000006, 2.500055],
    [0.1 + 0.2, 0.3],
    // The doubles nearest to these lie below the half; the decimal form decides.
    [1.000000005, 1.00000001],
    [0.000000005, 0.00000001],
    [-0.000000005, -0.00000001],
    [0.0000000049, 0],
    [321.352222, 321.352222],
    [Number.NaN, Number.NaN],
  ])('%d becomes %d', (value, expected) => {
    expect(roundHalfUp8(value)).toBe(expected);
  });
});
