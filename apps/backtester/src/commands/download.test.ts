import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DAY_MS } from '@auction-trader/core';
import { openTickStore } from '@auction-trader/ingestion';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runCli } from '../testing/run-cli.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { archiveFile, archivePath, startArchive, type TradeArchive } from '../testing/trade-archive.ts';
import { FIRST_MS, someTrades } from '../testing/trades-csv.ts';

const root = temporaryFolder(afterAll);
const env = { NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1' };
const DAYS = ['2024-01-01', '2024-01-02', '2024-01-03'];
const RANGE = ['--from', DAYS[0]!, '--to', DAYS[2]!];
const TRADES = 3000;

let archive: TradeArchive;
beforeAll(async () => {
  archive = await startArchive();
  for (const [at, day] of DAYS.entries()) {
    const file = archiveFile('BTCUSDT', someTrades(TRADES, FIRST_MS + at * DAY_MS));
    archive.files.set(archivePath('BTCUSDT', day), file);
    // One day of the other symbol is missing.
    if (at !== 1) archive.files.set(archivePath('ETHUSDT', day), archiveFile('ETHUSDT', ethTrades(at)));
  }
});
afterAll(() => archive.stop());

function ethTrades(at: number) {
  return someTrades(100, FIRST_MS + at * DAY_MS);
}

function freshFolder(name: string): string {
  const folder = join(root, name);
  mkdirSync(folder);
  return folder;
}

function download(cwd: string, ...args: string[]) {
  return runCli(['download', ...RANGE, '--base-url', archive.url, ...args], { cwd, env });
}

function storedRows(cwd: string): number {
  const kinds = openTickStore(join(cwd, 'data/ticks'))
    .list()
    .flatMap((symbol) => symbol.kinds);
  return kinds.reduce((sum, { rows }) => sum + rows, 0);
}

describe('download', () => {
  it('takes days into the store, skips what is there, and says what is missing', async () => {
    const cwd = freshFolder('good');
    const first = await runCli(
      ['download', '--from', DAYS[0]!, '--to', DAYS[0]!, '--base-url', `${archive.url}/`, '--keep'],
      { cwd, env },
    );
    expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(/^BTCUSDT: 1 day in the store\n/) });
    expect(first.stdout).toMatch(
      /imported +1 day, 3,000 trades\n.* MB fetched; the files are kept in .*archives/,
    );
    expect(readdirSync(join(cwd, 'data/archives/BTCUSDT'))).toEqual(['BTCUSDT2024-01-01.csv.gz']);
    const sizes = ['--tick-size', '0.1', '--lot-size', '0.001'];
    const other = await download(cwd, '--symbol', 'ETHUSDT', ...sizes);
    expect(other.code).toBe(3);
    expect(other.stdout).toMatch(/missing +1 day: 2024-01-02\n/);
    expect(other.stderr).toMatch(/error: 1 day missing: the archive has no such files/);
    const both = await download(cwd, '--symbol', 'BTCUSDT', '--symbol', 'ETHUSDT', '--json');
    expect(both.code).toBe(3);
    expect(both.stderr).toContain('BTCUSDT: 2 days to fetch from http://127.0.0.1');
    expect(JSON.parse(both.stdout)).toMatchObject({
      symbols: [
        { symbol: 'BTCUSDT', stored: [DAYS[0]], imported: DAYS.slice(1), missing: [], trades: 2 * TRADES },
        { symbol: 'ETHUSDT', stored: [DAYS[0], DAYS[2]], imported: [], missing: [DAYS[1]], refused_rows: 0 },
      ],
    });
    expect(storedRows(cwd)).toBe(3 * TRADES + 200);
    expect(existsSync(join(cwd, 'data/downloads'))).toBe(false);
  });

  it.each(['SIGINT', 'SIGKILL'] as const)('ended by %s goes on where it was', async (signal) => {
    const cwd = freshFolder(signal);
    const path = archivePath('BTCUSDT', DAYS[1]!);
    const half = Math.floor(archive.files.get(path)!.length / 2);
    archive.stalling.add(path);
    const part = join(cwd, 'data/downloads/BTCUSDT/BTCUSDT2024-01-02.csv.gz.part');
    const isHalfThere = () =>
      statSync(part, { throwIfNoEntry: false })?.size === half && storedRows(cwd) === 2 * TRADES;
    let sent = false;
    const ended = await runCli(['download', ...RANGE, '--base-url', archive.url], {
      cwd,
      env,
      onStderr: (_, kill) => {
        if (sent) return;
        sent = true;
        void vi.waitUntil(isHalfThere, { timeout: 20_000 }).then(() => kill(signal));
      },
    });
    expect(ended).toMatchObject({ code: signal === 'SIGINT' ? 130 : null, stdout: '' });
    if (signal === 'SIGINT') expect(ended.stderr).toContain('stopped');
    archive.requests.length = 0;
    expect(await download(cwd)).toMatchObject({ code: 0 });
    expect(archive.requests).toEqual([{ path, range: `bytes=${half}-` }]);
    expect(storedRows(cwd)).toBe(3 * TRADES);
    const check = await openTickStore(join(cwd, 'data/ticks')).check();
    expect(check).toMatchObject({ damaged: [], rows: 3 * TRADES });
    expect(existsSync(join(cwd, 'data/downloads'))).toBe(false);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['no first day', ['--to', '2024-01-01'], /--from 2024-07-01/],
    ['a day to come', ['--from', '2990-01-01'], /2990-01-01 is not over yet: today is /],
    ['a symbol that leads elsewhere', [...RANGE, '--symbol', '../../x'], /cannot be a symbol/],
    ['a password', [...RANGE, '--base-url', 'https://me:secret@x.org'], /names a user or a password/],
    ['some at a time', [...RANGE, '--parallel', 'many'], /whole number/],
  ])('refuses %s', async (_, args, expected) => {
    const before = archive.requests.length;
    const { code, stdout, stderr } = await runCli(['download', '--base-url', archive.url, ...args], {
      cwd: root,
      env,
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(expected);
    expect(stderr).toContain('what to do: ');
    expect(stderr).not.toContain('secret');
    expect(archive.requests).toHaveLength(before);
  });
});
