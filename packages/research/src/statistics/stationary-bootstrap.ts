import type { Random } from '@auction-trader/core';

/**
 * Draws days in blocks of random length (the stationary bootstrap of Politis and Romano, Journal of the American
 * Statistical Association, 1994): each drawn day is followed by the day after it, the last one by the first,
 * or with probability `1 / meanBlock` by any day.
 *
 * @param times how often each day was drawn, overwritten; its length is the number of days
 * @param meanBlock mean length of a block in days, >= 1
 */
export function drawDays(random: Random, meanBlock: number, times: Float64Array): void {
  const days = times.length;
  times.fill(0);
  let day = 0;
  for (let drawn = 0; drawn < days; drawn += 1) {
    const fresh = drawn === 0 || random.uniform() * meanBlock < 1;
    day = fresh ? Math.floor(random.uniform() * days) : day + 1 === days ? 0 : day + 1;
    times[day]! += 1;
  }
}
