import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openTickStore } from '@auction-trader/ingestion';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programVersion } from '../program-version.ts';
import { runCli } from '../testing/run-cli.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const cwd = temporaryFolder(afterAll);
const SYMBOL = ['--symbol', 'SYNTHUSDT'];
const ROWS = 20_000;

beforeAll(async () => {
  const made = await runCli(['synth', ...SYMBOL, '--days', '2', '--trades-per-day', '20000'], { cwd });
  expect(made.stdout).toContain('40,000 trades and 0 quotes in 2 days');
});

/** Runs a command that must succeed. */
async function ok(...args: string[]) {
  const result = await runCli(args, { cwd });
  expect(result).toMatchObject({ code: 0 });
  return result;
}

async function refused(exitCode: number, ...args: string[]): Promise<string> {
  const { code, stderr } = await runCli(args, { cwd });
  expect(code).toBe(exitCode);
  expect(stderr).toContain('what to do: ');
  return stderr;
}

describe('synth', () => {
  it('makes equal ticks of equal seeds, and leaves days that are there', async () => {
    const again = await ok('synth', ...SYMBOL, '--days', '2', '--trades-per-day', '20000', '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ days: 2, skipped_days: 2, trades: 0 });
    const hash = () => openTickStore(join(cwd, 'data/ticks')).source('OTHERUSDT').dataHash;
    const other = ['synth', '--symbol', 'OTHERUSDT', '--days', '1', '--trades-per-day', '500', '--quotes'];
    await ok(...other, '--seed', '5');
    const first = hash();
    await ok('data', 'remove', '--symbol', 'OTHERUSDT', '--all');
    await ok(...other, '--seed', '5');
    expect(hash()).toBe(first);
    await ok('data', 'remove', '--symbol', 'OTHERUSDT', '--all');
    await ok(...other, '--seed', '6');
    expect(hash()).not.toBe(first);
  });

  it.each([
    [['--days', '0'], 'days'],
    [['--days', 'x'], 'whole number'],
    [['--trades-per-day', '-5'], '--trades-per-day'],
    [['--seed', '1e3'], 'whole number'],
    [['--symbol', 'a/b'], 'a/b'],
    [['--seed', '2', '--days', '1'], 'SYNTHUSDT'],
  ])('refuses %j', async (args, expected) => {
    const { code, stdout, stderr } = await runCli(['synth', ...args], { cwd });
    expect(code).toBe(expected === 'SYNTHUSDT' ? 2 : 1);
    expect(stdout).toBe('');
    expect(stderr).toContain(expected);
  });
});

describe('features', () => {
  it('writes one row a minute', async () => {
    const { stdout } = await ok('features', ...SYMBOL, '--out', 'f.csv', '--json');
    const { minutes } = JSON.parse(stdout) as { minutes: number };
    const [header, ...rows] = readFileSync(join(cwd, 'f.csv'), 'utf8').trimEnd().split('\n');
    expect(rows).toHaveLength(minutes);
    for (const name of [
      'ts_min',
      'open',
      'vwap',
      'sigma_240',
      'poc',
      'vah',
      'val',
      'va_coverage',
      'of_norm_1m',
    ]) {
      expect(header!.split(',')).toContain(name);
    }
    const parquet = await ok('features', ...SYMBOL, '--from', '2024-01-02', '--out', 'f.parquet');
    expect(parquet.stdout).toMatch(/^1,4\d\d minutes of SYNTHUSDT in f\.parquet/);
    expect(readFileSync(join(cwd, 'f.parquet')).subarray(0, 4).toString()).toBe('PAR1');
  });

  it('refuses what it cannot write', async () => {
    expect(await refused(1, 'features', ...SYMBOL, '--out', 'f.xlsx')).toContain('.parquet, .csv');
    expect((await runCli(['features', ...SYMBOL], { cwd })).stderr).toContain(
      "required option '--out <file>'",
    );
  });
});

describe('profile', () => {
  interface Profile {
    readonly ts_min: number;
    readonly poc: number;
    readonly vah: number;
    readonly val: number;
    readonly va_coverage: number;
    readonly total_volume: number;
    readonly bin_width: number;
    readonly bins: readonly { readonly price: number; readonly volume: number }[];
  }

  it('gives levels that the histogram bears out, and that equal the features of the minute', async () => {
    const { stdout } = await ok('profile', ...SYMBOL, '--at', '2024-01-02T06:00', '--json');
    const profile = JSON.parse(stdout) as Profile;
    const volumes = profile.bins.map(({ volume }) => volume);
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    expect(profile.ts_min).toBe(Date.UTC(2024, 0, 2, 5, 59));
    expect(sum(volumes)).toBeCloseTo(profile.total_volume, 6);
    expect(profile.bins.find(({ price }) => price === profile.poc)?.volume).toBe(Math.max(...volumes));
    const inside = profile.bins.filter(({ price }) => price >= profile.val && price <= profile.vah);
    expect(sum(inside.map(({ volume }) => volume)) / profile.total_volume).toBeCloseTo(
      profile.va_coverage,
      9,
    );
    expect(profile.va_coverage).toBeGreaterThanOrEqual(0.7);

    await ok('features', ...SYMBOL, '--out', 'levels.json');
    const rows = JSON.parse(readFileSync(join(cwd, 'levels.json'), 'utf8')) as (Profile & {
      ts_min: number;
    })[];
    const { poc, vah, val, va_coverage } = rows.find(({ ts_min }) => ts_min === profile.ts_min)!;
    expect({ poc, vah, val, va_coverage }).toEqual({
      poc: profile.poc,
      vah: profile.vah,
      val: profile.val,
      va_coverage: profile.va_coverage,
    });
  });

  it('is drawn with its levels marked', async () => {
    const { stdout } = await ok('profile', ...SYMBOL, '--at', '2024-01-02T06:00');
    expect(stdout).toContain('SYNTHUSDT (synth), 2024-01-02 06:00 UTC');
    for (const mark of ['VAH', 'POC', 'VAL']) {
      expect(stdout).toMatch(new RegExp(`^ *[\\d.]+ █+ +.*${mark}`, 'm'));
    }
  });

  it('shows the levels on the other edges with va_edge_mode outer', async () => {
    const read = async (...args: string[]) =>
      JSON.parse((await ok('profile', ...SYMBOL, '--json', ...args)).stdout) as Profile;
    const inner = await read();
    const outer = await read('--set', 'va_edge_mode=outer');
    expect(outer.vah - inner.vah).toBeCloseTo(inner.bin_width, 9);
    expect(outer.poc - inner.poc).toBeCloseTo(inner.bin_width / 2, 9);
    const { stdout } = await ok('profile', ...SYMBOL, '--set', 'va_edge_mode=outer');
    for (const mark of ['VAH', 'POC', 'VAL']) expect(stdout).toMatch(new RegExp(`█ +.*${mark}`));
  });

  it('refuses a time that is none, or outside the data', async () => {
    expect(await refused(1, 'profile', ...SYMBOL, '--at', 'noon')).toContain('--at noon is not a time');
    const outside = await refused(1, 'profile', ...SYMBOL, '--at', '2025-01-01');
    expect(outside).toContain('2024-01-01 00:01 to 2024-01-02 23:59 UTC');
    await refused(1, 'profile', ...SYMBOL, '--at', '2023-01-01');
  });
});

describe('rebuild', () => {
  it.each([[], ['--set', 'va_expansion=pair', '--set', 'va_edge_mode=outer', '--set', 'base_bin_ticks=3']])(
    'finds the rolling profile equal to the raw trades, with %j %j',
    async (...args) => {
      const { stdout } = await ok('rebuild', ...SYMBOL, '--json', ...args.filter((arg) => arg !== undefined));
      expect(JSON.parse(stdout)).toMatchObject({ audited: 47, equal: true, differences: [] });
    },
  );
});

/** What DuckDB reads in an exported file of trades. */
async function parquetFacts(path: string) {
  const database = await DuckDBInstance.create(':memory:');
  const connection = await database.connect();
  const reader = await connection.runAndReadAll(`
    SELECT count(*) AS rows, min("timestamp") AS first,
      sum(round(price * 10)::BIGINT * round(size * 1000)::BIGINT)::BIGINT AS volume,
      (SELECT string_agg(DISTINCT compression) FROM parquet_metadata('${path}')) AS codecs,
      (SELECT string_agg(type, ', ') FROM parquet_schema('${path}') WHERE type IS NOT NULL) AS types
    FROM read_parquet('${path}')`);
  connection.closeSync();
  database.closeSync();
  return reader.getRowObjects()[0];
}

describe('data', () => {
  it('lists what is stored', async () => {
    const { stdout } = await ok('data', 'list');
    expect(stdout).toMatch(/SYNTHUSDT +synth +trades +2024-01-01 00:00 +2024-01-02 23:59 +2 +40,000/);
    const { symbols } = JSON.parse((await ok('data', 'list', '--json')).stdout);
    expect(symbols.find(({ symbol }: { symbol: string }) => symbol === 'SYNTHUSDT')).toMatchObject({
      venue: 'synth',
      tick_size: '0.1',
      kinds: [{ kind: 'trades', rows: 2 * ROWS, sources: [{ layout: 'synth' }] }],
    });
  });

  it('exports what can be imported again to the same ticks', async () => {
    await ok('data', 'export', ...SYMBOL, '--format', 'csv', '--out', 'ticks');
    expect(readFileSync(join(cwd, 'ticks.csv'), 'utf8')).toMatch(/^timestamp,price,size,side\n17040672\d+,/);
    mkdirSync(join(cwd, 'back'));
    const back = await runCli(
      ['import', '--trades', '../ticks.csv', ...SYMBOL, '--set', 'symbol=SYNTHUSDT'],
      {
        cwd: join(cwd, 'back'),
      },
    );
    expect(back.stdout).toMatch(/imported +40,000/);
    const columns = (folder: string) => {
      const source = openTickStore(join(cwd, folder, 'data/ticks')).source('SYNTHUSDT');
      return source.days.map((day) => source.readDay(day).trades);
    };
    const [one, two] = [columns('.'), columns('back')];
    for (const [day, trades] of one.entries()) {
      for (const name of ['timeMs', 'priceTicks', 'sizeLots', 'side'] as const) {
        expect(Array.from(two[day]![name].subarray(0, trades.length))).toEqual(
          Array.from(trades[name].subarray(0, trades.length)),
        );
      }
    }
  });

  it('exports quotes and Parquet, and says when there are no quotes', async () => {
    await ok('synth', '--symbol', 'QUOTED', '--days', '1', '--trades-per-day', '500', '--quotes');
    const quotes = await ok('data', 'export', '--symbol', 'QUOTED', '--kind', 'quotes', '--out', 'q.parquet');
    expect(quotes.stdout).toMatch(/^[\d,]+ quotes of QUOTED in q\.parquet/);
    const day = ['--from', '2024-01-02', '--to', '2024-01-02'];
    const trades = await ok(
      'data',
      'export',
      ...SYMBOL,
      ...day,
      '--format',
      'parquet',
      '--out',
      't',
      '--json',
    );
    expect(JSON.parse(trades.stdout)).toMatchObject({ rows: ROWS, days: ['2024-01-02'], file: 't.parquet' });
    const source = openTickStore(join(cwd, 'data/ticks')).source('SYNTHUSDT');
    const { trades: stored } = source.readDay(source.days[1]!);
    let volume = 0;
    for (let row = 0; row < stored.length; row++) volume += stored.sizeLots[row]! * stored.priceTicks[row]!;
    const read = await parquetFacts(join(cwd, 't.parquet'));
    expect(read).toEqual({
      rows: BigInt(ROWS),
      first: BigInt(source.days[1]! + stored.timeMs[0]!),
      volume: BigInt(volume),
      codecs: 'ZSTD',
      types: 'INT64, DOUBLE, DOUBLE, BYTE_ARRAY',
    });
    expect(await refused(1, 'data', 'export', ...SYMBOL, '--kind', 'quotes', '--out', 'n.csv')).toContain(
      'no quotes',
    );
  });

  it('removes days, and all of them only when told so', async () => {
    await ok('synth', '--symbol', 'GONE', '--days', '3', '--trades-per-day', '100');
    expect(await refused(2, 'data', 'remove', '--symbol', 'GONE')).toContain('--all');
    const { stdout } = await ok('data', 'remove', '--symbol', 'GONE', '--from', '2024-01-03', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ symbol: 'GONE', files: 1 });
    expect(openTickStore(join(cwd, 'data/ticks')).source('GONE').days).toHaveLength(2);
    await ok('run', '--symbol', 'GONE', '--out', 'gone');
    const cache = join(cwd, 'data/tape', programVersion(), 'synth/GONE');
    expect(existsSync(cache)).toBe(true);
    await ok('data', 'remove', '--symbol', 'GONE', '--all');
    expect(existsSync(cache)).toBe(false);
    expect(await refused(1, 'run', '--symbol', 'GONE')).toContain('no ticks of GONE');
    await refused(1, 'data', 'remove', '--symbol', 'GONE', '--all');
  });

  it('names a damaged file, sets it aside and says what to import again', async () => {
    await ok('synth', '--symbol', 'BROKEN', '--days', '2', '--trades-per-day', '1000');
    const folder = join(cwd, 'data/ticks/synth/BROKEN/trades');
    const path = join(folder, '2024-01-02.arrow');
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(path, bytes);
    expect(await refused(3, 'run', '--symbol', 'BROKEN', '--out', 'broken')).toContain('2024-01-02.arrow');
    const stderr = await refused(3, 'data', 'check');
    expect(stderr).toContain('2024-01-02.arrow');
    expect(stderr).toContain('Import again: synth, seed 1');
    expect(readdirSync(folder).sort()).toEqual(['2024-01-01.arrow', '2024-01-02.arrow.damaged']);
    expect((await ok('data', 'check')).stdout).toContain('rows are sound');
    await ok('run', '--symbol', 'BROKEN', '--out', 'broken');
  });
});
