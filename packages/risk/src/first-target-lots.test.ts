import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstTargetLots } from './first-target-lots.ts';

test.each([
  [1, 0, 1],
  [2, 1, 1],
  [3, 1, 2],
  [4, 1, 3],
  [5, 2, 3],
  [10, 3, 7],
  [15, 5, 10],
  [400, 120, 280],
  [1_536, 461, 1_075],
])('%i lots: %i leave, %i stay', (lots, first, rest) => {
  expect(firstTargetLots(lots, 3_000)).toBe(first);
  expect(lots - firstTargetLots(lots, 3_000)).toBe(rest);
});

test('P16: 100 lots are split 30/70', () => {
  expect(firstTargetLots(100, 3_000)).toBe(30);
});

test('at least one lot on each side, whatever the share', () => {
  expect(firstTargetLots(2, 0)).toBe(1);
  expect(firstTargetLots(2, 10_000)).toBe(1);
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 1e9 }), fc.integer({ min: 0, max: 10_000 }), (lots, share) => {
      const first = firstTargetLots(lots, share);
      expect(Number.isInteger(first) && first >= 1 && first <= lots - 1).toBe(true);
    }),
  );
});
