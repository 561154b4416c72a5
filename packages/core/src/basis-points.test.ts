import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { basisPoints, isBasisPoints } from './basis-points.ts';

describe('basisPoints', () => {
  it.each([
    [0.7, 7000],
    [0.35, 3500],
    [-0.1, -1000],
    [0, 0],
    [1, 10_000],
    [5.5, 55_000],
    [0.0001, 1],
    [1.1, 11_000],
    [0.29, 2900],
    [2000, 20_000_000],
  ])('%d is %d', (value, expected) => {
    expect(basisPoints(value)).toBe(expected);
  });

  it('keeps ceil(1.1 * 50) at 55 (section 2)', () => {
    expect(Math.ceil((basisPoints(1.1) * 50) / 10_000)).toBe(55);
    expect(Math.ceil(1.1 * 50)).toBe(56);
  });

  it.each([
    0.00001,
    0.12345,
    0.1 + 0.2,
    1_000_000.0000000001,
    1e-9,
    1e300,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ])('refuses %d', (value) => {
    expect(isBasisPoints(value)).toBe(false);
    expect(() => basisPoints(value)).toThrow(expect.objectContaining({ code: 'TOO_MANY_DECIMALS' }));
  });

  it('is exact for every number of four decimals', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), (points) => {
        expect(basisPoints(Number(`${points}e-4`))).toBe(points + 0);
      }),
    );
  });
});
