import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PrintGroups } from './print-groups.ts';

const prints = fc
  .array(fc.tuple(fc.nat({ max: 6 }), fc.constantFrom(-1, 0, 1)), { maxLength: 40 })
  .map((rows) => rows.sort(([left], [right]) => left - right));

it('counts distinct pairs of time and sign, however they are cut', () => {
  fc.assert(
    fc.property(prints, fc.nat({ max: 40 }), (rows, at) => {
      const cut = Math.min(at, rows.length);
      const timeMs = Int32Array.from(rows, ([time]) => time);
      const signs = Int8Array.from(rows, ([, sign]) => sign);
      const groups = new PrintGroups();
      groups.add(timeMs, signs, 0, 0, cut);
      groups.add(timeMs, signs.subarray(cut), cut, cut, rows.length);
      expect(groups.count).toBe(new Set(rows.map(String)).size);
    }),
  );
});

it('a minute forgets the one before, even at the same time of the day', () => {
  const groups = new PrintGroups();
  groups.add(Int32Array.of(5), Int8Array.of(1), 0, 0, 1);
  groups.beginMinute();
  expect(groups.count).toBe(0);
  groups.add(Int32Array.of(5), Int8Array.of(1), 0, 0, 1);
  expect(groups.count).toBe(1);
});
