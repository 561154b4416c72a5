import { AuctionTraderError, NO_PRICE, REASON } from '@auction-trader/core';
import type { Decision, Strategy } from '@auction-trader/signals';

/**
 * Whether an entry's prices make sense at the minute's close (trading rules 8.6 rule 3). What
 * the auction strategy decides has passed this already; a strategy of one's own may be wrong.
 *
 * @returns REASON.ENTRY, or BAD_STOP / NO_TARGET: stop or target on the wrong side
 * @throws AuctionTraderError (`BAD_DECISION`) when a price that an entry needs is missing
 */
export function checkDecision(
  decision: Decision,
  closeTicks: number,
  minStopTicks: number,
  strategy: Strategy,
): number {
  const { side, limitTicks, stopTicks, tp2Ticks } = decision;
  if (limitTicks === NO_PRICE || stopTicks === NO_PRICE || (side !== 1 && side !== -1)) {
    throw new AuctionTraderError(`the strategy ${strategy.name} wants an entry without side, limit or stop`, {
      code: 'BAD_DECISION',
      hint: 'An entry needs side (+1 or -1), limitTicks and stopTicks; tp1Ticks and tp2Ticks may be NO_PRICE.',
    });
  }
  if (side * (closeTicks - stopTicks) < minStopTicks) return REASON.BAD_STOP;
  return tp2Ticks !== NO_PRICE && side * (tp2Ticks - closeTicks) <= 0 ? REASON.NO_TARGET : REASON.ENTRY;
}
