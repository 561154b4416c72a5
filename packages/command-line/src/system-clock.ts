import type { Clock } from '@auction-trader/core';

/** Longest delay that Node's timers take; a longer one would fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** The machine's own clock: the one place where programs read the time and set timers. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  after(delayMs, callback) {
    let timer: NodeJS.Timeout;
    const wait = (leftMs: number) => {
      const now = Math.min(leftMs, LONGEST_MS);
      timer = setTimeout(() => (leftMs > now ? wait(leftMs - now) : callback()), now);
    };
    wait(delayMs);
    return () => clearTimeout(timer);
  },
};
