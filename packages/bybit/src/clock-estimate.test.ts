import { describe, expect, it } from 'vitest';
import { ClockEstimate } from './clock-estimate.ts';

describe('ClockEstimate', () => {
  it('is the middle of the round trip, then the median', () => {
    const estimate = new ClockEstimate();
    expect(estimate.offsetMs).toBeNaN();
    estimate.add(1_000, 1_020, 1_110);
    expect(estimate.offsetMs).toBe(100);
    estimate.add(2_000, 2_020, 2_114);
    expect(estimate.offsetMs).toBe(102);
    estimate.add(3_000, 3_020, 3_111);
    expect(estimate.offsetMs).toBe(101);
  });

  it('leaves slow round trips out', () => {
    const estimate = new ClockEstimate();
    estimate.add(1_000, 1_010, 1_105);
    for (let index = 0; index < 4; index++) estimate.add(2_000, 2_400, 2_399);
    expect(estimate.offsetMs).toBe(100);
  });

  it('follows a step at once', () => {
    const estimate = new ClockEstimate();
    for (let index = 0; index < 15; index++) estimate.add(1_000, 1_010, 1_005);
    estimate.add(2_000, 2_010, 4_005);
    expect(estimate.offsetMs).toBe(2_000);
  });

  it('follows a drift within its samples', () => {
    const estimate = new ClockEstimate();
    for (let index = 0; index < 100; index++) estimate.add(index, index + 10, index + 5 + index);
    expect(estimate.offsetMs).toBeGreaterThanOrEqual(85);
  });
});
