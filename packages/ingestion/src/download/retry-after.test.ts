import { expect, it } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const NOW = Date.UTC(2024, 0, 1, 12);

it.each([
  [null, null],
  ['120', 120_000],
  ['0', 0],
  ['Mon, 01 Jan 2024 12:00:30 GMT', 30_000],
  ['Mon, 01 Jan 2024 11:00:00 GMT', 0],
  ['soon', null],
  ['-5', null],
  ['', null],
])('reads Retry-After: %j as %j ms', (header, expected) => {
  expect(retryAfterMs(header, NOW)).toBe(expected);
});
