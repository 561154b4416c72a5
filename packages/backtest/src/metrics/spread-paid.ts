import type { FillRecord } from '@auction-trader/execution';
import { type Distribution, distribution } from './quantile.ts';

/** Distance of the fills from the mid at the time their order was submitted or triggered. */
export interface SpreadPaid {
  /** Fills that count: those with a known mid. */
  readonly n: number;
  readonly ticks: Distribution | null;
  readonly bps: Distribution | null;
}

/** Spread paid, per fill `|fill - mid|`. Fills without a known quote do not count. */
export function spreadPaid(fills: readonly FillRecord[]): SpreadPaid {
  const ticks: number[] = [];
  const bps: number[] = [];
  for (const { priceTicks, submitMid2 } of fills) {
    if (Number.isNaN(submitMid2)) continue;
    const distance2 = Math.abs(2 * priceTicks - submitMid2);
    ticks.push(distance2 / 2);
    bps.push((distance2 / submitMid2) * 10_000);
  }
  return { n: ticks.length, ticks: distribution(ticks), bps: distribution(bps) };
}
