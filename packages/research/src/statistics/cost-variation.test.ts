import { describe, expect, it } from 'vitest';
import { costVariation } from './cost-variation.ts';

describe('costVariation', () => {
  it('leaves a result without costs alone', () => {
    const trades = [{ netPnl: 5, fees: 0, slippage: 0 }];
    expect(costVariation(trades, 100, 1)).toEqual({ p5: 5, p50: 5, p95: 5 });
  });

  it('of one trade lies between a quarter and four times the costs, symmetric in the logarithm', () => {
    // Level and multiplier: log2 of the factor is the sum of two uniform numbers in -1..1, a triangle. Its 5 %
    // quantile is -2 + sqrt(0.05 x 8) = -1.3675, so the fee of 8 is between 8 x 2^-1.3675 and 8 x 2^1.3675.
    const { p5, p50, p95 } = costVariation([{ netPnl: 0, fees: 8, slippage: 0 }], 40_000, 2);
    expect(p95).toBeCloseTo(8 - 8 * 2 ** -1.3675, 0);
    expect(Math.abs(p50)).toBeLessThan(0.15);
    expect(p5 / (8 - 8 * 2 ** 1.3675)).toBeCloseTo(1, 1);
  });

  it('does not average away what goes wrong for all trades', () => {
    const trades = Array.from({ length: 500 }, () => ({ netPnl: 1, fees: 0.5, slippage: 0.5 }));
    const { p5, p95 } = costVariation(trades, 400, 3);
    expect(p95 - p5).toBeGreaterThan(100);
  });

  it('is decided by the seed', () => {
    const trades = [{ netPnl: 1, fees: 1, slippage: 1 }];
    expect(costVariation(trades, 20, 4)).toEqual(costVariation(trades, 20, 4));
  });
});
