import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReturnWindow } from './return-window.ts';

/** Sigma after a list of mids; null for a minute without trades. */
function sigmaOf(mids: readonly (number | null)[], window = 240): number {
  const returns = new ReturnWindow(window);
  let last = 0;
  for (const mid of mids) {
    last = mid ?? last;
    returns.push(last, mid === null);
  }
  return returns.deviation();
}

/** Mids with these returns between them. */
function afterReturns(...returns: readonly number[]): number[] {
  const mids = [100];
  for (const value of returns) mids.push(mids.at(-1)! * Math.exp(value));
  return mids;
}

describe('sigma', () => {
  it('divides by n (17.2)', () => {
    expect(sigmaOf(afterReturns(0.01, 0.02, 0.03))).toBeCloseTo(0.00816497, 8);
  });

  it('is 0 for a constant price', () => {
    expect(sigmaOf([500, 500, 500, 500])).toBe(0);
  });

  it('keeps the newest returns of its window (17.2)', () => {
    expect(sigmaOf(afterReturns(5, 0.01, 0.02, 0.03), 3)).toBeCloseTo(0.00816497, 8);
  });

  it('takes a minute without trades as a return of 0 (17.4)', () => {
    expect(sigmaOf([100, 101, null, 102])).toBeCloseTo(0.0046676956, 10);
  });

  it('needs two returns', () => {
    expect(sigmaOf([])).toBeNaN();
    expect(sigmaOf([100])).toBeNaN();
    expect(sigmaOf([100, 101])).toBeNaN();
    expect(sigmaOf([100, 101, 102])).not.toBeNaN();
  });

  it('knows no return before a minute with a trade has had a mid', () => {
    const returns = new ReturnWindow(10);
    returns.push(0, false);
    returns.push(100, true);
    returns.push(101, true);
    returns.push(100, false);
    returns.push(101, false);
    expect(returns.deviation()).toBeNaN();
    returns.push(101, true);
    expect(returns.deviation()).toBeCloseTo(Math.log(1.01) / 2, 12);
  });

  it('measures from the last mid of a minute with trades, though the quote moved meanwhile', () => {
    const returns = new ReturnWindow(10);
    for (const [mid, synthetic] of [
      [100, false],
      [150, true],
      [102, false],
    ] as const)
      returns.push(mid, synthetic);
    expect(returns.deviation()).toBeCloseTo(Math.log(1.02) / 2, 12);
  });

  it('equals two plain passes over the last returns, bit for bit', () => {
    const mids = fc.array(fc.option(fc.integer({ min: 900_000, max: 1_100_000 }), { freq: 5 }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(mids, fc.integer({ min: 2, max: 20 }), (list, window) => {
        const returns: number[] = [];
        let last: number | null = null;
        for (const mid of list) {
          if (last !== null) returns.push(mid === null ? 0 : Math.log(mid / last));
          last = mid ?? last;
        }
        const kept = returns.slice(-window);
        const mean = kept.reduce((sum, value) => sum + value, 0) / kept.length;
        const squares = kept.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
        const expected = kept.length < 2 ? Number.NaN : Math.sqrt(squares / kept.length);
        expect(sigmaOf(list, window)).toBe(expected);
      }),
    );
  });

  it('goes on from a snapshot as if nothing had happened', () => {
    const mids = fc.array(fc.integer({ min: 900, max: 1_100 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(mids, fc.nat(), fc.integer({ min: 2, max: 12 }), (list, draw, window) => {
        const whole = new ReturnWindow(window);
        let restarted = new ReturnWindow(window);
        for (const [index, mid] of list.entries()) {
          if (index === draw % list.length) {
            const saved = JSON.parse(JSON.stringify(restarted.snapshot()));
            restarted = new ReturnWindow(window);
            restarted.restore(saved);
          }
          whole.push(mid, false);
          restarted.push(mid, false);
          expect(restarted.deviation()).toBe(whole.deviation());
        }
      }),
    );
  });
});
