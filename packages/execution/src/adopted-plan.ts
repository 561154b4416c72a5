import { NO_PRICE } from '@auction-trader/core';
import type { EntryPlan } from './entry-plan.ts';

/** Setup name of a position that nobody here decided. */
export const FOREIGN_SETUP = 'foreign';

/**
 * What stands in for the plan of a position found at the venue: no stop, no target.
 *
 * @param entryTicks the venue's average price, may lie between ticks
 * @param margin equity when it was found
 */
export function foreignPlan(
  side: number,
  lots: number,
  entryTicks: number,
  margin: number,
  timeMs: number,
): EntryPlan {
  const priceTicks = Math.round(entryTicks);
  return {
    side,
    setup: FOREIGN_SETUP,
    limitTicks: priceTicks,
    stopTicks: NO_PRICE,
    tp1Ticks: NO_PRICE,
    tp2Ticks: NO_PRICE,
    softStopTicks: NO_PRICE,
    lots,
    sizingEntryTicks: priceTicks,
    margin,
    costRatio: 0,
    decisionMs: timeMs,
    decisionIndex: -1,
  };
}
