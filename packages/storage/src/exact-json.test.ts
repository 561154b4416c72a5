import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromExactJson, toExactJson } from './exact-json.ts';

describe('exact JSON', () => {
  it('gives back any value, every number included', () => {
    const anything = fc.anything({
      key: fc.string().filter((key) => key !== '~' && key !== '__proto__'),
      values: [fc.double(), fc.constantFrom(Number.NaN, Infinity, -Infinity, -0, null, true), fc.string()],
    });
    fc.assert(
      fc.property(anything, (value) => {
        expect(fromExactJson(toExactJson({ value }))).toEqual({ value });
      }),
    );
  });

  it('is plain JSON for plain values', () => {
    const value = { a: [1, 2.5, null], b: { c: 'x\n' } };
    expect(toExactJson(value)).toBe(JSON.stringify(value));
    expect(toExactJson(Number.NaN)).toBe('{"~":"NaN"}');
  });

  it('refuses an object that could be taken for a number', () => {
    expect(() => toExactJson({ '~': 'NaN' })).toThrow(expect.objectContaining({ code: 'INVARIANT' }));
  });
});
