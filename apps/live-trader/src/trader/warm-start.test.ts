import { type Config, DAY_MS, defaultConfig, MINUTE_MS } from '@auction-trader/core';
import { openTickStore, writeSynthetic } from '@auction-trader/ingestion';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { recordingHeader } from './recording-header.ts';
import { warmStart } from './warm-start.ts';

const dir = temporaryFolder(afterAll);
const DAY = Date.UTC(2025, 5, 21);

beforeAll(async () => {
  await writeSynthetic(openTickStore(dir), {
    symbol: 'BTCUSDT',
    days: 1,
    tradesPerDay: 50_000,
    seed: 1,
    fromDay: '2025-06-21',
    venue: 'bybit',
  });
});

/** A warm start some time after the stored day began, with what it has told. */
function start(change: (config: Config) => Config, nowMs = DAY + DAY_MS - 10 * MINUTE_MS) {
  const said: string[] = [];
  const log = pino({ base: null, timestamp: false }, { write: (line: string) => said.push(line) });
  const defaults = defaultConfig();
  const startup = { ...defaults.startup, warmup_max_missing_minutes: 10 };
  const header = recordingHeader({
    mode: 'paper',
    instance: 'test',
    instrument: {
      venue: 'bybit',
      symbol: 'BTCUSDT',
      tickSize: '0.1',
      lotSize: '0.001',
      minOrderLots: 1,
      minNotional: 5,
    },
    config: change({ ...defaults, startup }),
    startedMs: nowMs,
    runId: 'run',
    version: '0',
    session: { activated: false, fees: null, start: null },
  });
  return { snapshot: warmStart(header, dir, nowMs, log), said: said.map((line) => JSON.parse(line)) };
}

describe('a warm start from stored trades without quotes', () => {
  it('infers the quotes as a backtest does, and says until when that matters', () => {
    const { snapshot, said } = start((config) => config);
    expect(snapshot).not.toBeNull();
    expect(said).toEqual([
      { level: 30, minutesDone: 240, msg: 'warmed up from stored ticks' },
      {
        level: 40,
        minutes: expect.any(Number),
        spreadTicks: 1,
        until: '2025-06-22T03:50:00.000Z',
        msg: 'there are minutes of stored trades without quotes: they are inferred from trades, as in a backtest',
      },
    ]);
    expect(said[1].minutes).toBeGreaterThan(230);
  });

  it('does not count them where no quotes may be inferred', () => {
    const { snapshot, said } = start((config) => ({
      ...config,
      backtest: { ...config.backtest, synthetic_quotes_ticks: null },
    }));
    expect(snapshot).toBeNull();
    expect(said.map(({ msg }) => msg)).toEqual([
      'there are minutes of stored trades without quotes: the warm-up is live',
    ]);
  });

  it('is none when the stored ticks end too early', () => {
    const { snapshot, said } = start((config) => config, DAY + DAY_MS + 60 * MINUTE_MS);
    expect(snapshot).toBeNull();
    expect(said[0].msg).toBe('stored ticks do not reach up to now: the warm-up is live');
  });
});
