import { SimulatedClock } from '@auction-trader/core';
import { expect, it } from 'vitest';
import { CatchUpClock } from './catch-up-clock.ts';

function everySecond(clock: CatchUpClock, heard: number[]) {
  clock.after(1_000, () => {
    heard.push(clock.nowMs());
    everySecond(clock, heard);
  });
}

it('hurries through the past, then keeps time', () => {
  const live = new SimulatedClock(10_000);
  const clock = new CatchUpClock(live, 7_000);
  const heard: number[] = [];
  everySecond(clock, heard);
  live.runUntil(10_500);
  expect([heard, clock.nowMs()]).toEqual([[], 7_000]);
  clock.goLive();
  expect([heard, clock.nowMs()]).toEqual([[8_000, 9_000, 10_000], 10_500]);
  live.runUntil(12_999);
  expect(heard.slice(3)).toEqual([11_000, 12_000]);
});

it('fires what is set for earlier than what is armed, and not what was taken back', () => {
  const live = new SimulatedClock(0);
  const clock = new CatchUpClock(live, 0);
  clock.goLive();
  const heard: string[] = [];
  clock.after(100, () => heard.push('late'));
  clock.after(50, () => heard.push('early'));
  clock.after(70, () => heard.push('never'))();
  live.runUntil(60);
  expect(heard).toEqual(['early']);
  live.runUntil(100);
  expect(heard).toEqual(['early', 'late']);
});

it('fires nothing once stopped', () => {
  const live = new SimulatedClock(0);
  const clock = new CatchUpClock(live, 0);
  clock.goLive();
  const heard: number[] = [];
  everySecond(clock, heard);
  live.runUntil(1_500);
  clock.stop();
  live.runUntil(10_000);
  expect(heard).toEqual([1_000]);
});
