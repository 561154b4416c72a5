import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { DAY_MS } from '@auction-trader/core';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTickStore, type TickStore } from '../store/open-tick-store.ts';
import { importFiles } from './import-files.ts';
import type { ImportOptions } from './import-options.ts';
import { type PlainFormat, plainImport } from './plain-import.fixture.ts';

let dir: string;
let store: TickStore;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'import-files-'));
  store = openTickStore(join(dir, 'ticks'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const GRID = { tickSize: '0.1', lotSize: '0.001' };
const START = Date.UTC(2024, 0, 1);

function write(name: string, lines: readonly string[]): string {
  const path = join(dir, name);
  const text = `${lines.join('\n')}\n`;
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
  return path;
}

function load(options: ImportOptions) {
  return importFiles(store, { ...GRID, ...options });
}

/** Rows of a symbol as `[time, price in ticks, size in lots, side]`. */
function stored(symbol: string): number[][] {
  const source = store.source(symbol);
  return source.days.flatMap((day) => {
    const { length, timeMs, priceTicks, sizeLots, side } = source.readDay(day).trades;
    return Array.from({ length }, (_, row) => [
      day + timeMs[row]!,
      priceTicks[row]!,
      sizeLots[row]!,
      side[row]!,
    ]);
  });
}

const BYBIT =
  'timestamp,symbol,side,size,price,tickDirection,trdMatchID,grossValue,homeNotional,foreignNotional';

/** Rows in the form of the public archive. */
function bybitRow(seconds: string, side: string, size: string, price: string, id: string): string {
  return `${seconds},BTCUSDT,${side},${size},${price},PlusTick,${id},4.5e+08,${size},${price}`;
}

describe('the public Bybit archive', () => {
  it('is read in descending order, with its decimals, exponents and sides', async () => {
    const file = write('BTCUSDT2024-01-01.csv.gz', [
      BYBIT,
      bybitRow('1704067202.0647', 'Sell', '0.042', '50000.50', 'aaaaaaaa-0000-5000-8000-000000000004'),
      bybitRow('1704067201.02', 'Buy', '1.5e-02', '50000.1', 'aaaaaaaa-0000-5000-8000-000000000003'),
      bybitRow('1704067201.02', 'Buy', '0.072', '50000.0', 'aaaaaaaa-0000-5000-8000-000000000002'),
      bybitRow('1704067200.0009', 'Sell', '1', '49999.9', 'aaaaaaaa-0000-5000-8000-000000000001'),
    ]);
    const report = await load({ trades: [file] });
    expect(report.files).toMatchObject([
      {
        layout: 'bybit',
        venue: 'bybit',
        symbol: 'BTCUSDT',
        kind: 'trades',
        rows: 4,
        imported: 4,
        duplicates: 0,
        refusedRows: 0,
        order: 'descending',
        timeUnit: 's',
        tradeIds: 'hash',
        sides: { buys: 2, sells: 2, none: 0 },
        warnings: [],
        firstTimeMs: START,
        lastTimeMs: START + 2064,
      },
    ]);
    expect(report.symbols).toMatchObject([{ symbol: 'BTCUSDT', days: [START], tickSize: '0.1', gaps: [] }]);
    expect(stored('BTCUSDT')).toEqual([
      [START, 499_999, 1000, -1],
      [START + 1020, 500_000, 72, 1],
      [START + 1020, 500_001, 15, 1],
      [START + 2064, 500_005, 42, -1],
    ]);
  });
});

describe('Binance archives', () => {
  const trades = ['101,83.29,0.107,8.91,1704067200000,true', '102,83.30,1.000,83.30,1704067200000,false'];
  const grid = { tickSize: '0.01', lotSize: '0.001', symbol: 'LTCUSDT' };
  const expected = [
    [START, 8329, 107, -1],
    [START, 8330, 1000, 1],
  ];

  it('of trades are read with and without their header', async () => {
    const header = 'id,price,qty,quote_qty,time,is_buyer_maker';
    const report = await load({ files: [write('a.csv', [header, ...trades])], ...grid });
    expect(report.files[0]).toMatchObject({
      layout: 'binance-trades',
      venue: 'binance',
      tradeIds: 'numeric',
    });
    expect(stored('LTCUSDT')).toEqual(expected);
    await store.remove('LTCUSDT');
    await load({ files: [write('b.csv', trades)], ...grid });
    expect(stored('LTCUSDT')).toEqual(expected);
    await store.remove('LTCUSDT');
    const spot = trades.map((row) => `${row.replace('1704067200000', '1704067200000999')},true`);
    const spotReport = await load({ files: [write('c.csv', spot)], ...grid });
    expect(spotReport.files[0]).toMatchObject({ timeUnit: 'us' });
    expect(stored('LTCUSDT')).toEqual(expected);
  });

  it('of aggregate trades are read with and without their header', async () => {
    const rows = ['7,83.29,0.107,11,12,1704067200000,true', '8,83.30,1.000,13,13,1704067200000,false'];
    const header = 'agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker';
    for (const lines of [[header, ...rows], rows, rows.map((row) => `${row},true`)]) {
      const report = await load({ files: [write('a.csv', lines)], ...grid });
      expect(report.files[0]).toMatchObject({ layout: 'binance-agg-trades', imported: 2 });
      expect(stored('LTCUSDT')).toEqual(expected);
      await store.remove('LTCUSDT');
    }
  });
});

describe('generic files', () => {
  it('are read by the names of their columns, whatever case and order', async () => {
    const file = write('a.csv', ['Qty, Price ,DATETIME,Taker_Side', '0.5,50000.1,2024-01-01T00:00:01Z,BUY']);
    const report = await load({ trades: [file], symbol: 'BTCUSDT', venue: 'bybit' });
    expect(report.files[0]).toMatchObject({
      layout: 'generic-trades',
      venue: 'bybit',
      timeUnit: 'iso',
      tradeIds: 'none',
    });
    expect(stored('BTCUSDT')).toEqual([[START + 1000, 500_001, 500, 1]]);
  });

  it('give equal stores in every unit of time', async () => {
    const hashes = new Set<string>();
    for (const [index, unit] of ['s', 'ms', 'us', 'ns', 'fractional', 'iso'].entries()) {
      const time = (ms: number): string => {
        const forms: Record<string, string> = {
          s: String(ms / 1000),
          ms: String(ms),
          us: `${ms}999`,
          ns: `${ms}999999`,
          fractional: `${ms / 1000}.0009`,
          iso: new Date(ms).toISOString(),
        };
        return forms[unit]!;
      };
      const rows = [0, 1000, 61_000].map((ms) => `${time(START + ms)},50000.1,0.5`);
      const other = openTickStore(join(dir, `store ${index}`));
      const report = await importFiles(other, {
        trades: [write(`${unit}.csv`, ['timestamp,price,size', ...rows])],
        symbol: 'BTCUSDT',
        ...GRID,
      });
      expect(report.files[0]!.timeUnit).toBe(unit === 'fractional' ? 's' : unit);
      hashes.add(other.source('BTCUSDT').dataHash);
    }
    expect(hashes.size).toBe(1);
  });

  it('with mixed times are read as well as they can be, with a warning', async () => {
    const rows = [`${START},50000.1,1`, `${START / 1000 + 1},50000.1,1`, `${START + 2000}000,50000.1,1`];
    const file = write('a.csv', ['timestamp,price,size', ...rows]);
    const report = await load({ trades: [file], symbol: 'BTCUSDT' });
    expect(report.files[0]!.warnings[0]).toContain(
      'no common form (1 milliseconds, 1 seconds, 1 microseconds)',
    );
    expect(stored('BTCUSDT').map(([time]) => time! - START)).toEqual([0, 1000, 2000]);
  });

  it('without sides say that nothing will be traded, unless there are quotes', async () => {
    const trades = write('a.csv', ['timestamp,price,size', `${START},50000.1,1`]);
    const quotes = write('q.csv', ['timestamp,bid_px,bid_sz,ask_px,ask_sz', `${START},50000.1,1,50000.2,2`]);
    const alone = await load({ trades: [trades], symbol: 'BTCUSDT' });
    expect(alone.files[0]!.warnings[0]).toContain('no trade will ever be opened');
    await store.remove('BTCUSDT');
    const both = await load({ trades: [trades], quotes: [quotes], symbol: 'BTCUSDT' });
    expect(both.files.map(({ warnings }) => warnings)).toEqual([[], []]);
    const source = store.source('BTCUSDT');
    const { quotes: columns } = source.readDay(source.days[0]!);
    expect([columns!.bidTicks[0], columns!.bidLots[0], columns!.askTicks[0], columns!.askLots[0]]).toEqual([
      500_001, 1000, 500_002, 2000,
    ]);
  });

  it('of quotes keep repeats and refuse crossed and empty ones', async () => {
    const good = Array.from({ length: 3000 }, (_, row) => `${START + row},50000.1,1,50000.2,2`);
    const bad = [`${START + 9},50000.2,1,50000.2,2`, `${START + 9},50000.1,0,50000.2,2`];
    const file = write('q.csv', ['timestamp,bid_px,bid_sz,ask_px,ask_sz', ...good, ...bad]);
    const report = await load({ quotes: [file], symbol: 'BTCUSDT' });
    expect(report.files[0]).toMatchObject({
      imported: 3000,
      sides: null,
      refused: [
        { reason: 'crossed-quote', count: 1, rows: [3002] },
        { reason: 'not-positive', count: 1, rows: [3003] },
      ],
    });
  });
});

describe('an import', () => {
  const FORMAT: PlainFormat = {
    fieldCount: 6,
    time: 0,
    price: 1,
    size: 2,
    side: 3,
    id: 4,
    numericIds: true,
    timeShift: 0,
    ...GRID,
  };
  const HEADER = 'timestamp,price,size,side,id,note';

  const good = fc
    .record({
      // Two days: as many as are open at once, so that a plain reading sees each as a whole too.
      time: fc.oneof(fc.nat({ max: 30 }), fc.nat({ max: 2 * DAY_MS - 1 })),
      price: fc.integer({ min: 400_000, max: 600_000 }),
      size: fc.integer({ min: 1, max: 5_000_000 }),
      side: fc.constantFrom('Buy', 'sell', ''),
      id: fc.nat({ max: 5000 }),
    })
    .map(({ time, price, size, side, id }) => {
      return `${START + time},${price / 10},${(size / 1000).toFixed(3)},${side},${id},x`;
    });
  const bad = fc.constantFrom(
    '',
    'x',
    'a,b,c,d,e,f',
    `${START},50000.15,1,Buy,1,x`,
    `${START},50000.1,1.0001,Buy,2,x`,
    `${START},0,1,Buy,3,x`,
    `${START},50000.1,-1,Buy,4,x`,
    `${START},999999.1,1,Buy,5,x`,
    `${START},1.1,1,Buy,6,x`,
    `${START},99999999999,1,Buy,7,x`,
    `${START},50000.1,9999999999,Buy,8,x`,
    `${START / 1000},50000.1,1,Buy,9,x`,
    `${START},50000.1,1,hold,10,x`,
    `${START},50000.1,1,Buy,eleven,x`,
    `${START},50000.1,1,Buy,,x`,
    `${START},50000.1,1,Buy,12`,
    `${START},50000.1,1,Buy,13,x,y`,
  );

  function expectStored(lines: readonly string[], format: PlainFormat) {
    const plain = plainImport(lines, format);
    const rows = [...plain.days.entries()]
      .sort(([a], [b]) => a - b)
      .flatMap(([, day]) =>
        day.map(({ timeMs, priceTicks, sizeLots, side }) => [timeMs, priceTicks, sizeLots, side]),
      );
    expect(stored('BTCUSDT')).toEqual(rows);
    return plain;
  }

  it('holds the very rows that a plain reading gives', async () => {
    let number = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(good, { minLength: 1, maxLength: 60 }),
        fc.boolean(),
        async (rows, zipped) => {
          store = openTickStore(join(dir, `plain ${number++}`));
          const file = write(zipped ? 'a.csv.gz' : 'a.csv', [HEADER, ...rows]);
          const report = await load({ trades: [file], symbol: 'BTCUSDT' });
          const plain = expectStored(rows, FORMAT);
          expect(report.files[0]!.duplicates).toBe(plain.duplicates);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('counts and numbers every bad row as a plain reading does', async () => {
    let number = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(bad, { minLength: 1, maxLength: 8 }),
        fc.infiniteStream(fc.nat()),
        async (junk, places) => {
          store = openTickStore(join(dir, `bad ${number++}`));
          const [sample] = fc.sample(fc.array(good, { minLength: 9000, maxLength: 9000 }), {
            numRuns: 1,
            seed: number,
          });
          const rows = [...sample!];
          for (const line of junk) rows.splice(100 + (places.next().value % 8900), 0, line);
          const report = await load({ trades: [write('a.csv', [HEADER, ...rows])], symbol: 'BTCUSDT' });
          const plain = expectStored(rows, FORMAT);
          const { refused, refusedRows, duplicates, imported } = report.files[0]!;
          expect(new Map(refused.map(({ reason, count }) => [reason, count]))).toEqual(plain.refused);
          expect(refusedRows + duplicates + imported).toBe(report.files[0]!.rows);
          for (const { rows: numbers } of refused) {
            for (const row of numbers) expect(junk).toContain(rows[row - 2]);
          }
        },
      ),
      { numRuns: 6 },
    );
  });

  it('of the bundled sample gives its distinct trades and keeps its silences', async () => {
    const sample = fileURLToPath(new URL('../../../../examples/data/ltcusdt', import.meta.url));
    const report = await importFiles(store, {
      files: [sample],
      symbol: 'LTCUSDT',
      tickSize: '0.01',
      lotSize: '0.001',
    });
    expect(report.files.map(({ layout, order }) => [layout, order])).toEqual([
      ['sample', 'ascending'],
      ['sample', 'ascending'],
    ]);
    expect(report.files.reduce((sum, { imported }) => sum + imported, 0)).toBe(152_763);
    expect(report.files.reduce((sum, { duplicates, refusedRows }) => sum + duplicates + refusedRows, 0)).toBe(
      0,
    );
    const minutes = report.symbols[0]!.gaps.map(({ fromMs, toMs }) => [
      new Date(fromMs).toISOString().slice(0, 16),
      Math.round((toMs - fromMs) / 60_000),
    ]);
    expect(minutes).toEqual([
      ['2025-06-22T18:48', 11],
      ['2025-06-22T19:03', 237],
    ]);
    const times = stored('LTCUSDT').map(([time]) => time!);
    expect(times[0]).toBe(Date.parse('2025-06-21T12:04:27.356Z'));
    expect(times.at(-1)).toBe(Date.parse('2025-06-22T23:59:55.708Z'));
  });
});

describe('the same rows again', () => {
  const rows = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => {
      const id = from + index;
      return `${START + 10 * id},50000.${id % 10},0.00${1 + (id % 9)},buy,${id}`;
    });
  const HEADER = 'timestamp,price,size,side,id';
  const BTC = { symbol: 'BTCUSDT' };

  it('from the same file change nothing', async () => {
    const file = write('a.csv', [HEADER, ...rows(0, 100)]);
    await load({ files: [file], ...BTC });
    const before = JSON.stringify(store.list());
    const report = await load({ files: [file, file], ...BTC });
    expect(report.files.map(({ skipped }) => skipped)).toEqual([true, true]);
    expect(report.files[0]!.warnings).toEqual(['it was imported before (as a.csv); nothing was changed']);
    expect(report.symbols).toEqual([]);
    expect(JSON.stringify(store.list())).toBe(before);
  });

  it('twice in one command are read once', async () => {
    const file = write('a.csv', ['timestamp,price,size', `${START},50000.1,1`]);
    const report = await load({ files: [file, file], ...BTC });
    expect(report.files.map(({ skipped }) => skipped)).toEqual([false, true]);
    expect(stored('BTCUSDT')).toHaveLength(1);
  });

  it('from overlapping files are merged by their ids', async () => {
    const first = write('a.csv', [HEADER, ...rows(0, 100)]);
    const second = write('b.csv', [HEADER, ...rows(60, 150)]);
    await load({ files: [first], ...BTC });
    const report = await load({ files: [second], ...BTC });
    expect(report.files[0]).toMatchObject({ imported: 50, duplicates: 40 });
    const all = stored('BTCUSDT');
    await store.remove('BTCUSDT');
    await load({ files: [second, first], ...BTC });
    expect(stored('BTCUSDT')).toEqual(all);
    expect(all).toHaveLength(150);
  });

  it('from overlapping files without ids are refused, with the store as it was', async () => {
    const bare = (from: number, to: number) =>
      rows(from, to).map((row) => row.split(',').slice(0, 4).join(','));
    const first = write('a.csv', ['timestamp,price,size,side', ...bare(0, 100)]);
    const second = write('b.csv', ['timestamp,price,size,side', ...bare(60, 150)]);
    await load({ files: [first], ...BTC });
    const before = JSON.stringify(store.list());
    await expect(load({ files: [second], ...BTC })).rejects.toMatchObject({
      code: 'OVERLAPPING_SOURCES',
      exitCode: 2,
      hint: expect.stringContaining('backtester data remove'),
    });
    expect(JSON.stringify(store.list())).toBe(before);
    const third = write('c.csv', ['timestamp,price,size,side', ...bare(100, 120)]);
    await load({ files: [third], ...BTC });
    expect(stored('BTCUSDT')).toHaveLength(120);
  });

  it('restore a day that was set aside, and only that', async () => {
    const file = write('a.csv', [HEADER, ...rows(0, 5), `${START + DAY_MS},50000.1,1,buy,99`]);
    await load({ files: [file], ...BTC });
    const all = stored('BTCUSDT');
    rmSync(join(store.dir, 'local', 'BTCUSDT', 'trades', '2024-01-01.arrow'));
    const report = await load({ files: [file], ...BTC });
    expect(report.files[0]).toMatchObject({ skipped: false, imported: 5, alreadyStored: 1 });
    expect(report.symbols[0]!.days).toEqual([START]);
    expect(stored('BTCUSDT')).toEqual(all);
  });
});

describe('days', () => {
  it('are told apart in a file that goes back and forth over midnight', async () => {
    const times = [0, 3, 1, 2, 5, 4].map((day) => START + day * DAY_MS);
    const rows = times.flatMap((time, index) => [
      `${time + 5},50000.1,1,${10 * index}`,
      `${times[0]! + 100 + index},50000.2,1,${10 * index + 1}`,
    ]);
    const file = write('a.csv', ['timestamp,price,size,id', ...rows]);
    const report = await load({ files: [file], symbol: 'BTCUSDT' });
    expect(report.files[0]).toMatchObject({ imported: 12, order: 'unsorted' });
    const expected = rows.map((row) => Number(row.split(',')[0])).sort((a, b) => a - b);
    expect(stored('BTCUSDT').map(([time]) => time)).toEqual(expected);
    expect(store.list()[0]!.kinds[0]!.sources).toMatchObject([{ rows: 12 }]);
  });
});
