import { type RunResult, runBacktest } from '@auction-trader/backtest';
import { type DayTicks, defaultConfig, defineInstrument, type TradeColumns } from '@auction-trader/core';
import { daySource, syntheticDays } from '@auction-trader/ingestion';
import { describe, expect, it } from 'vitest';
import { handFused } from './hand-fused.ts';
import { type MinuteColumn, newMinuteColumns } from './minute-columns.ts';
import { naiveBacktest } from './naive/naive-backtest.ts';
import { naiveColumns } from './naive/naive-columns.ts';
import { plainScan } from './plain-scan.ts';
import { differences, requireSame } from './same-results.ts';

const instrument = defineInstrument({
  venue: 'synth',
  symbol: 'TEST',
  tickSize: '0.1',
  lotSize: '0.001',
  minNotional: 5,
});
const config = defaultConfig();

/** Cheap, so that the naive version has few prices to sort. */
const days = (tradesPerDay: number, seed: number) => [
  ...syntheticDays({ symbol: 'TEST', days: 3, tradesPerDay, seed, startPrice: 5_000 }),
];

/** The same trades, of which those with `keep` are left, and some have lost their side. */
function changed(day: DayTicks, keep: (row: number) => boolean, sided: (row: number) => boolean): DayTicks {
  const { trades } = day;
  const rows = Array.from(trades.timeMs.keys()).filter(keep);
  const kept: TradeColumns = {
    length: rows.length,
    timeMs: Int32Array.from(rows, (row) => trades.timeMs[row]!),
    priceTicks: Int32Array.from(rows, (row) => trades.priceTicks[row]!),
    sizeLots: Int32Array.from(rows, (row) => trades.sizeLots[row]!),
    side: Int8Array.from(rows, (row) => (sided(row) ? trades.side[row]! : 0)),
  };
  return { ...day, trades: kept };
}

describe.each([
  { market: 'busy', source: daySource(instrument, days(40_000, 1)) },
  { market: 'quiet, with silent minutes', source: daySource(instrument, days(14_000, 2)) },
  {
    market: 'with prints without a side, and a hole of half an hour',
    source: daySource(
      instrument,
      days(20_000, 3).map((day) =>
        changed(
          day,
          (row) => Math.abs(row - 9_000) > 300,
          (row) => row % 7 !== 0,
        ),
      ),
    ),
  },
])('a market that is $market', ({ source }) => {
  const run = runBacktest(source, config);

  it('is judged by the naive version as by the product', () => {
    const naive = naiveBacktest(source, config);
    expect(differences(run, naiveColumns(naive), naive.minutes.length, naive.trades)).toEqual([]);
  });

  it('is judged by the hand-fused loop as by the product', () => {
    const { columns, minutes, trades } = handFused(source, config);
    expect(differences(run, columns, minutes, trades)).toEqual([]);
  });

  it('has something to judge', () => {
    expect(run.trades.length).toBeGreaterThan(3);
  });
});

describe('the comparison', () => {
  const source = daySource(instrument, days(20_000, 4));
  const run = runBacktest(source, config);
  const { columns, minutes, trades } = handFused(source, config);
  const copy = () => ({ ...newMinuteColumns(0), ...structuredClone(columns) });

  it.each<MinuteColumn>(['open', 'groups', 'sigma', 'poc', 'flags', 'reason', 'equity'])(
    'sees another %s',
    (name) => {
      const other = copy();
      other[name][minutes - 1]! += 1;
      expect(differences(run, other, minutes, trades)).toHaveLength(1);
    },
  );

  it('sees another trade, and one that is not there', () => {
    const [first, ...others] = trades;
    expect(differences(run, columns, minutes, [{ ...first!, netPnl: 1 }, ...others])).toEqual([
      'netPnl of trade 1',
    ]);
    expect(differences(run, columns, minutes, others)[0]).toContain('trades instead of');
  });

  it('refuses a reference that says something else', () => {
    const empty = { ...run, trades: [] } as RunResult;
    expect(() => requireSame('loop', empty, columns, minutes, trades)).toThrow('the loop differs');
  });
});

it('adds up every column', () => {
  const trades = {
    length: 2,
    timeMs: Int32Array.of(1, 2, 1_000),
    priceTicks: Int32Array.of(10, 20, 1_000),
    sizeLots: Int32Array.of(100, 200, 1_000),
    side: Int8Array.of(1, -1, 1),
  };
  expect(plainScan(daySource(instrument, [{ dayStartMs: 0, trades, quotes: null }]))).toBe(333);
});
