import fc from 'fast-check';
import { expect, it } from 'vitest';
import { distinctRows } from './distinct-rows.ts';

it('keeps the first of equal rows, as comparing texts of the rows does', () => {
  const rows = fc.array(fc.tuple(fc.constantFrom(0, 0.1, 0.25), fc.constantFrom(0, 1e-17, -3)), {
    minLength: 1,
    maxLength: 40,
  });
  fc.assert(
    fc.property(rows, (list) => {
      const texts = list.map((row) => row.join());
      const expected = texts.flatMap((text, i) => (texts.indexOf(text) === i ? [i] : []));
      expect(distinctRows(Float64Array.from(list.flat()), 2)).toEqual(expected);
    }),
  );
});
