import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxDrawdown } from './drawdown.ts';

describe('maxDrawdown', () => {
  it('nets 100, -150, 200 on 10,000', () => {
    expect(maxDrawdown(10_000, [10_100, 9_950, 10_150])).toEqual({ amount: 150, fraction: 150 / 10_100 });
  });

  it('nets 100, -50, 75 on 10,000', () => {
    expect(maxDrawdown(10_000, [10_100, 10_050, 10_125]).amount).toBe(50);
  });

  it('starts with the initial capital', () => {
    expect(maxDrawdown(10_000, [9_900, 9_950])).toEqual({ amount: 100, fraction: 0.01 });
  });

  it('finds amount and fraction separately: they may lie at different times', () => {
    const drawdown = maxDrawdown(100, [50, 1_000, 900]);
    expect(drawdown).toEqual({ amount: 100, fraction: 0.5 });
  });

  it('is 0 for a curve that only rises, and without marks', () => {
    expect(maxDrawdown(10, [11, 12])).toEqual({ amount: 0, fraction: 0 });
    expect(maxDrawdown(10, [])).toEqual({ amount: 0, fraction: 0 });
  });

  it('equals the largest difference of any earlier and any later mark', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 500 })), (marks) => {
        const curve = [100, ...marks];
        let amount = 0;
        let fraction = 0;
        for (let i = 0; i < curve.length; i += 1) {
          for (let j = i; j < curve.length; j += 1) {
            amount = Math.max(amount, curve[i]! - curve[j]!);
            fraction = Math.max(fraction, (curve[i]! - curve[j]!) / curve[i]!);
          }
        }
        expect(maxDrawdown(100, marks)).toEqual({ amount, fraction });
      }),
    );
  });
});
