import type { Random } from '@auction-trader/core';

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;
const JITTER = 0.2;

/**
 * How long to wait after so many failures in a row: nothing, then 1 s, doubled up to 60 s, each shortened
 * by up to 20 % at random so that many clients do not come back at one moment.
 *
 * @param failures 1 or more
 */
export function backoffMs(failures: number, random: Random): number {
  if (failures <= 1) return 0;
  const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 2, 30));
  return Math.round(wait * (1 - JITTER * random.uniform()));
}
