import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeIntegers, encodeIntegers } from './integer-codec.ts';

describe('integer codec', () => {
  it.each(['plain', 'change'] as const)('gives back any integers (%s)', (form) => {
    const integers = fc.array(fc.integer({ min: -(2 ** 49), max: 2 ** 49 }));
    fc.assert(
      fc.property(integers, (values) => {
        expect([...decodeIntegers(encodeIntegers(values, form), values.length, form)]).toEqual(values);
      }),
    );
  });

  it('needs one byte for a small change', () => {
    expect(encodeIntegers([500_000, 500_001, 499_950, 499_950], 'change').length).toBe(3 + 1 + 1 + 1);
  });

  it('grows when every value is large', () => {
    const values = Array.from({ length: 500 }, (_, i) => (i % 2 === 0 ? 2 ** 49 : -(2 ** 49)));
    expect([...decodeIntegers(encodeIntegers(values, 'change'), 500, 'change')]).toEqual(values);
  });
});
