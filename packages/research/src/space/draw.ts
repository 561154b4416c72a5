import type { Random } from '@auction-trader/core';

/** A whole number from 0 to `count` - 1, each as likely. */
export function drawBelow(random: Random, count: number): number {
  return Math.floor(random.uniform() * count);
}

/** Puts a list in random order, by the method of Fisher and Yates, as Durstenfeld does it (1964). */
export function shuffle<List extends Uint32Array | unknown[]>(list: List, random: Random): List {
  for (let last = list.length - 1; last > 0; last--) {
    const at = drawBelow(random, last + 1);
    [list[last], list[at]] = [list[at]!, list[last]!];
  }
  return list;
}
