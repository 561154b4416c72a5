import type { Clock } from '@auction-trader/core';

/** A clock on which every wait is over at once, and that notes them. */
export interface HurriedClock extends Clock {
  /** The waits so far, ms. */
  readonly waits: number[];
}

/** @param nowMs epoch ms at its start; it moves on by what is waited for */
export function hurriedClock(nowMs: number): HurriedClock {
  const waits: number[] = [];
  let now = nowMs;
  return {
    waits,
    nowMs: () => now,
    after(delayMs, callback) {
      waits.push(delayMs);
      const timer = setImmediate(() => {
        now += delayMs;
        callback();
      });
      return () => clearImmediate(timer);
    },
  };
}
