import type { FeatureColumns } from '@auction-trader/features';
import { MINUTE_FLAG, type MinuteTape } from '@auction-trader/ingestion';
import type { BreakoutTracker } from './breakout-tracker.ts';

const { FEED_GAP } = MINUTE_FLAG;

/** Close and level that never meet: a tracker that is idle has no lock. */
const NEVER = 2_147_483_647;

/**
 * First row of `from..to` at which the auction strategy could change or decide anything; `to`
 * when there is none. Only trackers that are idle or done can sleep: a done one wakes when a
 * close comes back to its lock, an idle one when a close leaves the value area; and a minute
 * that was outside and came back may be a setup of its own.
 */
export function firstRowThatMatters(
  up: BreakoutTracker,
  down: BreakoutTracker,
  tape: MinuteTape,
  features: FeatureColumns,
  from: number,
  to: number,
): number {
  if (!up.canSleep || !down.canSleep) return from;
  const { closeTicks, lowTicks, highTicks, flags } = tape;
  const { valTicks, vahTicks, valid } = features;
  const upLock = up.waitsForLock ? up.lockTicks : -NEVER;
  const downLock = down.waitsForLock ? down.lockTicks : NEVER;
  const upBegins = !up.waitsForLock;
  const downBegins = !down.waitsForLock;
  for (let row = from; row < to; row++) {
    const close = closeTicks[row]!;
    const val = valTicks[row]!;
    const vah = vahTicks[row]!;
    if (close <= upLock || close >= downLock) return row;
    if (valid[row] === 0 || (flags[row]! & FEED_GAP) !== 0) return row;
    if ((upBegins && close > vah) || (downBegins && close < val)) return row;
    if ((lowTicks[row]! < val && close > val) || (highTicks[row]! > vah && close < vah)) return row;
  }
  return to;
}
