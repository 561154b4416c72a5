import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS } from '@auction-trader/core';
import { afterAll, describe, expect, it } from 'vitest';
import { openTickStore } from '../store/open-tick-store.ts';
import { hurriedClock } from '../testing/hurried-clock.ts';
import { archiveUrl, checkedBaseUrl } from './archive.ts';
import type { DownloadOptions } from './download-options.ts';
import { planDownload } from './plan-download.ts';

const dir = mkdtempSync(join(tmpdir(), 'plan-'));
afterAll(() => rmSync(dir, { recursive: true }));

const TODAY = Date.UTC(2024, 6, 10);
const YESTERDAY = TODAY - DAY_MS;

function plan(options: Partial<DownloadOptions>) {
  return planDownload(openTickStore(join(dir, 'ticks')), {
    symbols: ['BTCUSDT'],
    fromMs: YESTERDAY,
    toMs: YESTERDAY,
    folder: join(dir, 'downloads'),
    clock: hurriedClock(TODAY + 5 * 3_600_000),
    ...options,
  });
}

describe('planDownload', () => {
  it('lists all days of all symbols, each once', () => {
    const { wanted, stored, baseUrl } = plan({ symbols: ['B', 'A', 'B'], fromMs: YESTERDAY - DAY_MS });
    expect(wanted).toEqual([
      { symbol: 'B', dayStartMs: YESTERDAY - DAY_MS },
      { symbol: 'B', dayStartMs: YESTERDAY },
      { symbol: 'A', dayStartMs: YESTERDAY - DAY_MS },
      { symbol: 'A', dayStartMs: YESTERDAY },
    ]);
    expect(stored).toEqual([]);
    expect(baseUrl).toBe('https://public.bybit.com');
  });

  it.each<[string, Partial<DownloadOptions>, string, RegExp]>([
    ['today', { toMs: TODAY }, 'DAY_NOT_OVER', /2024-07-10 is not over yet: today is 2024-07-10 UTC/],
    ['tomorrow', { fromMs: TODAY + DAY_MS, toMs: TODAY + DAY_MS }, 'DAY_NOT_OVER', /2024-07-11/],
    ['a symbol that leads elsewhere', { symbols: ['../../x'] }, 'BAD_INSTRUMENT', /"\.\.\/\.\.\/x"/],
    ['a symbol with a slash', { symbols: ['BTC/USDT'] }, 'BAD_INSTRUMENT', /cannot be a symbol/],
    ['a symbol of dots', { symbols: ['..'] }, 'BAD_INSTRUMENT', /cannot be a symbol/],
    ['a symbol with a byte of zero', { symbols: ['A\0'] }, 'BAD_INSTRUMENT', /cannot be a symbol/],
    ['a symbol of percents', { symbols: ['%2e%2e'] }, 'BAD_INSTRUMENT', /cannot be a symbol/],
    ['an empty symbol', { symbols: [''] }, 'BAD_INSTRUMENT', /cannot be a symbol/],
    ['no address', { baseUrl: 'public.bybit.com' }, 'BAD_BASE_URL', /is not the address/],
    ['a file as address', { baseUrl: 'file:///etc' }, 'BAD_BASE_URL', /is not the address/],
    ['a password', { baseUrl: 'https://me:secret@x.org' }, 'BAD_BASE_URL', /^(?!.*secret)/],
    ['a query', { baseUrl: 'https://x.org/?a=1' }, 'BAD_BASE_URL', /query/],
    ['none at a time', { parallel: 0 }, 'BAD_PARALLEL', /^0 files/],
    ['too many at a time', { parallel: 9 }, 'BAD_PARALLEL', /^9 files/],
    ['half a file at a time', { parallel: 0.5 }, 'BAD_PARALLEL', /^0.5 files/],
    ['a tick of nothing', { tickSize: '0' }, 'BAD_STEP', /not a usable step/],
    ['one tick for two symbols', { symbols: ['A', 'B'], tickSize: '0.1' }, 'GRID_OF_SEVERAL', /several/],
  ])('refuses %s', (_, options, code, message) => {
    const expected = { code, exitCode: 1, message: expect.stringMatching(message) };
    expect(() => plan(options)).toThrow(expect.objectContaining(expected));
  });
});

describe('archiveUrl', () => {
  it('is that of the public archive', () => {
    const day = { symbol: 'BTCUSDT', dayStartMs: Date.UTC(2020, 2, 25) };
    expect(archiveUrl(checkedBaseUrl('https://public.bybit.com/'), day)).toBe(
      'https://public.bybit.com/trading/BTCUSDT/BTCUSDT2020-03-25.csv.gz',
    );
    expect(archiveUrl(checkedBaseUrl('http://localhost:8080/a/b//'), day)).toBe(
      'http://localhost:8080/a/b/trading/BTCUSDT/BTCUSDT2020-03-25.csv.gz',
    );
  });
});
