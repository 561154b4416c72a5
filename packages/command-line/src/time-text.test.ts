import { describe, expect, it } from 'vitest';
import { durationText, minuteText, parseTime, secondText } from './time-text.ts';

describe('parseTime', () => {
  it.each([
    ['2025-06-21', Date.UTC(2025, 5, 21)],
    ['2025-06-21T18:00', Date.UTC(2025, 5, 21, 18)],
    ['2025-06-21 18:00:30', Date.UTC(2025, 5, 21, 18, 0, 30)],
    ['2025-06-21T18:00:30.250Z', Date.UTC(2025, 5, 21, 18, 0, 30, 250)],
    ['1750528800000', 1_750_528_800_000],
  ])('%s', (text, timeMs) => {
    expect(parseTime(text, '--at')).toBe(timeMs);
  });

  it.each(['', 'now', '18:00', '2025-06-21T25:00', '2025-02-30', '1750528800', '2025-06-21T18:00+02:00'])(
    'refuses %j',
    (text) => {
      expect(() => parseTime(text, '--at')).toThrow(
        expect.objectContaining({ exitCode: 1, details: { key: '--at' } }),
      );
    },
  );
});

describe('texts of times', () => {
  it('are UTC', () => {
    expect(minuteText(1_750_528_867_500)).toBe('2025-06-21 18:01');
    expect(secondText(1_750_528_867_500)).toBe('2025-06-21 18:01:07');
  });

  it.each([
    [0, '0 min'],
    [11, '11 min'],
    [234, '3 h 54 min'],
    [1440, '1 d'],
    [1501, '1 d 1 h 1 min'],
  ])('%d minutes are %s', (minutes, text) => {
    expect(durationText(minutes)).toBe(text);
  });
});
