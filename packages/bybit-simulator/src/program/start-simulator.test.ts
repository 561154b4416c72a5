import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@auction-trader/command-line';
import { SimulatedClock } from '@auction-trader/core';
import { openTickStore, writeSynthetic } from '@auction-trader/ingestion';
import { afterAll, afterEach, expect, it } from 'vitest';
import type { MarketOrigin } from './open-market.ts';
import { type RunningSimulator, type SimulatorOptions, startSimulator } from './start-simulator.ts';

const MINUTE_MS = 60_000;
const DAY_MS = Date.UTC(2025, 5, 21);
const NOW_MS = Date.UTC(2026, 0, 1, 10, 30, 5);
const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
const running: RunningSimulator[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function start(origin: MarketOrigin, options: Partial<SimulatorOptions> = {}) {
  const clock = new SimulatedClock(NOW_MS);
  const simulator = await startSimulator({ clock, origin, ...options });
  running.push(simulator);
  const get = async (path: string) => {
    const response = await fetch(`${simulator.url}${path}`);
    return (await response.json()) as { result: { list: Record<string, unknown>[] }; time: number };
  };
  const klines = async () => {
    const { result } = await get('/v5/market/kline?category=linear&symbol=BTCUSDT&interval=1&limit=200');
    return result.list as unknown as string[][];
  };
  return { clock, simulator, get, klines };
}

it('opens a made market with an hour of history, and lets it go on', async () => {
  const { clock, get, klines } = await start({ kind: 'made', seed: 1, symbol: 'BTCUSDT' });
  expect((await get('/v5/market/time')).time).toBe(NOW_MS);
  expect((await klines()).length).toBeGreaterThanOrEqual(60);
  clock.runUntil(NOW_MS + 10 * MINUTE_MS);
  expect((await get('/v5/market/time')).time).toBe(NOW_MS + 10 * MINUTE_MS);
  expect(Number((await klines())[0]?.[0])).toBe(Date.UTC(2026, 0, 1, 10, 40));
});

it('is the same for the same seed', async () => {
  const one = await start({ kind: 'made', seed: 3, symbol: 'BTCUSDT' });
  const two = await start({ kind: 'made', seed: 3, symbol: 'BTCUSDT' });
  const other = await start({ kind: 'made', seed: 4, symbol: 'BTCUSDT' });
  expect(await one.klines()).toEqual(await two.klines());
  expect(await one.klines()).not.toEqual(await other.klines());
});

it('plays a tick store by its own times, faster, and takes signatures by both clocks', async () => {
  const dir = join(folder, 'store');
  await writeSynthetic(openTickStore(dir), {
    symbol: 'BTCUSDT',
    days: 1,
    fromDay: '2025-06-21',
    tradesPerDay: 20_000,
    seed: 1,
  });
  const fromMs = DAY_MS + 600 * MINUTE_MS;
  const origin = { kind: 'store', dir, symbol: 'BTCUSDT', fromMs, untilMs: null } as const;
  const { clock, get, klines, simulator } = await start(origin, { speed: 60, historyMinutes: 30 });
  expect((await get('/v5/market/time')).time).toBe(fromMs);
  expect((await klines()).length).toBeGreaterThanOrEqual(29);
  clock.runUntil(NOW_MS + 10_000);
  expect((await get('/v5/market/time')).time).toBe(fromMs + 10 * MINUTE_MS);
  const scale = { originMs: NOW_MS, startMs: fromMs, speed: 60 };
  expect(await get('/sim/clock')).toMatchObject({ scale });
  expect(simulator.description).toContain('tick store');
});

it('plays a recording, at today’s times where asked to', async () => {
  const file = join(folder, 'frames.jsonl');
  const firstMs = DAY_MS + 5_000;
  const trade = (timeMs: number, p: string) =>
    JSON.stringify({
      topic: 'publicTrade.BTCUSDT',
      type: 'snapshot',
      ts: timeMs,
      data: [
        {
          T: timeMs,
          s: 'BTCUSDT',
          S: 'Buy',
          v: '0.010',
          p,
          L: 'PlusTick',
          i: `${timeMs}`,
          BT: false,
          seq: 1,
        },
      ],
    });
  writeFileSync(file, `${trade(firstMs, '60000.1')}\n${trade(firstMs + 90_000, '60001.1')}\n`);
  const origin = { kind: 'recording', file, symbol: 'BTCUSDT', tickSize: '0.1', lotSize: '0.001' } as const;
  const { clock, get } = await start(origin, { historyMinutes: 0, shiftToNow: true });
  const lastPrice = async () =>
    (await get('/v5/market/tickers?category=linear&symbol=BTCUSDT')).result.list[0]?.['lastPrice'];
  expect(Math.abs((await get('/v5/market/time')).time - NOW_MS)).toBeLessThanOrEqual(MINUTE_MS);
  clock.runUntil(NOW_MS + MINUTE_MS);
  expect(Number(await lastPrice())).toBe(60_000.1);
  clock.runUntil(NOW_MS + 2 * MINUTE_MS);
  expect(Number(await lastPrice())).toBe(60_001.1);
});

it('refuses what has nothing to play', async () => {
  const file = join(folder, 'empty.jsonl');
  writeFileSync(file, 'nothing\n');
  const origin = { kind: 'recording', file, symbol: 'BTCUSDT', tickSize: '0.1', lotSize: '0.001' } as const;
  await expect(startSimulator({ clock: systemClock, origin })).rejects.toMatchObject({
    code: 'EMPTY_MARKET',
  });
});
