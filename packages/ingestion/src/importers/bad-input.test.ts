import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { AuctionTraderError } from '@auction-trader/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTickStore } from '../store/open-tick-store.ts';
import { importFiles } from './import-files.ts';
import type { ImportOptions } from './import-options.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'bad-input-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const START = Date.UTC(2024, 0, 1);
const HEADER = 'timestamp,price,size,side,id';
const OPTIONS = { symbol: 'BTCUSDT', tickSize: '0.1', lotSize: '0.001' };

function write(name: string, content: string | Uint8Array): string {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
}

/** Good rows, some of them changed. */
function rows(count: number, changed: Record<number, string> = {}): string {
  const lines = Array.from(
    { length: count },
    (_, row) => changed[row] ?? `${START + row},5000${row % 10}.${row % 10},0.001,buy,${row}`,
  );
  return `${HEADER}\n${lines.join('\n')}\n`;
}

/** The error of an import; the store has to stay as it was. */
async function failure(options: ImportOptions): Promise<AuctionTraderError> {
  const store = openTickStore(join(dir, 'ticks'));
  const before = JSON.stringify(store.list());
  const error = await importFiles(store, { ...OPTIONS, ...options }).then(
    () => null,
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(AuctionTraderError);
  expect(JSON.stringify(store.list())).toBe(before);
  const explained = error as AuctionTraderError;
  expect(explained.hint, explained.message).toBeTruthy();
  return explained;
}

describe('a file that cannot be read', () => {
  it('is named when it is missing, a folder without files, or forbidden', async () => {
    const missing = join(dir, 'missing.csv');
    expect(await failure({ trades: [missing] })).toMatchObject({
      code: 'FILE_MISSING',
      exitCode: 1,
      details: { file: missing },
      message: `${missing} does not exist`,
    });
    mkdirSync(join(dir, 'empty'));
    expect(await failure({ files: [join(dir, 'empty')] })).toMatchObject({ code: 'NO_FILES', exitCode: 1 });
    expect(await failure({})).toMatchObject({ code: 'NO_FILES', exitCode: 1 });
  });

  it('is named when it may not be read', async ({ skip }) => {
    skip(process.getuid?.() === 0 || process.platform === 'win32', 'root may read every file');
    const path = write('secret.csv', rows(3));
    chmodSync(path, 0);
    expect(await failure({ trades: [path] })).toMatchObject({ code: 'FILE_UNREADABLE', exitCode: 1 });
  });

  it('is named when it is empty, blank or has a header only', async () => {
    expect(await failure({ trades: [write('a.csv', '')] })).toMatchObject({
      code: 'FILE_EMPTY',
      exitCode: 1,
    });
    expect(await failure({ trades: [write('b.csv', '\n\r\n\n')] })).toMatchObject({ code: 'FILE_EMPTY' });
    expect(await failure({ trades: [write('c.csv', `${HEADER}\n`)] })).toMatchObject({
      code: 'HEADER_ONLY',
      exitCode: 1,
    });
    expect(await failure({ trades: [write('d.csv.gz', gzipSync(''))] })).toMatchObject({
      code: 'FILE_EMPTY',
    });
  });

  it('is named when its gzip is cut short or damaged', async () => {
    const whole = gzipSync(rows(5000));
    for (const length of [whole.length - 1, whole.length - 9, whole.length >> 1, 20]) {
      const error = await failure({ trades: [write('cut.csv.gz', whole.subarray(0, length))] });
      expect(error).toMatchObject({ code: 'GZIP_DAMAGED', exitCode: 3 });
      expect(error.message).toContain('cut short');
    }
    whole[whole.length >> 1] = whole[whole.length >> 1]! ^ 255;
    expect(await failure({ trades: [write('bad.csv.gz', whole)] })).toMatchObject({ code: 'GZIP_DAMAGED' });
  });

  it('is named when it is of another kind: zip, UTF-16, pictures', async () => {
    expect(await failure({ trades: [write('a.zip', 'PK\u0003\u0004...')] })).toMatchObject({
      code: 'FILE_ZIPPED',
    });
    const utf16 = Buffer.from(`\ufeff${rows(2)}`, 'utf16le');
    expect(await failure({ trades: [write('a.csv', utf16)] })).toMatchObject({ code: 'FILE_UTF16' });
    const noise = Buffer.alloc(3_000_000, 7);
    expect(await failure({ trades: [write('b.csv', noise)] })).toMatchObject({ code: 'UNKNOWN_LAYOUT' });
  });
});

describe('a file of another form', () => {
  it('is shown with the layouts that are known', async () => {
    const error = await failure({ trades: [write('a.csv', 'when,how much\n1,2\n')] });
    expect(error).toMatchObject({ code: 'UNKNOWN_LAYOUT', exitCode: 1, details: { row: 1 } });
    expect(error.message).toContain('its first line is: when,how much');
    expect(error.hint).toContain('Bybit trade archive: timestamp,symbol,side,size,price');
    const bare = await failure({ trades: [write('b.csv', `${START},50000.1,1\n`)] });
    expect(bare).toMatchObject({ code: 'UNKNOWN_LAYOUT', hint: expect.stringContaining('first line') });
  });

  it('is told its delimiter', async () => {
    const semicolons = await failure({ trades: [write('a.csv', rows(3).replaceAll(',', ';'))] });
    expect(semicolons).toMatchObject({ code: 'WRONG_DELIMITER', exitCode: 1 });
    expect(semicolons.message).toContain('by semicolons, not by commas');
    expect(semicolons.hint).toContain("tr ';' ','");
    const tabs = await failure({ trades: [write('b.csv.gz', gzipSync(rows(3).replaceAll(',', '\t')))] });
    expect(tabs.message).toContain('by tabs');
    expect(tabs.hint).toContain("zcat FILE | tr '\\t' ','");
  });

  it('is refused when the user says something else', async () => {
    const quotes = write('q.csv', `timestamp,bid_px,bid_sz,ask_px,ask_sz\n${START},1,1,2,1\n`);
    expect(await failure({ trades: [quotes] })).toMatchObject({
      code: 'WRONG_KIND',
      exitCode: 1,
      hint: 'Give it with --quotes.',
    });
    const trades = write('t.csv', rows(3));
    expect(await failure({ quotes: [trades] })).toMatchObject({ code: 'WRONG_KIND' });
    expect(await failure({ trades: [trades], format: 'bybit' })).toMatchObject({ code: 'UNKNOWN_LAYOUT' });
    expect(await failure({ trades: [trades], format: 'okx' })).toMatchObject({
      code: 'UNKNOWN_FORMAT',
      hint: expect.stringContaining('auto, bybit'),
    });
  });
});

describe('the symbol', () => {
  const withSymbol = (symbols: readonly string[]) => {
    const lines = symbols.map((symbol, row) => `${START + row},50000.1,1,${symbol}`);
    return write('s.csv', `timestamp,price,size,symbol\n${lines.join('\n')}\n`);
  };

  it('has to be known, and the same everywhere', async () => {
    const bare = write('a.csv', rows(3));
    expect(await failure({ trades: [bare], symbol: undefined })).toMatchObject({
      code: 'SYMBOL_MISSING',
      exitCode: 1,
    });
    expect(await failure({ trades: [withSymbol(['ETHUSDT'])] })).toMatchObject({
      code: 'SYMBOL_MISMATCH',
      exitCode: 1,
      hint: expect.stringContaining('--symbol ETHUSDT'),
    });
    const mixed = withSymbol(['BTCUSDT', 'BTCUSDT', 'ETHUSDT']);
    expect(await failure({ trades: [mixed] })).toMatchObject({
      code: 'MIXED_SYMBOLS',
      details: { file: mixed, row: 4 },
    });
    expect(await failure({ trades: [bare], symbol: '../x' })).toMatchObject({
      code: 'BAD_INSTRUMENT',
      exitCode: 1,
    });
  });

  it('has to have a tick and a lot size, and one only', async () => {
    const file = write('a.csv', rows(10));
    const unknown = await failure({ trades: [file], tickSize: undefined, lotSize: undefined });
    expect(unknown).toMatchObject({ code: 'GRID_UNKNOWN', exitCode: 1 });
    expect(unknown.hint).toContain('--tick-size 0.1 --lot-size 0.001');
    const store = openTickStore(join(dir, 'ticks'));
    const fallback = { venue: 'bybit', symbol: 'BTCUSDT', tickSize: 0.1, lotSize: 0.001 };
    await importFiles(store, { trades: [file], symbol: 'BTCUSDT', fallback });
    expect(store.list()).toMatchObject([{ venue: 'bybit', tickSize: '0.1' }]);
    const other = write('b.csv', rows(11));
    expect(await failure({ trades: [other], tickSize: '0.5', venue: 'bybit' })).toMatchObject({
      code: 'GRID_MISMATCH',
    });
    const otherSymbol = { ...fallback, symbol: 'ETHUSDT' };
    const stranger = { trades: [other], symbol: 'SOLUSDT', tickSize: undefined, fallback: otherSymbol };
    expect(await failure(stranger)).toMatchObject({ code: 'GRID_UNKNOWN' });
  });
});

describe('bad rows', () => {
  it('are let pass up to 0.1 %, and fail the import above', async () => {
    const store = openTickStore(join(dir, 'fine'));
    const two = { 500: 'x,x,x,x,x', 700: `${START},50000.15,1,buy,700` };
    const fine = await importFiles(store, { trades: [write('a.csv', rows(2000, two))], ...OPTIONS });
    expect(fine.files[0]).toMatchObject({ imported: 1998, refusedRows: 2 });
    const error = await failure({ trades: [write('b.csv', rows(1999, two))] });
    expect(error).toMatchObject({ code: 'BAD_ROWS', exitCode: 3, details: { row: 502 } });
    expect(error.message).toContain('2 of 1999 rows are bad, more than the 0.1 % that are let pass: ');
    expect(error.message).toContain('1 with a field that cannot be read (row 502)');
    expect(error.message).toContain('1 with price off the tick grid (row 702)');
  });

  it.each([
    ['negative size', `${START},50000.1,-1,buy,5`, 'price or size zero or negative'],
    ['zero size', `${START},50000.1,0,buy,5`, 'price or size zero or negative'],
    ['zero price', `${START},0.0,1,buy,5`, 'price or size zero or negative'],
    ['a price too large', `${START},99999999999,1,buy,5`, 'price more than ten times away'],
    ['a price far away', `${START},600000.0,1,buy,5`, 'price more than ten times away'],
    ['a size too large', `${START},50000.1,99999999999,buy,5`, 'size too large'],
    ['a size off the grid', `${START},50000.1,0.0001,buy,5`, 'size off the lot grid'],
    ['too few fields', `${START},50000.1,1,buy`, 'wrong number of fields'],
    ['no time', `,50000.1,1,buy,5`, 'a field that cannot be read'],
    ['a time in another unit', `${START / 1000},50000.1,1,buy,5`, 'another unit than the first rows'],
    ['a side of its own', `${START},50000.1,1,up,5`, 'a field that cannot be read'],
  ])('with %s are named', async (_, row, words) => {
    const error = await failure({ trades: [write('a.csv', rows(150, { 120: row }))] });
    expect(error).toMatchObject({ code: 'BAD_ROWS', details: { row: 122 } });
    expect(error.message).toContain(words);
  });

  it('off the grid lead to the tick size that fits', async () => {
    const store = openTickStore(join(dir, 'fine'));
    const file = write('a.csv', rows(50).replaceAll(/\.(\d),/g, '.$15,'));
    const error = await failure({ trades: [file] });
    expect(error.hint).toBe(
      'Most prices do not lie on the tick of 0.1, but they fit --tick-size 0.05. Nothing was imported.',
    );
    const fine = await importFiles(store, { ...OPTIONS, trades: [file], tickSize: '0.05' });
    expect(fine.files[0]!.imported).toBe(50);
    const lots = await failure({ trades: [write('b.csv', rows(50))], lotSize: '0.01' });
    expect(lots.hint).toContain('they fit --lot-size 0.001');
  });

  it('that change the unit of time lead to the place where it changes', async () => {
    const changed = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [
        200 + index,
        `${START + 200 + index}000,50000.1,1,buy,${index}`,
      ]),
    );
    const error = await failure({ trades: [write('a.csv', rows(300, changed))] });
    expect(error.details.row).toBe(202);
    expect(error.hint).toContain('changes its unit of time');
  });

  it('in most of a long file end the reading at once', async () => {
    const file = write('a.csv', `${HEADER}\n${'x,x,x,x,x\n'.repeat(400_000)}`);
    const error = await failure({ trades: [file] });
    const [, read] = /of (\d+) rows/.exec(error.message)!;
    expect(Number(read)).toBeLessThan(300_000);
  });
});

describe('an import that is stopped', () => {
  it('leaves the store as it was', async () => {
    const store = openTickStore(join(dir, 'ticks'));
    const controller = new AbortController();
    const file = write('a.csv', rows(100_000));
    const stopped = importFiles(store, {
      ...OPTIONS,
      trades: [file],
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(stopped).rejects.toThrow(/abort/i);
    expect(store.list()).toEqual([]);
    expect((await importFiles(store, { ...OPTIONS, trades: [file] })).files[0]!.imported).toBe(100_000);
  });
});
