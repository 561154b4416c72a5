import { describe, expect, it } from 'vitest';
import { dayRange, daysInRange, shortRangeNotice } from './day-range.ts';

const day = (text: string) => Date.parse(`${text}T00:00:00Z`);
const DAYS = [day('2025-06-21'), day('2025-06-22'), day('2025-06-24')];

describe('dayRange', () => {
  it.each([
    [{}, null, null],
    [{ from: '2025-06-21', to: '2025-06-21' }, day('2025-06-21'), day('2025-06-21')],
    [{ fromDate: '2025-06-21' }, day('2025-06-21'), null],
    [{ start: '2025-06-21', end: '2025-06-22' }, day('2025-06-21'), day('2025-06-22')],
    [{ toDate: '2024-02-29' }, null, day('2024-02-29')],
    [{ from: '2025-06-21', start: '2025-06-21' }, day('2025-06-21'), null],
  ])('%j', (options, fromMs, toMs) => {
    expect(dayRange(options)).toEqual({ fromMs, toMs });
  });

  it.each([
    [{ from: '2025-06-31' }, 'BAD_DAY', '--from'],
    [{ to: '21.06.2025' }, 'BAD_DAY', '--to'],
    [{ end: '2025-6-1' }, 'BAD_DAY', '--end'],
    [{ from: '2025-06-22', to: '2025-06-21' }, 'DAYS_REVERSED', '--from'],
    [{ from: '2025-06-22', start: '2025-06-21' }, 'DAYS_DIFFER', '--start'],
  ])('refuses %j', (options, code, key) => {
    expect(() => dayRange(options)).toThrow(expect.objectContaining({ code, exitCode: 1, details: { key } }));
  });
});

describe('daysInRange', () => {
  const chosen = (from: string | null, to: string | null) =>
    daysInRange(DAYS, { fromMs: from && day(from), toMs: to && day(to) } as never, 'LTCUSDT').length;

  it('includes both ends', () => {
    expect(chosen(null, null)).toBe(3);
    expect(chosen('2025-06-21', '2025-06-22')).toBe(2);
    expect(chosen('2025-06-22', null)).toBe(2);
    expect(chosen('2020-01-01', '2030-01-01')).toBe(3);
  });

  it.each([
    ['2025-06-25', null],
    [null, '2025-06-20'],
    ['2025-06-23', '2025-06-23'],
  ])('from %s to %s says which days there are', (from, to) => {
    expect(() => chosen(from, to)).toThrow(
      expect.objectContaining({
        code: 'DAYS_OUTSIDE',
        exitCode: 1,
        hint: 'There is data from 2025-06-21 to 2025-06-24.',
      }),
    );
  });
});

describe('shortRangeNotice', () => {
  it('speaks up only when the range reaches beyond the data', () => {
    expect(shortRangeNotice(DAYS, { fromMs: null, toMs: null })).toBeNull();
    expect(shortRangeNotice(DAYS, { fromMs: DAYS[0]!, toMs: DAYS[2]! })).toBeNull();
    expect(shortRangeNotice(DAYS, { fromMs: null, toMs: day('2025-06-25') })).toContain('ends 2025-06-24');
  });
});
