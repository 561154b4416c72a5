import { defaultConfig, defineInstrument } from '@auction-trader/core';
import { daySource } from '@auction-trader/ingestion';
import { describe, expect, it } from 'vitest';
import { measureExcursions } from './excursions.ts';
import { prepareMarket } from './market.ts';
import { tradeRecord } from './report/testing/trade-record.ts';
import { runBacktest } from './run-backtest.ts';
import { randomMarket } from './testing/random-market.ts';

const DAY = Date.UTC(2024, 0, 1);
const instrument = defineInstrument({ venue: 'bybit', symbol: 'BTCUSDT', tickSize: '0.1', lotSize: '0.001' });

/** A market of prints `[ms of day, price]`. */
function marketOf(prints: readonly (readonly [number, number])[]) {
  const length = prints.length;
  const trades = {
    length,
    timeMs: Int32Array.from(prints, ([timeMs]) => timeMs),
    priceTicks: Int32Array.from(prints, ([, price]) => price),
    sizeLots: new Int32Array(length).fill(1),
    side: new Int8Array(length).fill(1),
  };
  return prepareMarket(daySource(instrument, [{ dayStartMs: DAY, trades, quotes: null }]), defaultConfig());
}

describe('measureExcursions', () => {
  const { tape, days } = marketOf([
    [1_000, 90],
    [5_000, 100],
    [5_000, 130],
    [6_000, 103],
    [70_000, 112],
    [80_000, 95],
    [300_000, 97],
    [301_000, 140],
    [420_000, 80],
  ]);
  const held = (openMs: number, closeMs: number, side = 1) => {
    const trades = [tradeRecord({ side, openMs: DAY + openMs, closeMs: DAY + closeMs, entryTicks: 100 })];
    measureExcursions(trades, 0, tape, days);
    return [trades[0]!.maxFavourableTicks, trades[0]!.maxAdverseTicks];
  };

  it('sees prints later than the entry and not later than the exit', () => {
    expect(held(5_000, 300_500)).toEqual([12, 5]);
    expect(held(5_000, 301_000)).toEqual([40, 5]);
    expect(held(4_999, 6_000)).toEqual([30, 0]);
  });

  it('is mirrored for a short', () => {
    expect(held(5_000, 300_500, -1)).toEqual([5, 12]);
  });

  it('is 0 when nothing traded', () => {
    expect(held(100_000, 290_000)).toEqual([0, 0]);
  });

  it('goes on where it stopped', () => {
    const trades = [
      tradeRecord({}),
      tradeRecord({ openMs: DAY + 5_000, closeMs: DAY + 6_000, entryTicks: 100 }),
    ];
    const before = trades[0];
    expect(measureExcursions(trades, 1, tape, days)).toBe(2);
    expect(trades[0]).toBe(before);
    expect(trades[1]!.maxFavourableTicks).toBe(3);
  });

  it('agrees with a look at every print of a random market', () => {
    const config = defaultConfig();
    const quick = {
      ...config,
      instrument: { ...config.instrument, rolling_window_minutes: 30 },
      value_area: { ...config.value_area, min_va_bins: 3 },
      startup: { ...config.startup, warmup_minutes: 30, warmup_max_missing_minutes: 10 },
    };
    let measured = 0;
    for (let seed = 1; seed <= 6; seed += 1) {
      const source = randomMarket({
        seed,
        minutes: 1_500,
        perMinute: 12,
        quotes: seed % 2 === 0,
        unsided: 0,
        startHour: 20,
      });
      const prints = source.days.flatMap((start) => {
        const { trades } = source.readDay(start);
        return Array.from(
          { length: trades.length },
          (_, i) => [start + trades.timeMs[i]!, trades.priceTicks[i]!] as const,
        );
      });
      for (const trade of runBacktest(source, quick).trades) {
        const seen = prints
          .filter(([time]) => time > trade.openMs && time <= trade.closeMs)
          .map(([, price]) => price);
        const up = Math.max(0, ...seen.map((price) => price - trade.entryTicks));
        const down = Math.max(0, ...seen.map((price) => trade.entryTicks - price));
        const [best, worst] = trade.side > 0 ? [up, down] : [down, up];
        expect([trade.maxFavourableTicks, trade.maxAdverseTicks]).toEqual([best, worst]);
        measured += 1;
      }
    }
    expect(measured).toBeGreaterThan(20);
  });
});
