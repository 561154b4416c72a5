import { describe, expect, it } from 'vitest';
import { sharpeRatio, sortinoRatio } from './sharpe.ts';

const DAILY = [0.01, -0.005, 0.002, 0, 0.004];

describe('sharpeRatio and sortinoRatio', () => {
  it('daily .01 -.005 .002 0 .004', () => {
    expect(sharpeRatio(DAILY)).toBeCloseTo(7.648313, 6);
    expect(sortinoRatio(DAILY)).toBeCloseTo(18.796808, 6);
  });

  it('are null under 2 days', () => {
    expect(sharpeRatio([])).toBeNull();
    expect(sharpeRatio([0.01])).toBeNull();
    expect(sortinoRatio([-0.01])).toBeNull();
  });

  it('are null where they would divide by zero', () => {
    expect(sharpeRatio([0.01, 0.01])).toBeNull();
    expect(sortinoRatio([0.01, 0])).toBeNull();
  });
});
