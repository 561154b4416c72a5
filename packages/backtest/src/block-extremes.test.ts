import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockExtremes, findBeyond } from './block-extremes.ts';

describe('findBeyond', () => {
  it('finds with blocks what a plain search finds', () => {
    const bound = fc.oneof(
      fc.integer({ min: -60, max: 60 }),
      fc.constantFrom(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
    );
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 400 }),
        fc.nat(400),
        fc.nat(400),
        bound,
        bound,
        (list, one, other, low, high) => {
          const values = Int32Array.from(list);
          const from = Math.min(one, other, values.length);
          const to = Math.min(Math.max(one, other), values.length);
          const plain = list.findIndex(
            (value, index) => index >= from && index < to && (value <= low || value >= high),
          );
          const expected = plain === -1 ? to : plain;
          expect(findBeyond(values, null, from, to, low, high)).toBe(expected);
          expect(findBeyond(values, blockExtremes(values, values.length), from, to, low, high)).toBe(
            expected,
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});
