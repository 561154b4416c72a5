import { DAY_MS, defineInstrument } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import { arraySource } from './array-source.ts';

const instrument = defineInstrument({
  venue: 'bybit',
  symbol: 'BTCUSDT',
  tickSize: '0.1',
  lotSize: '0.001',
});
const day = Date.UTC(2024, 0, 1);
const trade = (timeMs: number, priceTicks: number) => ({ timeMs, priceTicks, sizeLots: 1 });
const quote = (timeMs: number) => ({ timeMs, bidTicks: 499_999, bidLots: 2, askTicks: 500_001, askLots: 3 });

describe('arraySource', () => {
  it('splits rows into UTC days, in time order, rows of one millisecond as given', () => {
    const source = arraySource({
      instrument,
      trades: [
        trade(day + DAY_MS, 4),
        trade(day + 5, 2),
        trade(day + 5, 1),
        { timeMs: day + 4, priceTicks: 3, sizeLots: 7, side: -1 },
      ],
    });
    expect(source.days).toEqual([day, day + DAY_MS]);
    const { trades } = source.readDay(day);
    expect(trades.length).toBe(3);
    expect([...trades.timeMs]).toEqual([4, 5, 5]);
    expect([...trades.priceTicks]).toEqual([3, 2, 1]);
    expect([...trades.sizeLots]).toEqual([7, 1, 1]);
    expect([...trades.side]).toEqual([-1, 0, 0]);
    expect([...source.readDay(day + DAY_MS).trades.timeMs]).toEqual([0]);
  });

  it('has null quotes when there are none at all, empty ones on a day without', () => {
    const none = arraySource({ instrument, trades: [trade(day, 1)] });
    expect(none.hasQuotes).toBe(false);
    expect(none.readDay(day).quotes).toBeNull();
    const some = arraySource({
      instrument,
      trades: [trade(day, 1), trade(day + DAY_MS, 1)],
      quotes: [quote(day + 1)],
    });
    expect(some.hasQuotes).toBe(true);
    expect([...some.readDay(day).quotes!.askTicks]).toEqual([500_001]);
    expect(some.readDay(day + DAY_MS).quotes?.length).toBe(0);
  });

  it('hashes the rows: equal rows equal hash, any other row another hash', () => {
    const hash = (trades: ReturnType<typeof trade>[]) => arraySource({ instrument, trades }).dataHash;
    expect(hash([trade(day, 1)])).toMatch(/^[0-9a-f]{64}$/);
    expect(hash([trade(day, 1)])).toBe(hash([trade(day, 1)]));
    expect(hash([trade(day, 1)])).not.toBe(hash([trade(day, 2)]));
    expect(hash([trade(day, 1)])).not.toBe(hash([trade(day + DAY_MS, 1)]));
  });

  it('refuses what a column cannot hold', () => {
    const make = (row: object) => () => arraySource({ instrument, trades: [{ ...trade(day, 1), ...row }] });
    for (const row of [{ timeMs: 0.5 }, { priceTicks: 1.5 }, { priceTicks: 2 ** 31 }, { sizeLots: 0 }]) {
      expect(make(row)).toThrow(/cannot be a/);
    }
    expect(() => arraySource({ instrument }).readDay(day)).toThrow(/no day/);
  });
});
