import { Random } from '@auction-trader/core';
import { expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';

it('is 0, 1, 2, 4 .. 60 s, each up to a fifth shorter', () => {
  const random = new Random(7);
  const full = [0, 1, 2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => seconds * 1_000);
  const waits = full.map((_, index) => backoffMs(index + 1, random));
  waits.forEach((wait, index) => {
    expect(wait).toBeLessThanOrEqual(full[index]!);
    expect(wait).toBeGreaterThanOrEqual(full[index]! * 0.8);
  });
  expect(new Set(waits.slice(7)).size).toBe(3);
  expect(backoffMs(1_000_000, random)).toBeLessThanOrEqual(60_000);
});
