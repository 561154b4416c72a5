import { runBacktest } from '@auction-trader/backtest';
import { defaultConfig } from '@auction-trader/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { LTCUSDT, withSample } from './sample.ts';
import { main, type ValueAreaWatch, ValueAreaWatch as Watch, whereIsPrice } from './use-features.ts';

let watch: ValueAreaWatch;
const lines: string[] = [];

beforeAll(async () => {
  watch = await main((line) => lines.push(line));
});

describe('the bot on the sample', () => {
  it('prints a line at each full hour', () => {
    expect(lines).toHaveLength(35);
    for (const line of lines) expect(line).toMatch(/^2025-06-2[12] \d\d:00 .* VAL .* POC .* VAH .* value/);
  });

  it('takes every trade: nothing is off the grid', () => {
    expect(watch.refused).toBe(0);
  });

  it('knows the same to the bit as a backtest, which is fed whole minutes', async () => {
    const run = await withSample((source) => runBacktest(source, defaultConfig()));
    expect(watch.tape.length).toBe(run.tape.length);
    for (const name of ['pocHalfTicks', 'vahTicks', 'valTicks', 'sigma', 'flowLots', 'windowLots'] as const) {
      const own = watch.features[name].subarray(0, watch.tape.length);
      expect(own, name).toEqual(run.features[name].subarray(0, run.tape.length));
    }
  });
});

describe('ValueAreaWatch', () => {
  const trade = { timeMs: Date.UTC(2025, 0, 1), price: '80.00', size: '1.5', side: 'buy' } as const;

  it('reports a minute once it has ended, and quiet minutes too', () => {
    const bot = new Watch(LTCUSDT, defaultConfig(), 10);
    bot.onTrades([trade]);
    expect(bot.endMinutesBefore(trade.timeMs + 59_999)).toEqual([]);
    const reports = bot.endMinutesBefore(trade.timeMs + 120_000);
    expect(reports.map(({ minuteMs, close, flow }) => [minuteMs - trade.timeMs, close, flow])).toEqual([
      [0, 80, 1.5],
      [60_000, 80, 0],
    ]);
  });

  it('takes messages that cross a minute', () => {
    const bot = new Watch(LTCUSDT, defaultConfig(), 10);
    const later = { ...trade, timeMs: trade.timeMs + 60_000, price: '80.01' };
    bot.onTrades([trade]);
    bot.endMinutesBefore(later.timeMs);
    bot.onTrades([later]);
    expect(bot.endMinutesBefore(later.timeMs + 60_000).map(({ close }) => close)).toEqual([80.01]);
  });

  it('refuses what is off the grid instead of rounding it', () => {
    const bot = new Watch(LTCUSDT, defaultConfig(), 10);
    bot.onTrades([trade, { ...trade, price: '80.005' }]);
    expect(bot.refused).toBe(1);
    expect(bot.endMinutesBefore(trade.timeMs + 60_000)[0]!.close).toBe(80);
  });
});

it('says where price stands', () => {
  const report = { minuteMs: 0, poc: 100, vah: 110, val: 90, flow: 0 };
  expect(whereIsPrice({ ...report, close: 111 })).toBe('above value');
  expect(whereIsPrice({ ...report, close: 110 })).toBe('inside value');
  expect(whereIsPrice({ ...report, close: 89 })).toBe('below value');
  expect(whereIsPrice({ ...report, vah: null, close: 89 })).toBe('no value area yet');
});
