import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleRun } from '../report/testing/sample-run.ts';
import { sampleInstrument } from '../report/testing/sample-tape.ts';
import { fillRecord, tradeRecord } from '../report/testing/trade-record.ts';
import { type MoneyFlow, moneyFlow } from './money-flow.ts';

/** As whole units of 1e-8, in which it must add up without a rest. */
function units(value: number): bigint {
  return BigInt(value.toFixed(8).replace('.', ''));
}

function expectItAddsUp(flow: MoneyFlow): void {
  const atQuote = units(flow.gross_at_mid) - units(flow.delay) - units(flow.spread);
  expect(atQuote - units(flow.slippage)).toBe(units(flow.gross_pnl));
  expect(units(flow.gross_pnl) - units(flow.fees) - units(flow.funding)).toBe(units(flow.net_pnl));
}

describe('moneyFlow', () => {
  it('splits one trade by hand', () => {
    // Bought at 50,000.2 (mid 50,000.05, 1 tick slippage), sold at 50,009.8 (mid 50,009.95, 1 tick), after the
    // mid had fallen by 0.3 since the exit was triggered.
    const fills = [
      fillRecord({ side: 1, lots: 100, priceTicks: 500_002, submitMid2: 1_000_001, slippageTicks: 1 }),
      fillRecord({
        side: -1,
        lots: 100,
        priceTicks: 500_098,
        submitMid2: 1_000_205,
        fillMid2: 1_000_199,
        slippageTicks: 1,
        grossPnl: 0.96,
      }),
    ];
    const trade = tradeRecord({ grossPnl: 0.96, fees: 0.5, funding: 0.25, netPnl: 0.21 });
    expect(moneyFlow(sampleInstrument(), [trade], fills)).toEqual({
      gross_at_mid: 1.02,
      delay: 0.03,
      spread: 0.01,
      slippage: 0.02,
      gross_pnl: 0.96,
      fees: 0.5,
      funding: 0.25,
      net_pnl: 0.21,
    });
  });

  it('a limit that waited below the mid earned the spread', () => {
    const fills = [fillRecord({ side: 1, lots: 10, priceTicks: 499_990, submitMid2: 1_000_000 })];
    const flow = moneyFlow(sampleInstrument(), [tradeRecord({})], fills);
    expect(flow.spread).toBe(-0.01);
  });

  it('a fill without a known quote counts as filled at the mid', () => {
    const fills = [fillRecord({ submitMid2: Number.NaN, slippageTicks: 2, lots: 10 })];
    expect(moneyFlow(sampleInstrument(), [tradeRecord({})], fills)).toMatchObject({
      spread: 0,
      slippage: 0.002,
    });
  });

  it('leaves out the fills of a position still open', () => {
    const fills = [fillRecord({ tradeId: 9, submitMid2: 999_000 })];
    expect(moneyFlow(sampleInstrument(), [tradeRecord({ tradeId: 1 })], fills).spread).toBe(0);
  });

  it('adds up exactly, whatever the trades', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 0, max: 30 }),
        (seed, maxTrades) => {
          const run = sampleRun({ minutes: 1500, seed, maxTrades });
          expectItAddsUp(moneyFlow(run.instrument, run.trades, run.fills));
        },
      ),
      { numRuns: 15 },
    );
  });

  it('gross at mid is what the fills had made at the mids', () => {
    const run = sampleRun({ minutes: 2000, seed: 3 });
    const closed = new Set(run.trades.map((trade) => trade.tradeId));
    let atMid = 0;
    for (const fill of run.fills) {
      if (closed.has(fill.tradeId)) atMid -= fill.side * fill.submitMid2 * fill.lots;
    }
    const flow = moneyFlow(run.instrument, run.trades, run.fills);
    expect(flow.gross_at_mid).toBeCloseTo((atMid / 2) * 0.0001, 6);
  });
});
