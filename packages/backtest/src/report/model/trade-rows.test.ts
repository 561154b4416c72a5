import { describe, expect, it } from 'vitest';
import { moneyFlow } from '../../metrics/money-flow.ts';
import { sampleRun } from '../testing/sample-run.ts';
import { fillRows, tradeRows, tradeSnapshots } from './trade-rows.ts';

const run = sampleRun({ minutes: 3000, seed: 5, leaveOpen: true, maxTrades: 20 });

describe('tradeRows', () => {
  const rows = tradeRows(run);

  it('has every trade, the open one last', () => {
    expect(rows).toHaveLength(20);
    expect(rows.at(-1)).toMatchObject({ status: 'OPEN', exit: null, closeMs: null, exitPrice: null });
    expect(rows[0]!.closeMs).toBe(run.trades[0]!.closeMs);
    expect(tradeSnapshots(run)).toHaveLength(20);
    expect(fillRows(run)).toHaveLength(run.fills.length);
  });

  it('the parts of the trades are the parts of the run', () => {
    const whole = moneyFlow(run.instrument, run.trades, run.fills);
    const sum = (of: (row: (typeof rows)[number]) => number) =>
      rows.slice(0, -1).reduce((total, row) => total + of(row), 0);
    expect(sum((row) => row.grossAtMid)).toBeCloseTo(whole.gross_at_mid, 6);
    expect(sum((row) => row.delay)).toBeCloseTo(whole.delay, 6);
    expect(sum((row) => row.spread)).toBeCloseTo(whole.spread, 6);
    expect(sum((row) => row.slippage)).toBeCloseTo(whole.slippage, 6);
    expect(sum((row) => row.fees)).toBeCloseTo(whole.fees, 6);
    expect(sum((row) => row.net)).toBeCloseTo(whole.net_pnl, 6);
  });

  it('an open trade is marked at the last quote', () => {
    const open = rows.at(-1)!;
    expect(open.openResult).toBeCloseTo(run.openResult, 7);
    expect(open.net).toBeCloseTo(run.openTrade!.netPnl + run.openResult, 7);
    expect(rows[0]!.openResult).toBeNull();
  });

  it('names the signals of the decision', () => {
    expect(rows[0]!.flags).toEqual([run.trades[0]!.side > 0 ? 'breakin_long' : 'breakin_short']);
  });
});
