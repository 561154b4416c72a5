import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_TIME, readTime } from './read-time.ts';
import { detectTimeUnit, type TimeUnit } from './time-unit.ts';

function read(text: string, unit: TimeUnit): number {
  const bytes = Buffer.from(`9,${text},9`, 'latin1');
  return readTime(bytes, 2, bytes.length - 2, unit);
}

describe('readTime', () => {
  it('reads the same instant in every unit, cut below a millisecond', () => {
    const time = 1_719_705_600_064;
    expect(read('1719705600.0647', 's')).toBe(time);
    expect(read('1719705600064', 'ms')).toBe(time);
    expect(read('1719705600064.9', 'ms')).toBe(time);
    expect(read('1719705600064799', 'us')).toBe(time);
    expect(read('1719705600064799999', 'ns')).toBe(time);
    expect(read('2024-06-30T00:00:00.064799Z', 'iso')).toBe(time);
    expect(read('2024-06-30 00:00:00.0647', 'iso')).toBe(time);
    expect(read('2024-06-30T02:00:00.064+02:00', 'iso')).toBe(time);
    expect(read('2024-06-29T19:30:00.064-0430', 'iso')).toBe(time);
    expect(read('2024-06-30 00:00:00.064 UTC', 'iso')).toBe(time);
    for (const text of ['1719705600.0647', '1719705600064', '1719705600064799', '1719705600064799999']) {
      expect(read(text, 'mixed'), text).toBe(time);
    }
    expect(read('2024-06-30T00:00:00.064Z', 'mixed')).toBe(time);
  });

  it('reads short and long fractions, exponents and quoted fields', () => {
    expect(read('1719705600', 's')).toBe(1_719_705_600_000);
    expect(read('1719705600.', 's')).toBe(1_719_705_600_000);
    expect(read('1719705600.5', 's')).toBe(1_719_705_600_500);
    expect(read('1719705600.999999999', 's')).toBe(1_719_705_600_999);
    expect(read('1.7197056000647e9', 's')).toBe(1_719_705_600_064);
    expect(read('"1719705600064"', 'ms')).toBe(1_719_705_600_064);
    expect(read('"2024-06-30T00:00:00Z"', 'iso')).toBe(1_719_705_600_000);
  });

  it('refuses what is no time', () => {
    for (const text of ['', 'x', '-1', '1719705600x', '1.2.3', '17197 05600', 'NaN', '.']) {
      expect(read(text, 's'), text).toBe(NO_TIME);
    }
    for (const text of [
      '2024-02-30T00:00:00',
      '2023-02-29T00:00:00',
      '2024-13-01T00:00:00',
      '2024-00-01T00:00:00',
      '2024-01-01T24:00:00',
      '2024-01-01T00:60:00',
      '2024-01-01T00:00:60',
      '2024-01-01T00:00:00.',
      '2024-01-01T00:00:00X',
      '2024-01-01T00:00:00+2',
      '2024-01-01x00:00:00',
      '2024/01/01T00:00:00',
      '2024-01-01T00:00',
      '2024-01-01',
    ]) {
      expect(read(text, 'iso'), text).toBe(NO_TIME);
    }
    expect(read('1', 'mixed')).toBe(NO_TIME);
    expect(read('12345678901', 'mixed')).toBe(NO_TIME);
  });

  it('agrees with exact integer arithmetic for any number of digits', () => {
    const UNITS = { s: 3n, ms: 0n, us: -3n, ns: -6n } as const;
    const number = fc.bigInt({ min: 0n, max: 10n ** 19n - 1n });
    const fraction = fc.option(
      fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 12 }),
    );
    fc.assert(
      fc.property(number, fraction, fc.constantFrom('s', 'ms', 'us', 'ns'), (whole, decimals, unit) => {
        const places = BigInt(decimals?.length ?? 0);
        const shift = UNITS[unit] - places;
        const scaled = BigInt(`${whole}${decimals ?? ''}`);
        const exact = shift >= 0n ? scaled * 10n ** shift : scaled / 10n ** -shift;
        const expected = exact <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(exact) : NO_TIME;
        expect(read(`${whole}${decimals === null ? '' : `.${decimals}`}`, unit)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('agrees with the calendar for any day', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('2099-12-31'), noInvalidDate: true }), (date) => {
        expect(read(date.toISOString(), 'iso')).toBe(date.getTime());
      }),
      { numRuns: 2000 },
    );
  });
});

describe('detectTimeUnit', () => {
  it('tells the units by their digits', () => {
    const unit = (text: string) => detectTimeUnit([text, text]).unit;
    expect(unit('1719705600')).toBe('s');
    expect(unit('1719705600.0647')).toBe('s');
    expect(unit('1719705600064')).toBe('ms');
    expect(unit('1719705600064799')).toBe('us');
    expect(unit('1719705600064799999')).toBe('ns');
    expect(unit('2024-06-30T00:00:00Z')).toBe('iso');
  });

  it('reports what is mixed or unclear', () => {
    expect(detectTimeUnit(['1719705600', '1719705600064'])).toEqual({
      unit: 'mixed',
      warning:
        'the times of the first 2 rows have no common form (1 seconds, 1 milliseconds): each is read in the unit that puts it between 2015 and 2035',
    });
    expect(detectTimeUnit(['12345']).unit).toBe('mixed');
    expect(detectTimeUnit(['1719705600', '1719705601.5']).warning).toBeNull();
  });
});
