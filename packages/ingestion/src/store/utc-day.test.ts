import { describe, expect, it } from 'vitest';
import { formatUtcDay, formatUtcTime, parseUtcDay } from './utc-day.ts';

describe('UTC days', () => {
  it('are read and written', () => {
    expect(parseUtcDay('2025-06-21')).toBe(1_750_464_000_000);
    expect(formatUtcDay(1_750_464_000_000)).toBe('2025-06-21');
    expect(formatUtcTime(1_750_507_467_356)).toBe('2025-06-21 12:04:27.356');
  });

  it('are refused when the calendar has no such day', () => {
    for (const text of [
      '2025-02-30',
      '2025-6-1',
      '21.06.2025',
      '2025-06-21T00:00',
      '',
      'today',
      '2025-13-01',
    ]) {
      expect(() => parseUtcDay(text), text).toThrow(/is not a UTC day/);
    }
  });
});
