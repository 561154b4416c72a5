import { describe, expect, it } from 'vitest';
import { ruledReturns } from '../testing/sample-returns.ts';
import { moments } from './moments.ts';

describe('moments', () => {
  it('agrees with scipy.stats (skew, kurtosis with fisher=False, std with ddof=1)', () => {
    const result = moments(ruledReturns(1, 40));
    expect(result.count).toBe(40);
    expect(result.mean).toBeCloseTo(0.00733, 14);
    expect(result.deviation).toBeCloseTo(0.02759768849480714, 14);
    expect(result.skewness).toBeCloseTo(-0.19653578830482954, 12);
    expect(result.kurtosis).toBeCloseTo(1.9834993262783502, 12);
  });

  it('has no shape without spread, though rounding leaves some', () => {
    const result = moments([0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]);
    expect(result.deviation).toBe(0);
    expect(result.skewness).toBeNaN();
    expect(result.kurtosis).toBeNaN();
  });
});
