import { DAY_MS } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import { sampleRun } from '../report/testing/sample-run.ts';
import { fillRecord, netTrade } from '../report/testing/trade-record.ts';
import { dayMarks } from './daily-returns.ts';
import { dailyTable } from './daily-table.ts';

const DAY = Date.UTC(2024, 0, 1);
const marks = [
  { dayMs: DAY, index: 1439, equity: 10_020 },
  { dayMs: DAY + DAY_MS, index: 2879, equity: 10_008 },
];

describe('dailyTable', () => {
  it('books fills, fees and funding on their UTC day, trades on the day they closed', () => {
    const [first, second] = dailyTable({
      initialCapital: 10_000,
      marks,
      trades: [netTrade(8, 0, { closeMs: DAY + DAY_MS + 5 })],
      fills: [
        fillRecord({ fillMs: DAY + 1000, fee: 1 }),
        fillRecord({ fillMs: DAY + DAY_MS + 5, fee: 2, grossPnl: 12 }),
      ],
      funding: [{ tradeId: 1, timeMs: DAY + 28_800_000, lots: 100, amount: 1 }],
    });
    expect(first).toEqual({
      date: '2024-01-01',
      realized_pnl: -2,
      unrealized_pnl: 22,
      trades_count: 0,
      win_count: 0,
      loss_count: 0,
      fees_total: 1,
      funding_total: 1,
      equity: 10_020,
      return: 10_020 / 10_000 - 1,
    });
    expect(second).toMatchObject({
      date: '2024-01-02',
      realized_pnl: 10,
      unrealized_pnl: 0,
      trades_count: 1,
      win_count: 1,
      fees_total: 2,
      funding_total: 0,
    });
  });

  it("a payment at 00:00 belongs to the new day, though the old day's last mark contains it", () => {
    const [first, second] = dailyTable({
      initialCapital: 10_000,
      marks: [
        { dayMs: DAY, index: 0, equity: 9_997 },
        { dayMs: DAY + DAY_MS, index: 1, equity: 9_997 },
      ],
      trades: [],
      fills: [],
      funding: [{ tradeId: 1, timeMs: DAY + DAY_MS, lots: 1, amount: 3 }],
    });
    expect(first).toMatchObject({ realized_pnl: 0, funding_total: 0, unrealized_pnl: 0 });
    expect(second).toMatchObject({ realized_pnl: -3, funding_total: 3, unrealized_pnl: 0 });
  });

  it('what happens behind the last bar counts to the last day', () => {
    const rows = dailyTable({
      initialCapital: 10_000,
      marks: marks.slice(0, 1),
      trades: [],
      fills: [fillRecord({ fillMs: DAY + DAY_MS + 30_000, fee: 4 })],
      funding: [],
    });
    expect(rows[0]!.fees_total).toBe(4);
  });

  it('days sum up to the trades of a run that ends flat', () => {
    const run = sampleRun({ minutes: 4 * 1440, seed: 11, maxTrades: 60 });
    const rows = dailyTable({
      initialCapital: 10_000,
      marks: dayMarks(run.tape.firstMinuteMs, run.equity, run.tape.length),
      trades: run.trades,
      fills: run.fills,
      funding: run.funding,
    });
    const net = run.trades.reduce((sum, trade) => sum + trade.netPnl, 0);
    expect(rows.reduce((sum, row) => sum + row.realized_pnl, 0)).toBeCloseTo(net, 6);
    expect(rows.reduce((sum, row) => sum + row.trades_count, 0)).toBe(run.trades.length);
    expect(rows.at(-1)!.unrealized_pnl).toBeCloseTo(0, 6);
    expect(rows.at(-1)!.equity).toBeCloseTo(10_000 + net, 6);
  });

  it('is empty without a day', () => {
    expect(dailyTable({ initialCapital: 1, marks: [], trades: [], fills: [], funding: [] })).toEqual([]);
  });
});
