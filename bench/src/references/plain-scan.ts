import type { TickSource } from '@auction-trader/core';

/** Sums every column of a source's trades, and does nothing else: the floor of any run over them. */
export function plainScan(source: TickSource): number {
  let sum = 0;
  for (const start of source.days) {
    const { trades } = source.readDay(start);
    const { length, timeMs, priceTicks, sizeLots, side } = trades;
    for (let row = 0; row < length; row++) {
      sum += timeMs[row]! + priceTicks[row]! + sizeLots[row]! + side[row]!;
    }
  }
  return sum;
}
