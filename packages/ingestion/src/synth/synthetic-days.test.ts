import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTickStore } from '../store/open-tick-store.ts';
import { syntheticDays } from './synthetic-days.ts';
import { writeSynthetic } from './write-synthetic.ts';

const OPTIONS = { symbol: 'MADEUP', days: 2, tradesPerDay: 20_000, seed: 5, quotes: true };

describe('syntheticDays', () => {
  it('makes equal days from equal options, others from another seed', () => {
    const [first] = syntheticDays(OPTIONS);
    const [again] = syntheticDays({ ...OPTIONS, days: 9 });
    const [other] = syntheticDays({ ...OPTIONS, seed: 6 });
    expect(again).toEqual(first);
    expect(other!.trades.priceTicks).not.toEqual(first!.trades.priceTicks);
  });

  it('makes ticks that the engine may rely on', () => {
    for (const { trades, quotes } of syntheticDays(OPTIONS)) {
      expect(trades.length).toBe(20_000);
      const { timeMs, priceTicks, sizeLots, side } = trades;
      expect(timeMs.every((time, row) => time >= (timeMs[row - 1] ?? 0) && time < 86_400_000)).toBe(true);
      expect(priceTicks.every((price) => price >= 100)).toBe(true);
      expect(sizeLots.every((size) => size >= 1)).toBe(true);
      expect(side.every((value) => value === 1 || value === -1)).toBe(true);
      const { length, bidTicks, askTicks, bidLots, askLots, timeMs: quoteMs } = quotes!;
      for (let row = 0; row < length; row++) {
        expect(bidTicks[row]!).toBeLessThan(askTicks[row]!);
        expect(Math.min(bidLots[row]!, askLots[row]!)).toBeGreaterThan(0);
        if (row > 0) expect(quoteMs[row]!).toBeGreaterThanOrEqual(quoteMs[row - 1]!);
      }
    }
  });

  it('trades at the quote that stands before it: buyers at the ask, sellers at the bid', () => {
    const [{ trades, quotes } = { trades: null, quotes: null }] = syntheticDays(OPTIONS);
    let quote = -1;
    let explained = 0;
    for (let row = 0; row < trades!.length; row++) {
      while (quote + 1 < quotes!.length && quotes!.timeMs[quote + 1]! <= trades!.timeMs[row]!) quote++;
      const price = trades!.priceTicks[row]!;
      if (trades!.side[row]! > 0 ? price === quotes!.askTicks[quote]! : price === quotes!.bidTicks[quote]!)
        explained++;
    }
    // Trades of one millisecond share its last quote, so not all are explained by it.
    expect(explained / trades!.length).toBeGreaterThan(0.5);
  });

  it('is a market: it moves, clusters its volume and likes round sizes', () => {
    const [{ trades } = { trades: null }] = syntheticDays({ ...OPTIONS, tradesPerDay: 200_000 });
    const { timeMs, priceTicks, sizeLots } = trades!;
    const sorted = priceTicks.toSorted();
    const range = (sorted.at(-1)! - sorted[0]!) / sorted[0]!;
    expect(range).toBeGreaterThan(0.005);
    expect(range).toBeLessThan(0.3);
    const perHour = new Array(24).fill(0);
    for (const time of timeMs) perHour[Math.floor(time / 3_600_000)]++;
    expect(Math.max(...perHour) / Math.min(...perHour)).toBeGreaterThan(2);
    const round = sizeLots.filter((size) => size === 100).length;
    const next = sizeLots.filter((size) => size === 101).length;
    expect(round).toBeGreaterThan(10 * next);
    expect(sizeLots.toSorted()[100_000]!).toBeLessThan(50);
    expect(sizeLots.reduce((most, size) => Math.max(most, size), 0)).toBeGreaterThan(2000);
  });

  it('refuses what makes no market', () => {
    const make = (change: object) => () => [...syntheticDays({ ...OPTIONS, ...change })];
    expect(make({ days: 0 })).toThrow(/cannot be the days/);
    expect(make({ tradesPerDay: 1.5 })).toThrow(/cannot be the trades-per-day/);
    expect(make({ seed: -1 })).toThrow(/cannot be the seed/);
    expect(make({ fromDay: 'x' })).toThrow(/is not a UTC day/);
    expect(make({ symbol: '../x' })).toThrow(/cannot be a symbol/);
    expect(make({ startPrice: 1 })).toThrow(/cannot be the start-price/);
    expect(make({ tradesPerDay: 1 })()).toHaveLength(2);
  });
});

describe('writeSynthetic', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'synthetic-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('leaves days that are there, and adds those that are not', async () => {
    const store = openTickStore(dir);
    const options = { ...OPTIONS, tradesPerDay: 100 };
    expect(await writeSynthetic(store, options)).toMatchObject({ days: 2, skippedDays: 0, trades: 200 });
    const before = store.source('MADEUP').dataHash;
    expect(await writeSynthetic(store, options)).toMatchObject({ days: 2, skippedDays: 2, trades: 0 });
    const progress: number[] = [];
    const longer = await writeSynthetic(
      store,
      { ...options, days: 3 },
      { onProgress: ({ days }) => progress.push(days) },
    );
    expect(longer).toMatchObject({ days: 3, skippedDays: 2, trades: 100 });
    expect(progress).toEqual([1, 2, 3]);
    expect(store.source('MADEUP', { toDay: '2024-01-02' }).dataHash).toBe(before);
    await expect(writeSynthetic(store, { ...options, seed: 99 })).rejects.toMatchObject({
      code: 'OVERLAPPING_SOURCES',
      exitCode: 2,
    });
    expect(store.source('MADEUP', { toDay: '2024-01-02' }).dataHash).toBe(before);
  });

  it('can be stopped, and leaves the store as it was', async () => {
    const store = openTickStore(dir);
    const controller = new AbortController();
    const control = { signal: controller.signal, onProgress: () => controller.abort() };
    await expect(writeSynthetic(store, OPTIONS, control)).rejects.toThrow(/abort/i);
    expect(store.list()).toEqual([]);
  });
});
