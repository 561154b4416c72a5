import { SimulatedClock } from '@auction-trader/core';
import { expect, it } from 'vitest';
import { ScaledClock } from './scaled-clock.ts';

it('shows another day, runs faster, and its timers are never early', () => {
  const machine = new SimulatedClock(1_000_000);
  const clock = new ScaledClock(machine, { originMs: 1_000_000, startMs: 50_000, speed: 60 });
  const fired: number[] = [];
  clock.after(60_000, () => fired.push(clock.nowMs()));
  clock.after(61, () => fired.push(clock.nowMs()));
  const cancel = clock.after(120, () => fired.push(-1));
  cancel();
  expect(clock.nowMs()).toBe(50_000);
  machine.runUntil(1_000_999);
  expect(fired).toEqual([50_120]);
  machine.runUntil(1_001_000);
  expect(fired).toEqual([50_120, 110_000]);
});
