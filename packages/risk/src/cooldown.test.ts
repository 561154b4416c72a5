import { expect, test } from 'vitest';
import { coolingDown } from './cooldown.ts';

const MINUTE = 60_000;

test.each([
  ['+2 min', 2 * MINUTE, true],
  ['+4 min', 4 * MINUTE, false],
  ['exactly 3 min', 3 * MINUTE, false],
  ['1 ms less', 3 * MINUTE - 1, true],
])('cooldown of 3 min, %s', (_name, later, blocked) => {
  const exitMs = 1_704_067_200_000;
  expect(coolingDown(exitMs + later, exitMs, 3 * MINUTE)).toBe(blocked);
});

test('never an exit: free', () => {
  expect(coolingDown(1_704_067_200_000, Number.NEGATIVE_INFINITY, 3 * MINUTE)).toBe(false);
});
