import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, configSchema, type TickSource } from '@auction-trader/core';
import { TapeCache } from '@auction-trader/ingestion';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunResult, runBacktest, runCached } from './index.ts';
import { randomMarket } from './testing/random-market.ts';

const config = configSchema.parse({
  instrument: { rolling_window_minutes: 60 },
  startup: { warmup_minutes: 60, warmup_max_missing_minutes: 10 },
  value_area: { min_va_bins: 5 },
  monitoring: { feed_stale_seconds: 60 },
});
const market = { seed: 5, minutes: 1_800, perMinute: 10, unsided: 0, startHour: 20 };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tape-cache-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A source that counts the days read from it. */
function counting(source: TickSource) {
  const count = { reads: 0 };
  const counted: TickSource = {
    ...source,
    readDay: (day, reuse) => {
      count.reads++;
      return source.readDay(day, reuse);
    },
  };
  return { counted, count };
}

function outcome({ trades, fills, equity, finalEquity, signals }: RunResult) {
  return {
    trades,
    fills,
    equity: [...equity],
    finalEquity,
    reasons: [...signals.reason.subarray(0, equity.length)],
  };
}

function cacheFiles(): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
}

function damage(ending: string) {
  const path = join(folder, cacheFiles().find((name) => name.includes(ending))!);
  const bytes = readFileSync(path);
  bytes[Math.floor(bytes.length / 2)]! ^= 0xff;
  writeFileSync(path, bytes);
}

describe('runCached', () => {
  for (const quotes of [false, true]) {
    it(`gives a streaming run's results, first and again, with ${quotes ? 'real' : 'synthetic'} quotes`, () => {
      const source = randomMarket({ ...market, quotes });
      const expected = outcome(runBacktest(source, config));
      expect(expected.trades.length).toBeGreaterThan(5);
      expect(outcome(runCached(source, config, new TapeCache(folder)))).toEqual(expected);
      expect(outcome(runCached(source, config, new TapeCache(folder)))).toEqual(expected);
    });
  }

  it('reads ticks the second time only where orders or position could be touched', () => {
    const { counted, count } = counting(randomMarket({ ...market, quotes: false }));
    const idle = configSchema.parse({ ...config, sizing: { risk_pct: 0 } });
    runCached(counted, idle, new TapeCache(folder));
    const first = count.reads;
    runCached(counted, idle, new TapeCache(folder));
    // The last day is looked at for what comes after the last closed minute.
    expect([first, count.reads - first]).toEqual([counted.days.length, 1]);
  });

  it('finds nothing made from other settings', () => {
    const source = randomMarket({ ...market, quotes: false });
    const cache = new TapeCache(folder);
    runCached(source, config, cache);
    const others: Config[] = [
      configSchema.parse({ ...config, backtest: { synthetic_quotes_ticks: 3 } }),
      configSchema.parse({ ...config, value_area: { min_va_bins: 5, alpha_bin: 0.5 } }),
      configSchema.parse({ ...config, order_flow: { aggressor_source: 'quote' } }),
    ];
    for (const other of others) {
      expect(outcome(runCached(source, other, cache))).toEqual(outcome(runBacktest(source, other)));
    }
  });

  for (const name of ['minutes', 'levels-2024-01-01', 'features-']) {
    it(`sets a damaged ${name} file aside and makes it again`, () => {
      const source = randomMarket({ ...market, quotes: false });
      const expected = outcome(runCached(source, config, new TapeCache(folder)));
      const files = cacheFiles();
      damage(name);
      expect(outcome(runCached(source, config, new TapeCache(folder)))).toEqual(expected);
      const aside = cacheFiles().filter((file) => file.endsWith('.damaged'));
      expect(aside).toHaveLength(1);
      expect(aside[0]).toContain(name);
      expect(cacheFiles().filter((file) => !file.endsWith('.damaged'))).toEqual(files);
    });
  }

  it('goes on without a cache that cannot be written, and says so', () => {
    const source = randomMarket({ ...market, quotes: false });
    const problems: unknown[] = [];
    const broken = new TapeCache(folder, {
      write: () => {
        throw new Error('no space left');
      },
      rename: () => {},
      syncFolder: () => {},
    });
    const run = runCached(source, config, broken, { onCacheError: (error) => problems.push(error) });
    expect(outcome(run)).toEqual(outcome(runBacktest(source, config)));
    expect(problems).toHaveLength(1);
  });

  it('keeps the tapes used last, four of them', () => {
    const cache = new TapeCache(folder);
    for (let seed = 1; seed <= 6; seed++)
      runCached(randomMarket({ ...market, minutes: 100, seed, quotes: false }), config, cache);
    expect(readdirSync(folder)).toHaveLength(4);
  });
});
