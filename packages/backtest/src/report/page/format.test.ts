import { describe, expect, it } from 'vitest';
import { counted, duration, instant, minute, number, percent, signed, significant } from './format.ts';

describe('format', () => {
  it('numbers have fixed decimals, groups and a true minus', () => {
    expect(number(1234.5, 2)).toBe('1,234.50');
    expect(number(-1234.5, 2)).toBe('−1,234.50');
    expect(number(-0.001, 2)).toBe('0.00');
    expect(number(null)).toBe('–');
    expect(number(Number.NaN)).toBe('–');
  });

  it('signed numbers have a sign unless they round to zero', () => {
    expect([1, 0, -1, 0.001].map((value) => signed(value))).toEqual(['+1.00', '0.00', '−1.00', '0.00']);
    expect(signed(null)).toBe('–');
  });

  it('percent, significant digits, counts', () => {
    expect(percent(0.6667)).toBe('66.7\u00a0%');
    expect(percent(null)).toBe('–');
    expect(significant(0.000412345)).toBe('0.0004123');
    expect(significant(-12_345.678, 3)).toBe('−12,300');
    expect([counted(1, 'trade'), counted(1200, 'trade')]).toEqual(['1 trade', '1,200 trades']);
  });

  it('times are UTC', () => {
    expect(minute(1704067260000)).toBe('2024-01-01 00:01');
    expect(instant(1704067260000)).toBe('2024-01-01 00:01:00');
    expect(instant(1704067260125)).toBe('2024-01-01 00:01:00.125');
    expect(instant(null)).toBe('–');
  });

  it('durations have their two largest units', () => {
    const shown = [45_000, 840_000, 3_600_000, 5_400_000, 172_800_000, 183_600_000].map((ms) => duration(ms));
    expect(shown).toEqual(['45 s', '14 min', '1 h', '1 h 30 min', '2 d', '2 d 3 h']);
  });
});
