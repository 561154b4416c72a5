import { Decimal } from 'decimal.js';
import * as fc from 'fast-check';
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

  it('agrees with decimal arithmetic, near a half too', () => {
    const plain = fc.double({ noNaN: true, min: -1e12, max: 1e12 });
    const nearHalf = fc
      .tuple(fc.integer(), fc.integer({ min: 1, max: 9 }))
      .map(([n, d]) => n / 1e8 + d / 1e9);
    fc.assert(
      fc.property(fc.oneof(plain, nearHalf), (value) => {
        const exact = new Decimal(value).toDecimalPlaces(8, Decimal.ROUND_HALF_UP).toNumber();
        expect(roundHalfUp8(value) + 0).toBe(exact + 0);
      }),
      { numRuns: 2000 },
    );
  });
});
