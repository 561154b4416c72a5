import { sharpeRatio } from '@auction-trader/backtest';
import { describe, expect, it } from 'vitest';
import { noiseReturns } from '../testing/sample-returns.ts';
import { annualSharpe, sharpeOfDays } from './sharpe-of-days.ts';

describe('sharpeOfDays', () => {
  it('is mean by sample standard deviation of the stretch: 2 / 1 for 1, 2, 3', () => {
    expect(sharpeOfDays([50, 1, 2, 3, -9], 1, 4)).toBe(2);
  });

  it('is, annualised, the Sharpe ratio of a run', () => {
    const returns = noiseReturns(3, 1, 90, 1, 0.1);
    const annual = annualSharpe(sharpeOfDays(returns, 0, 90));
    expect(annual).toBeCloseTo(sharpeRatio(Array.from(returns))!, 12);
  });

  it('has no value for a day alone and for equal days', () => {
    expect(annualSharpe(sharpeOfDays([1, 2], 0, 1))).toBeNull();
    expect(annualSharpe(sharpeOfDays([0, 0, 0], 0, 3))).toBeNull();
    expect(annualSharpe(sharpeOfDays([0.1, 0.1, 0.1], 0, 3))).toBeNull();
  });
});
