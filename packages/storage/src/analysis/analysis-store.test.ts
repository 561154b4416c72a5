import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultConfig, defineInstrument, MINUTE_MS } from '@auction-trader/core';
import {
  FeatureColumns,
  type FeatureSource,
  type Footprint,
  ProfileFeatures,
  profileSettings,
} from '@auction-trader/features';
import {
  buildTape,
  daySource,
  emptyTape,
  MinuteAccumulator,
  syntheticDays,
  tapeSettings,
} from '@auction-trader/ingestion';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { type DuckDbFile, openDuckDb } from './duckdb-file.ts';
import { analysisStoreOn, openAnalysisStore, readAnalysisStore } from './open-analysis-store.ts';

const DAY = Date.UTC(2024, 0, 2);
const BTC = defineInstrument({ venue: 'synth', symbol: 'BTCUSDT', tickSize: '0.1', lotSize: '0.001' });

/** A made-up day. */
function market(): FeatureSource {
  const days = syntheticDays({
    symbol: 'BTCUSDT',
    days: 1,
    tradesPerDay: 20_000,
    seed: 3,
    quotes: true,
    fromDay: '2024-01-02',
  });
  const source = daySource(BTC, [...days]);
  const config = defaultConfig();
  const { tape, levels } = emptyTape(source.days);
  buildTape(source, new MinuteAccumulator(tapeSettings(config, 'real'), tape, levels), tape);
  const features = new FeatureColumns(tape.length);
  const profile = new ProfileFeatures(profileSettings(config));
  for (let row = 0; row < tape.length; row++) profile.update(tape, features, row);
  return { instrument: BTC, tape, features };
}

const MARKET = market();
const FOOTPRINT: Footprint = {
  widthTicks: 5,
  firstBin: 100_000,
  buyLots: Float64Array.of(1_000, 0, 3),
  sellLots: Float64Array.of(0, 0, 500),
  ambiguousLots: Float64Array.of(0, 0, 1),
};

async function open(file = join(temporaryFolder(), 'deep', 'features.duckdb')) {
  const problems: Error[] = [];
  const store = await openAnalysisStore(file, { onProblem: (error) => problems.push(error) });
  onTestFinished(() => store.close());
  return { store, problems, file };
}

const all = { symbol: 'BTCUSDT' };

/** Columns of trading rules 13. */
const BARS = `ts_min open high low close volume vwap trade_count trade_count_agg bid_px_close ask_px_close
  bid_sz_close ask_sz_close spread_close spread_avg_60m is_synthetic late_trades quote_age_ms_close symbol`;
const FEATURES = `ts_min mid_close sigma_240 bin_width poc vah val va_coverage va_bin_count of_1m of_norm_1m
  qimb_close qimb_ema_60s ambiguous_trade_frac_1m total_volume_4h bvc_buy_frac_1m bvc_net_proxy_1m va_is_valid
  of_total_volume of_buy_volume of_sell_volume of_ambiguous_volume spread_avg_60m vah_edge hist_bin_count
  rebucketed rebucket_reason venue_quote_disagree_frac symbol`;

describe('the analysis store', () => {
  it('has all columns of the rules, and gives back what was appended', async () => {
    const { store, problems } = await open();
    store.append(MARKET, 300, FOOTPRINT);
    await store.flush();
    expect(problems).toEqual([]);
    const [bar] = await store.bars(all);
    expect(Object.keys(bar!).sort()).toEqual(BARS.split(/\s+/).sort());
    const { tape, features } = MARKET;
    expect(bar).toMatchObject({
      symbol: 'BTCUSDT',
      ts_min: DAY + 300 * MINUTE_MS,
      close: tape.closeTicks[300]! / 10,
      volume: tape.volumeLots[300]! / 1_000,
      trade_count: tape.tradeCount[300],
    });
    const [feature] = await store.features(all);
    expect(Object.keys(feature!).sort()).toEqual(FEATURES.split(/\s+/).sort());
    expect(feature).toMatchObject({
      va_is_valid: features.valid[300] === 1,
      sigma_240: features.sigma[300],
      of_1m: features.flowLots[300]! / 1_000,
    });
    const row = { symbol: 'BTCUSDT', ts_min: DAY + 300 * MINUTE_MS, bin_width: 0.5 };
    expect(await store.profile(all)).toEqual([
      { ...row, bin: 100_000, bin_price: 50_000, buy: 1, sell: 0, ambiguous: 0 },
      { ...row, bin: 100_002, bin_price: 50_001, buy: 0.003, sell: 0.5, ambiguous: 0.001 },
    ]);
  });

  it('replaces a minute that is there, and reads ranges in order', async () => {
    const { store } = await open();
    for (let row = 0; row < 10; row++) store.append(MARKET, row, FOOTPRINT);
    for (const row of [3, 3, 5]) store.append(MARKET, row, FOOTPRINT);
    await store.flush();
    const minutes = (rows: readonly Readonly<Record<string, unknown>>[]) =>
      rows.map((row) => ((row['ts_min'] as number) - DAY) / MINUTE_MS);
    expect(minutes(await store.bars(all))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(minutes(await store.bars({ ...all, limit: 3 }))).toEqual([7, 8, 9]);
    const range = { ...all, fromMs: DAY + 2 * MINUTE_MS, toMs: DAY + 5 * MINUTE_MS };
    expect(minutes(await store.features(range))).toEqual([2, 3, 4]);
    expect(minutes(await store.profile({ ...range, limit: 1 }))).toEqual([4, 4]);
    expect(await store.bars({ symbol: "'; DROP TABLE bars_1m" })).toEqual([]);
    await store.pruneProfile(DAY + 9 * MINUTE_MS);
    expect(minutes(await store.profile(all))).toEqual([9, 9]);
    expect(await store.bars(all)).toHaveLength(10);
  });

  it('is there again after it was closed, and has one user', async () => {
    const { store, file } = await open();
    store.append(MARKET, 0, null);
    await store.close();
    const reader = await readAnalysisStore(file);
    expect(await reader.bars(all)).toHaveLength(1);
    expect(await reader.profile(all)).toEqual([]);
    await reader.close();
    const again = await open(file);
    again.store.append(MARKET, 1, null);
    await again.store.flush();
    expect(await again.store.bars(all)).toHaveLength(2);
    const other = spawnSync(
      process.execPath,
      ['--conditions', '@auction-trader/source', '--input-type=module', '-e', otherProcess(file)],
      {
        encoding: 'utf8',
        cwd: import.meta.dirname,
      },
    );
    expect(other.stdout).toBe('STORE_LOCKED 2');
    await expect(open(file)).rejects.toMatchObject({ code: 'STORE_LOCKED', exitCode: 2 });
  });

  it('reports what cannot be written, keeps it, and writes it later', async () => {
    const duckDb = await openDuckDb(join(temporaryFolder(), 'features.duckdb'), false);
    let full = true;
    const failing: DuckDbFile = {
      ...duckDb,
      run: async (sql, values) => {
        if (sql === 'COMMIT' && full) throw new Error('the disk is full');
        return duckDb.run(sql, values);
      },
    };
    const problems: Error[] = [];
    const store = await analysisStoreOn(
      failing,
      (error) => problems.push(error),
      () => undefined,
    );
    onTestFinished(() => store.close());
    store.append(MARKET, 0, null);
    await store.flush();
    expect(problems).toHaveLength(1);
    expect(await store.bars(all)).toEqual([]);
    full = false;
    store.append(MARKET, 1, null);
    await store.flush();
    expect(await store.bars(all)).toHaveLength(2);
    expect(await store.features(all)).toHaveLength(2);
  });

  it('drops the oldest minutes when a whole day waits', async () => {
    const { store, problems } = await open();
    const rows = MARKET.tape.length;
    for (let row = 0; row < rows; row++) store.append(MARKET, row, null);
    store.append(MARKET, 0, null);
    store.append(MARKET, 1, null);
    await store.flush();
    expect(problems.length).toBe(rows + 2 - 1_440);
    expect(problems[0]).toMatchObject({ code: 'STORE_ERROR' });
  });

  it('takes up a store with fewer columns, and refuses one of a newer program', async () => {
    const { store, file } = await open();
    await store.close();
    const old = await openDuckDb(file, false);
    await old.run('ALTER TABLE bars_1m DROP COLUMN late_trades');
    old.close();
    const again = await open(file);
    again.store.append(MARKET, 0, null);
    await again.store.flush();
    expect(again.problems).toEqual([]);
    await again.store.close();
    const newer = await openDuckDb(file, false);
    await newer.run('INSERT INTO schema_version VALUES (99)');
    newer.close();
    await expect(openAnalysisStore(file, { onProblem: () => undefined })).rejects.toMatchObject({
      code: 'STORE_NEWER',
    });
    await expect(readAnalysisStore(`${file}.none`)).rejects.toMatchObject({
      code: 'NO_ANALYSIS',
      exitCode: 1,
    });
  });

  it.each([0, 4096])('that is damaged at byte %d says so, where, and what to do', async (from) => {
    const { store, file } = await open();
    store.append(MARKET, 0, null);
    await store.close();
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0xa5, from, from + 4096));
    await expect(openAnalysisStore(file, { onProblem: () => undefined })).rejects.toMatchObject({
      code: 'STORE_ERROR',
      details: { file },
      hint: expect.stringContaining('Move it aside') as string,
    });
  });
});

function otherProcess(file: string): string {
  return `
    import { readAnalysisStore } from './open-analysis-store.ts';
    try {
      await readAnalysisStore(${JSON.stringify(file)});
      process.stdout.write('opened');
    } catch (error) {
      process.stdout.write(error.code + ' ' + error.exitCode);
    }`;
}
