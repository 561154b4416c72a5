import { SimulatedClock } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import { MinuteTimer } from './minute-timer.ts';
import { VenueClock } from './venue-clock.ts';

describe('MinuteTimer', () => {
  it('closes each minute at its end plus the grace', () => {
    const local = new SimulatedClock(120_000);
    const closed: number[][] = [];
    const timer = new MinuteTimer(new VenueClock(local), 250, (minuteMs) =>
      closed.push([minuteMs, local.nowMs()]),
    );
    timer.start(120_000);
    local.runUntil(300_249);
    expect(closed).toEqual([
      [120_000, 180_250],
      [180_000, 240_250],
    ]);
    timer.stop();
    local.runUntil(900_000);
    expect(closed).toHaveLength(2);
  });

  it('catches up before an event that comes after a pause, each minute once', () => {
    const local = new SimulatedClock(0);
    const clock = new VenueClock(local);
    const closed: number[] = [];
    const timer = new MinuteTimer(clock, 250, (minuteMs) => closed.push(minuteMs));
    timer.start(0);
    timer.closeDue(180_250);
    expect(closed).toEqual([0, 60_000, 120_000]);
    local.runUntil(240_249);
    expect(closed).toHaveLength(3);
    local.runUntil(240_250);
    expect(closed).toEqual([0, 60_000, 120_000, 180_000]);
  });
});
