import fc from 'fast-check';
import { expect, test } from 'vitest';
import { breakEvenStopTicks } from './break-even.ts';

test('E2: the stop moves to the entry', () => {
  expect(breakEvenStopTicks(500_000, 1, 0, 495_000)).toBe(500_000);
  expect(breakEvenStopTicks(500_000, -1, 0, 505_000)).toBe(500_000);
});

test('the offset is toward profit', () => {
  expect(breakEvenStopTicks(500_000, 1, 3, 495_000)).toBe(500_003);
  expect(breakEvenStopTicks(500_000, -1, 3, 505_000)).toBe(499_997);
});

test('between ticks it is rounded away from the entry', () => {
  expect(breakEvenStopTicks(500_000.5, 1, 0, 495_000)).toBe(500_000);
  expect(breakEvenStopTicks(500_000.5, -1, 0, 505_000)).toBe(500_001);
  expect(breakEvenStopTicks(500_000.5, 1, 2, 495_000)).toBe(500_003);
  expect(breakEvenStopTicks(500_000.5, -1, 2, 505_000)).toBe(499_998);
});

test('a stop only moves toward profit', () => {
  expect(breakEvenStopTicks(500_000, 1, 0, 500_010)).toBe(500_010);
  expect(breakEvenStopTicks(500_000, -1, 0, 499_990)).toBe(499_990);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.constantFrom(1, -1),
      fc.integer({ min: 0, max: 100 }),
      fc.integer({ min: 1, max: 500_000 }),
      (entry2, side, offset, stop) => {
        const moved = breakEvenStopTicks(entry2 / 2, side, offset, stop);
        expect(side * (moved - stop)).toBeGreaterThanOrEqual(0);
        expect(Number.isInteger(moved)).toBe(true);
      },
    ),
  );
});
