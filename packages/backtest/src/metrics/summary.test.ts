import { describe, expect, it } from 'vitest';
import { sampleRun } from '../report/testing/sample-run.ts';
import { netTrade } from '../report/testing/trade-record.ts';
import { summarize } from './summary.ts';

describe('summarize', () => {
  it('is plain JSON data: no NaN, no undefined, nothing lost', () => {
    for (const run of [sampleRun(), sampleRun({ minutes: 0 }), sampleRun({ quotes: 'none', maxTrades: 0 })]) {
      const summary = summarize(run);
      expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
    }
  });

  it('net 8 on 10,000 ends at 10,008', () => {
    const run = sampleRun({ minutes: 300, maxTrades: 0 });
    const { metrics } = summarize({
      ...run,
      finalEquity: 10_008,
      trades: [netTrade(8, 0, { closeMs: run.tape.minuteMs(9) })],
    });
    expect(metrics).toMatchObject({ initial_capital: 10_000, final_equity: 10_008, net_pnl: 8 });
    expect(metrics.total_return_pct).toBeCloseTo(0.08, 12);
  });

  it('final equity is initial capital, net of trades and the open position', () => {
    const run = sampleRun({ minutes: 3000, seed: 5, leaveOpen: true, maxTrades: 20 });
    const { metrics, open_position } = summarize(run);
    expect(open_position).not.toBeNull();
    expect(metrics.n).toBe(19);
    const open = open_position!.net_pnl;
    expect(metrics.final_equity).toBeCloseTo(10_000 + metrics.net_pnl + open, 6);
  });

  it('net is gross less fees and funding', () => {
    const { metrics } = summarize(sampleRun({ minutes: 4000, seed: 9 }));
    expect(metrics.n).toBeGreaterThan(20);
    expect(metrics.net_pnl).toBeCloseTo(metrics.gross_pnl - metrics.total_fees - metrics.total_funding, 7);
  });

  it('has a run without minutes', () => {
    const summary = summarize(sampleRun({ minutes: 0 }));
    expect(summary.run).toMatchObject({ from_ms: null, to_ms: null, minutes: 0 });
    expect(summary.metrics).toMatchObject({ final_equity: 10_000, sharpe: null, exposure: null });
  });

  it('takes ambiguous fractions of minutes with trades only', () => {
    const run = sampleRun({ minutes: 100, maxTrades: 0, gaps: [{ from: 50, minutes: 30 }] });
    expect(summarize(run).ambiguous.n).toBe(70);
  });

  it('is the same for the same run', () => {
    expect(summarize(sampleRun())).toEqual(summarize(sampleRun()));
  });
});
