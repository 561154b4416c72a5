import { describe, expect, it } from 'vitest';
import { fillRecord } from '../report/testing/trade-record.ts';
import { spreadPaid } from './spread-paid.ts';

describe('spreadPaid', () => {
  it('is the distance from the mid at the submit, in ticks and bps', () => {
    const paid = spreadPaid([
      fillRecord({ side: 1, priceTicks: 500_002, submitMid2: 1_000_001 }),
      fillRecord({ side: -1, priceTicks: 499_998, submitMid2: 1_000_001 }),
      fillRecord({ side: 1, priceTicks: 500_000, submitMid2: 1_000_001 }),
    ]);
    expect(paid.n).toBe(3);
    expect(paid.ticks).toEqual({ n: 3, mean: (1.5 + 2.5 + 0.5) / 3, p50: 1.5, p90: 2.5, p99: 2.5 });
    expect(paid.bps!.p50).toBeCloseTo((1.5 / 500_000.5) * 10_000, 12);
  });

  it('leaves out fills without a known quote', () => {
    expect(spreadPaid([fillRecord({ submitMid2: Number.NaN })])).toEqual({ n: 0, ticks: null, bps: null });
  });
});
