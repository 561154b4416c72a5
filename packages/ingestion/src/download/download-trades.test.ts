import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Clock, DAY_MS } from '@auction-trader/core';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTickStore } from '../store/open-tick-store.ts';
import {
  type Answer,
  ArchiveServer,
  archiveCsv,
  archiveFile,
  hang,
  ignoreRange,
  sendInstead,
  serve,
  stallAfter,
  status,
} from '../testing/archive-server.ts';
import { hurriedClock } from '../testing/hurried-clock.ts';
import type { DownloadOptions } from './download-options.ts';
import { downloadTrades } from './download-trades.ts';

const root = mkdtempSync(join(tmpdir(), 'download-'));
afterAll(() => rmSync(root, { recursive: true }));

const FIRST = Date.UTC(2024, 0, 1);
const NOW = FIRST + 100 * DAY_MS;
const TRADES = 2000;
const FILE = archiveFile('BTCUSDT', FIRST, TRADES);
const day = (at: number) => FIRST + at * DAY_MS;

let server: ArchiveServer;
let folder: string;
let count = 0;
beforeEach(async () => {
  for (const name of ['NO_PROXY', 'no_proxy']) vi.stubEnv(name, '127.0.0.1');
  server = await ArchiveServer.start();
  folder = join(root, String(count++));
  mkdirSync(folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});

/** @param breakAt counts of received bytes at which the server breaks off */
function run(options: Partial<DownloadOptions> = {}, breakAt: readonly number[] = []) {
  const clock = hurriedClock(NOW);
  const troubles: string[] = [];
  const store = openTickStore(join(folder, 'ticks'));
  const done = downloadTrades(store, {
    symbols: ['BTCUSDT'],
    fromMs: FIRST,
    toMs: FIRST,
    baseUrl: server.url,
    folder: join(folder, 'downloads'),
    fallback: { venue: 'bybit', symbol: 'BTCUSDT', tickSize: '0.1', lotSize: '0.001' },
    clock,
    stallMs: 5_000,
    onTrouble: (text) => troubles.push(text),
    onProgress: ({ bytes }) => breakAt.includes(bytes) && server.breakOff(),
    ...options,
  });
  return { done, clock, troubles, store };
}

function storedTrades(symbol = 'BTCUSDT'): number {
  const found = openTickStore(join(folder, 'ticks'))
    .list()
    .find((place) => place.symbol === symbol);
  return found?.kinds[0]?.rows ?? 0;
}

const partOf = (name = 'BTCUSDT2024-01-01.csv.gz') => join(folder, 'downloads', 'BTCUSDT', `${name}.part`);

describe('downloadTrades', () => {
  it('takes several symbols and days into the store, a few at a time, and leaves nothing else', async () => {
    // Nobody is answered before two have asked.
    const inPairs: Answer = (...request) => {
      void vi.waitUntil(() => server.mostOpen >= 2).then(() => serve(...request));
    };
    for (let at = 0; at < 5; at++) {
      server.put('BTCUSDT', day(at), archiveFile('BTCUSDT', day(at), 100), ...(at === 1 ? [inPairs] : []));
      server.put('BTCPERP', day(at), archiveFile('BTCPERP', day(at), 50));
    }
    const seen: number[] = [];
    for (const symbol of ['BTCUSDT', 'BTCPERP']) {
      await run({ symbols: [symbol], toMs: day(0), tickSize: '0.1', lotSize: '0.001' }).done;
    }
    const report = await run({
      symbols: ['BTCUSDT', 'BTCPERP'],
      toMs: day(4),
      parallel: 2,
      onProgress: ({ fraction, days, ofDays }) => {
        expect(ofDays).toBe(8);
        expect(fraction * 8).toBeGreaterThanOrEqual(days);
        seen.push(fraction);
      },
    }).done;
    expect(report.symbols).toMatchObject([
      {
        symbol: 'BTCUSDT',
        stored: [day(0)],
        imported: [1, 2, 3, 4].map(day),
        missing: [],
        trades: 400,
        gaps: [],
      },
      { symbol: 'BTCPERP', stored: [day(0)], imported: [1, 2, 3, 4].map(day), failed: [], trades: 200 },
    ]);
    expect([storedTrades(), storedTrades('BTCPERP')]).toEqual([500, 250]);
    expect(seen.at(-1)).toBe(1);
    expect(server.mostOpen).toBe(2);
    expect(readdirSync(folder)).toEqual(['ticks']);
  });

  it('asks for nothing that is stored, and keeps files where it is told to', async () => {
    server.put('BTCUSDT', FIRST, FILE);
    const keepIn = join(folder, 'archives');
    const first = await run({ keepIn }).done;
    expect(first).toMatchObject({ bytes: FILE.length, symbols: [{ imported: [FIRST] }] });
    expect(readdirSync(join(keepIn, 'BTCUSDT'))).toEqual(['BTCUSDT2024-01-01.csv.gz']);
    const again = await run({ keepIn }).done;
    expect(again).toMatchObject({ bytes: 0, symbols: [{ stored: [FIRST], imported: [] }] });
    expect(server.requests).toHaveLength(1);
  });

  it('puts away what a killed download left of days that are stored', async () => {
    server.put('BTCUSDT', FIRST, FILE);
    await run().done;
    const left = join(folder, 'downloads', 'BTCUSDT', 'BTCUSDT2024-01-01.csv.gz');
    mkdirSync(dirname(left), { recursive: true });
    writeFileSync(left, FILE);
    writeFileSync(partOf(), 'beginning');
    await run().done;
    expect(readdirSync(folder)).toEqual(['ticks']);
    expect(server.requests).toHaveLength(1);
  });

  it('reports what the venue does not have, and goes on', async () => {
    server.put('BTCUSDT', day(1), archiveFile('BTCUSDT', day(1), 10));
    const report = await run({ toMs: day(2) }).done;
    expect(report.symbols).toMatchObject([
      { imported: [day(1)], missing: [day(0), day(2)], failed: [], untried: [] },
    ]);
    expect(server.requests).toHaveLength(3);
  });

  it('goes on where a connection broke', async () => {
    const cut = stallAfter(20_000);
    server.put('BTCUSDT', FIRST, FILE, cut, cut);
    const { done, clock } = run({}, [20_000, 40_000]);
    const report = await done;
    expect(report).toMatchObject({ bytes: FILE.length, symbols: [{ imported: [FIRST], trades: TRADES }] });
    expect(server.requests.map(({ range, status: code }) => [range, code])).toEqual([
      [undefined, 200],
      ['bytes=20000-', 206],
      ['bytes=40000-', 206],
    ]);
    expect(clock.waits).toEqual([1000, 2000]);
  });

  it('goes on where an earlier download was ended', async () => {
    const ended = new AbortController();
    server.put('BTCUSDT', FIRST, FILE, stallAfter(30_000));
    const { done } = run({
      signal: ended.signal,
      onProgress: ({ bytes }) => bytes >= 30_000 && ended.abort(),
    });
    await expect(done).rejects.toThrow(/abort/);
    expect(existsSync(partOf())).toBe(true);
    expect(storedTrades()).toBe(0);
    await run().done;
    expect(server.requests[1]).toMatchObject({ range: 'bytes=30000-', status: 206 });
    expect(storedTrades()).toBe(TRADES);
  });

  it('begins anew where the server has no ranges', async () => {
    server.put('BTCUSDT', FIRST, FILE, stallAfter(20_000), ignoreRange);
    expect(await run({}, [20_000]).done).toMatchObject({ symbols: [{ trades: TRADES }] });
    expect(server.requests.map(({ status: code }) => code)).toEqual([200, 200]);
  });

  it('begins anew where the file has changed in between', async () => {
    const other = archiveFile('BTCUSDT', FIRST, TRADES + 1);
    server.put('BTCUSDT', FIRST, other, (request, response) => stallAfter(20_000)(request, response, FILE));
    expect(await run({}, [20_000]).done).toMatchObject({ symbols: [{ trades: TRADES + 1 }] });
    expect(server.requests.map(({ range, status: code }) => [range, code])).toEqual([
      [undefined, 200],
      ['bytes=20000-', 200],
    ]);
  });

  it('begins anew where the server sends the rest of another file', async () => {
    const wrong: Answer = (_, response, file) => {
      const range = `bytes 20000-${file.length - 1}/${file.length}`;
      response.writeHead(206, { etag: '"other"', 'content-range': range }).end(file.subarray(20_000));
    };
    server.put('BTCUSDT', FIRST, FILE, stallAfter(20_000), wrong);
    expect(await run({}, [20_000]).done).toMatchObject({ symbols: [{ trades: TRADES }] });
    expect(server.requests.map(({ status: code }) => code)).toEqual([200, 206, 200]);
  });

  it('asks again where the server sends less than the rest', async () => {
    const some: Answer = (_, response, file) => {
      const headers = { 'content-range': `bytes 20000-29999/${file.length}`, 'content-length': 10_000 };
      response.writeHead(206, headers).end(file.subarray(20_000, 30_000));
    };
    server.put('BTCUSDT', FIRST, FILE, stallAfter(20_000), some);
    const { done, troubles } = run({}, [20_000]);
    expect(await done).toMatchObject({ symbols: [{ trades: TRADES }] });
    expect(troubles[1]).toContain(`it ended after 30000 of ${FILE.length} bytes`);
    expect(server.requests.map(({ range }) => range)).toEqual([undefined, 'bytes=20000-', 'bytes=30000-']);
  });

  it('begins anew where a half-fetched file is longer than the file', async () => {
    server.put('BTCUSDT', FIRST, FILE);
    mkdirSync(join(folder, 'downloads', 'BTCUSDT'), { recursive: true });
    writeFileSync(partOf(), Buffer.alloc(FILE.length + 5));
    const etag = '"x"';
    const url = `${server.url}/trading/BTCUSDT/BTCUSDT2024-01-01.csv.gz`;
    writeFileSync(`${partOf()}.json`, JSON.stringify({ url, validator: etag }));
    server.put('BTCUSDT', FIRST, FILE, status(416));
    expect(await run().done).toMatchObject({ symbols: [{ trades: TRADES }] });
    expect(server.requests.map(({ status: code }) => code)).toEqual([416, 200]);
  });

  it.each<[string, Buffer, RegExp]>([
    ['a file that is cut short', FILE.subarray(0, FILE.length - 1000), /cut short/],
    ['a file without its checksum', FILE.subarray(0, FILE.length - 8), /cut short/],
    ['a flipped byte', Buffer.from(FILE).fill(0xff, 20_000, 20_001), /damaged gzip/],
    [
      'a wrong checksum',
      Buffer.from(FILE).fill(FILE.at(-8)! ^ 1, FILE.length - 8, FILE.length - 7),
      /damaged gzip/,
    ],
    ['a page', Buffer.from('<!DOCTYPE html><html><p>Come back later'), /no gzip file came.*DOCTYPE html/],
    ['nothing', Buffer.alloc(0), /an empty file came/],
  ])('fetches again what came as %s, and reports it when it stays so', async (_, bad, why) => {
    server.put('BTCUSDT', FIRST, FILE, sendInstead(bad));
    const { done, troubles } = run();
    expect(await done).toMatchObject({ symbols: [{ imported: [FIRST], trades: TRADES }] });
    expect(troubles).toEqual([expect.stringMatching(why)]);
    rmSync(join(folder, 'ticks'), { recursive: true });
    server.put('BTCUSDT', FIRST, bad);
    const { symbols } = await run().done;
    expect(symbols).toMatchObject([
      { imported: [], failed: [{ day: FIRST, why: expect.stringMatching(why) }] },
    ]);
    expect(server.requests).toHaveLength(2 + 6);
    expect(storedTrades()).toBe(0);
    expect(existsSync(join(folder, 'downloads'))).toBe(false);
  });

  const csv = archiveCsv('BTCUSDT', FIRST, 500);
  it.each<[string, string, string, RegExp]>([
    ['is of another symbol', archiveCsv('ETHUSDT', FIRST, 10), 'SYMBOL_MISMATCH', /ETHUSDT, not BTCUSDT/],
    [
      'has another symbol inside',
      csv
        .replaceAll(/^(.*0\.251,)/gm, '$1')
        .replace(/(\n.*){400}$/, (rest) => rest.replaceAll('BTCUSDT', 'XRPUSDT')),
      'MIXED_SYMBOLS',
      /more than one symbol/,
    ],
    [
      'is of another day',
      archiveCsv('BTCUSDT', day(1), 10),
      'OTHER_DAY',
      /2024-01-02, not only of 2024-01-01/,
    ],
    [
      'reaches into the next day',
      csv + archiveCsv('BTCUSDT', day(1), 1).split('\n')[1]!.concat('\n'),
      'OTHER_DAY',
      /2024-01-02/,
    ],
    ['has a header only', csv.split('\n', 1)[0]!.concat('\n'), 'HEADER_ONLY', /no rows/],
    ['has another layout', 'a,b,c\n1,2,3\n', 'UNKNOWN_LAYOUT', /have it fetched again/],
    ['has bad rows', csv.replaceAll(',50000.', ',x.'), 'BAD_ROWS', /have it fetched again/],
  ])('refuses a file that %s, at once', async (_, content, code, why) => {
    server.put('BTCUSDT', FIRST, gzipSync(content));
    server.put('BTCUSDT', day(1), archiveFile('BTCUSDT', day(1), 10));
    const { symbols } = await run({ toMs: day(1) }).done;
    expect(symbols).toMatchObject([
      { imported: [day(1)], failed: [{ day: FIRST, code, why: expect.stringMatching(why) }], trades: 10 },
    ]);
    expect(server.seen(FIRST)).toHaveLength(1);
    expect(storedTrades()).toBe(10);
  });

  it('tells of silences, duplicates and bad rows', async () => {
    const lines = archiveCsv('BTCUSDT', FIRST, 4000).split('\n');
    const [second, third] = [lines[2]!, lines[3]!.replace(',50', ',-50')];
    const rows = [...lines.slice(0, 3), second, third, ...lines.slice(4, 1001), ...lines.slice(2001)];
    server.put('BTCUSDT', FIRST, gzipSync(rows.join('\n')));
    const gap = { fromMs: FIRST + 999_000 + 963, toMs: FIRST + 2_000_000 };
    expect(await run().done).toMatchObject({
      symbols: [{ imported: [FIRST], trades: 2999, duplicates: 1, refusedRows: 1, gaps: [gap] }],
    });
  });

  it('refuses the same file under the name of another day', async () => {
    server.put('BTCUSDT', day(0), FILE);
    server.put('BTCUSDT', day(1), FILE);
    const { symbols } = await run({ toMs: day(1), parallel: 1 }).done;
    expect(symbols).toMatchObject([{ imported: [day(0)], failed: [{ day: day(1), code: 'OTHER_DAY' }] }]);
  });

  it('leaves a busy server alone as long as it asks, with everything', async () => {
    const file = archiveFile('BTCUSDT', day(1), 10);
    const date = new Date(NOW + 90_000 + 7_000).toUTCString();
    server.put(
      'BTCUSDT',
      day(0),
      FILE,
      status(429, { 'retry-after': '90' }),
      status(503, { 'retry-after': date }),
    );
    server.put('BTCUSDT', day(1), file);
    const { done, clock } = run({ toMs: day(1), parallel: 1 });
    expect(await done).toMatchObject({ symbols: [{ imported: [day(0), day(1)] }] });
    expect(clock.waits).toEqual([90_000, 7_000]);
  });

  it('asks a busy server for nothing else', async () => {
    const { nowMs, after } = hurriedClock(NOW);
    const held: (() => void)[] = [];
    const clock: Clock = {
      nowMs,
      after: (delayMs, callback) => {
        held.push(() => after(delayMs, callback));
        return () => {};
      },
    };
    server.put('BTCUSDT', day(0), FILE, status(429, { 'retry-after': '90' }));
    // The second day comes when the first one waits already.
    server.put('BTCUSDT', day(1), archiveFile('BTCUSDT', day(1), 10), (...request) => {
      void vi.waitUntil(() => held.length === 1).then(() => serve(...request));
    });
    server.put('BTCUSDT', day(2), archiveFile('BTCUSDT', day(2), 10));
    const { done } = run({ toMs: day(2), parallel: 2, clock });
    await vi.waitUntil(() => held.length === 2, { timeout: 10_000 });
    expect(server.seen(day(2))).toEqual([]);
    for (const release of held) release();
    expect(await done).toMatchObject({ symbols: [{ imported: [0, 1, 2].map(day) }] });
  });

  it('waits longer and longer for a busy server that does not say how long', async () => {
    server.put('BTCUSDT', FIRST, FILE, ...Array.from({ length: 6 }, () => status(503)));
    const { done, clock } = run();
    expect(await done).toMatchObject({
      symbols: [{ failed: [{ code: 'FETCH_FAILED', why: 'the server is busy (503); tried 6 times' }] }],
    });
    expect(clock.waits).toEqual([1000, 2000, 4000, 8000, 16_000]);
  });

  it('does not wait an hour', async () => {
    server.put('BTCUSDT', FIRST, FILE, status(429, { 'retry-after': '3600' }));
    const { done, clock } = run();
    const why = 'the server is busy (429) and wants to be asked again in 60 minutes';
    expect(await done).toMatchObject({ symbols: [{ failed: [{ why }] }] });
    expect(clock.waits).toEqual([]);
  });

  it('follows a redirection to another server, but none without end', async () => {
    const other = await ArchiveServer.start();
    other.put('BTCUSDT', day(0), FILE);
    const path = (at: number) => `/trading/BTCUSDT/BTCUSDT2024-01-0${at + 1}.csv.gz`;
    server.put('BTCUSDT', day(0), FILE, status(302, { location: other.url + path(0) }));
    const inCircles = Array.from({ length: 9 }, () => status(302, { location: path(1) }));
    server.put('BTCUSDT', day(1), FILE, ...inCircles);
    const { symbols } = await run({ toMs: day(1) }).done;
    const why = 'the server redirects to nowhere';
    expect(symbols).toMatchObject([
      { imported: [day(0)], failed: [{ day: day(1), code: 'FETCH_REFUSED', why }] },
    ]);
    expect(other.requests).toHaveLength(1);
    await other.stop();
  });

  it('asks through the proxy that the environment names', async () => {
    server.put('BTCUSDT', FIRST, FILE);
    for (const name of ['HTTP_PROXY', 'http_proxy']) vi.stubEnv(name, server.url);
    for (const name of ['NO_PROXY', 'no_proxy']) vi.stubEnv(name, '');
    const { symbols } = await run({ baseUrl: 'http://archive.invalid' }).done;
    expect(symbols).toMatchObject([{ imported: [FIRST] }]);
  });

  it('does not insist where it is refused', async () => {
    server.put('BTCUSDT', FIRST, FILE, status(403));
    const { symbols } = await run().done;
    expect(symbols).toMatchObject([
      { failed: [{ code: 'FETCH_REFUSED', why: 'the server refuses it (403)' }] },
    ]);
    expect(server.requests).toHaveLength(1);
  });

  it('gives up on a silent server and tries again', async () => {
    server.put('BTCUSDT', FIRST, FILE, hang);
    const { done, troubles } = run({ stallMs: 300 });
    expect(await done).toMatchObject({ symbols: [{ imported: [FIRST] }] });
    expect(troubles).toEqual([expect.stringContaining('does not answer in time')]);
  });

  it('stops after three failures in a row when the server is gone', async () => {
    const { url } = server;
    await server.stop();
    server = await ArchiveServer.start();
    const { symbols } = await run({ toMs: day(9), parallel: 1, baseUrl: url }).done;
    expect(symbols).toMatchObject([
      {
        imported: [],
        failed: [0, 1, 2].map((at) => ({ day: day(at), why: expect.stringContaining('no server answers') })),
        untried: [3, 4, 5, 6, 7, 8, 9].map(day),
      },
    ]);
  });

  it('refuses a folder that another download uses', async () => {
    server.put('BTCUSDT', FIRST, FILE, hang);
    const ended = new AbortController();
    const first = run({ signal: ended.signal });
    await vi.waitUntil(() => server.open === 1);
    await expect(run().done).rejects.toMatchObject({ code: 'STORE_LOCKED', exitCode: 2 });
    ended.abort();
    await expect(first.done).rejects.toThrow(/abort/);
  });

  it('keeps the file when its grid is not known, and goes on with it once it is', async () => {
    server.put('BTCUSDT', FIRST, FILE);
    await expect(run({ fallback: undefined }).done).rejects.toMatchObject({
      code: 'GRID_UNKNOWN',
      hint: expect.stringContaining('--tick-size 0.1 --lot-size 0.001'),
    });
    await run({ tickSize: '0.1', lotSize: '0.001' }).done;
    expect(storedTrades()).toBe(TRADES);
    expect(server.requests).toHaveLength(1);
  });
});
