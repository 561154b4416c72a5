import { describe, expect, it } from 'vitest';
import { DAY_MS, dayStartMs, MINUTE_MS, minuteStartMs } from './minute.ts';

describe('minuteStartMs', () => {
  it.each([
    [1704067290500, 1704067260000],
    [1704067200000 + 30_000, 1704067200000],
    [1704067200000, 1704067200000],
    [1704067259999, 1704067200000],
    [-1, -60_000],
  ])('the minute of %d starts at %d (17.2)', (timeMs, expected) => {
    expect(minuteStartMs(timeMs)).toBe(expected);
  });

  it('is UTC across the changes to and from summer time', () => {
    // 2024-03-31 01:00 UTC and 2024-10-27 01:00 UTC: the clocks of Europe jump.
    for (const changeMs of [1711846800000, 1729990800000]) {
      for (let minute = -120; minute <= 120; minute += 1) {
        const startMs = changeMs + minute * MINUTE_MS;
        expect(minuteStartMs(startMs + 12_345)).toBe(startMs);
      }
    }
  });
});

describe('dayStartMs', () => {
  it('is 00:00 UTC', () => {
    const start = Date.UTC(2024, 0, 1);
    expect(dayStartMs(start)).toBe(start);
    expect(dayStartMs(start + DAY_MS - 1)).toBe(start);
    expect(dayStartMs(start + DAY_MS)).toBe(Date.UTC(2024, 0, 2));
  });
});
