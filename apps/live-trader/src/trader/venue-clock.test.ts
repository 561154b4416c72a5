import { SimulatedClock } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import { VenueClock } from './venue-clock.ts';

describe('VenueClock', () => {
  it('adds the offset and never goes back', () => {
    const local = new SimulatedClock(1_000);
    const clock = new VenueClock(local);
    expect(clock.nowMs()).toBe(1_000);
    clock.setOffset(500);
    expect(clock.nowMs()).toBe(1_500);
    clock.setOffset(-500);
    expect(clock.nowMs()).toBe(1_500);
    local.runUntil(2_001);
    expect(clock.nowMs()).toBe(1_501);
  });

  it('rings at the venue time, also when the offset changes while it waits', () => {
    const local = new SimulatedClock(0);
    const clock = new VenueClock(local);
    const rung: number[] = [];
    clock.at(1_000, () => rung.push(local.nowMs()));
    local.runUntil(100);
    clock.setOffset(300);
    clock.at(5_000, () => rung.push(local.nowMs()));
    local.runUntil(2_000);
    clock.setOffset(-200);
    local.runUntil(10_000);
    expect(rung).toEqual([700, 5_200]);
  });

  it('rings for a past time without nesting, and not when taken back', () => {
    const local = new SimulatedClock(1_000);
    const clock = new VenueClock(local);
    let rung = 0;
    clock.at(0, () => rung++);
    const takeBack = clock.at(0, () => rung++);
    takeBack();
    expect(rung).toBe(0);
    local.runUntil(1_000);
    expect(rung).toBe(1);
  });
});
