import { NO_PRICE, REASON } from '@auction-trader/core';
import { TRACKER_EVENT } from './breakout-tracker.ts';
import { type Decision, SIGNAL_FLAG } from './decision.ts';

const BREAKINS = SIGNAL_FLAG.BREAKIN_LONG | SIGNAL_FLAG.BREAKIN_SHORT;
const FAILBREAKS = SIGNAL_FLAG.FAILBREAK_LONG | SIGNAL_FLAG.FAILBREAK_SHORT;

/**
 * The best class of candidates (trading rules 8.6): break-in before failed breakout before
 * breakout.
 *
 * @param candidates bit set of SIGNAL_FLAG; a breakout bit stands for an entry wanted now
 * @returns the candidates of that class: one bit, two for a conflict, or 0
 */
export function bestCandidates(candidates: number): number {
  const breakins = candidates & BREAKINS;
  if (breakins !== 0) return breakins;
  const failbreaks = candidates & FAILBREAKS;
  return failbreaks !== 0 ? failbreaks : candidates;
}

/** Whether two candidates of one class want opposite sides. */
export function isConflict(best: number): boolean {
  return (best & (best - 1)) !== 0;
}

/**
 * Tests the chosen entry's prices (trading rules 8.6 rule 3). A first target that is not
 * beyond the close, or not before the second, is dropped.
 *
 * @returns REASON.ENTRY, or why it cannot be taken
 */
export function checkPrices(decision: Decision, minStopTicks: number): number {
  const { side, closeTicks, stopTicks, tp1Ticks, tp2Ticks } = decision;
  if (side * (closeTicks - stopTicks) < minStopTicks) return REASON.BAD_STOP;
  if (side * (tp2Ticks - closeTicks) <= 0) return REASON.NO_TARGET;
  const usable = side * (tp1Ticks - closeTicks) >= 1 && side * (tp2Ticks - tp1Ticks) > 0;
  if (!usable) decision.tp1Ticks = NO_PRICE;
  return REASON.ENTRY;
}

/** Why a minute with trades and a value area has no candidate, from both trackers' events. */
export function reasonForNone(upEvents: number, downEvents: number): number {
  const events = upEvents | downEvents;
  // Without a candidate an acceptance awaits its retest.
  if ((events & TRACKER_EVENT.ACCEPTED) !== 0) return REASON.PENDING_RETEST;
  return (events & TRACKER_EVENT.UNCONFIRMED) !== 0 ? REASON.BREAKOUT_UNCONFIRMED : REASON.NO_SETUP;
}
