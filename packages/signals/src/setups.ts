import { BASIS_POINTS, NO_PRICE } from '@auction-trader/core';
import { type BreakoutTracker, TRACKER_EVENT } from './breakout-tracker.ts';
import { confirms } from './confirmation.ts';
import { tradedNear } from './crossing.ts';
import type { Decision } from './decision.ts';
import type { JudgedMinute } from './judged-minute.ts';
import type { SignalSettings } from './signal-settings.ts';
import type { MinuteView } from './strategy.ts';

/** Setup names of the auction strategy by code; the code is `Decision.setup`. */
export const AUCTION_SETUPS = ['', 'breakin', 'breakout', 'failbreak'] as const;

/** Codes of {@link AUCTION_SETUPS}. */
export const AUCTION_SETUP = { BREAKIN: 1, BREAKOUT: 2, FAILBREAK: 3 } as const;

/**
 * Setup A (trading rules 8.5): a print outside, and a close strictly back inside.
 *
 * @param side +1: returned from below VAL, long
 */
export function isBreakin(
  side: number,
  minute: JudgedMinute,
  view: MinuteView,
  settings: SignalSettings,
): boolean {
  const edgeTicks = minute.edgeTicks(-side);
  if (side * (minute.extremeTicks(-side) - edgeTicks) >= 0) return false;
  if (side * (minute.closeTicks - edgeTicks) <= 0) return false;
  if (side * (minute.edgeTicks(side) - minute.closeTicks) <= 0) return false;
  return confirms(view, side, settings.breakin, settings) && tradedNear(view, edgeTicks, settings);
}

/**
 * The extreme behind which setup C puts its stop, NO_PRICE when its prices do not fit: an
 * attempt on the other side that failed on this bar, with a close strictly inside its
 * lock; or, where no such context is asked for, a mere excursion beyond the current edge.
 *
 * @param side +1: the attempt below failed, long
 * @param tracker of that attempt (its side is `-side`)
 * @param events what it saw on this bar
 */
export function failbreakPoke(
  side: number,
  minute: JudgedMinute,
  tracker: BreakoutTracker,
  events: number,
  settings: SignalSettings,
): number {
  const { closeTicks } = minute;
  const failed = (events & TRACKER_EVENT.FAILED) !== 0;
  if (failed && side * (closeTicks - tracker.lockTicks) > 0) return tracker.pokeTicks;
  if (settings.failbreakNeedsContext) return NO_PRICE;
  const edgeTicks = minute.edgeTicks(-side);
  const extremeTicks = minute.extremeTicks(-side);
  const rejected = side * (extremeTicks - edgeTicks) < 0 && side * (closeTicks - edgeTicks) > 0;
  return rejected ? extremeTicks : NO_PRICE;
}

/** Fills in an entry by setup A: stop behind the bar, targets POC and the far edge. */
export function proposeBreakin(
  decision: Decision,
  side: number,
  minute: JudgedMinute,
  settings: SignalSettings,
): void {
  propose(decision, side, AUCTION_SETUP.BREAKIN, minute.closeTicks);
  if (settings.limitAtBoundary) decision.limitTicks = minute.edgeTicks(-side);
  decision.stopTicks = minute.extremeTicks(-side) - side * settings.stopBufferTicks;
  aimAtValue(decision, side, minute);
}

/** Fills in an entry by setup C: stop behind the failed attempt, targets POC and the far edge. */
export function proposeFailbreak(
  decision: Decision,
  side: number,
  pokeTicks: number,
  minute: JudgedMinute,
  settings: SignalSettings,
): void {
  propose(decision, side, AUCTION_SETUP.FAILBREAK, minute.closeTicks);
  decision.stopTicks = pokeTicks - side * settings.stopBufferTicks;
  aimAtValue(decision, side, minute);
}

/**
 * Fills in an entry by setup B: stop behind the lock or the pullback, targets in
 * multiples of the distance to it, soft stop at the lock.
 */
export function proposeBreakout(
  decision: Decision,
  tracker: BreakoutTracker,
  minute: JudgedMinute,
  settings: SignalSettings,
): void {
  const { side, lockTicks, pullbackTicks } = tracker;
  const { closeTicks } = minute;
  const retested = pullbackTicks !== NO_PRICE;
  propose(decision, side, AUCTION_SETUP.BREAKOUT, closeTicks);
  if (retested && settings.limitAtBoundary) decision.limitTicks = lockTicks;
  decision.stopTicks = (retested ? pullbackTicks : lockTicks) - side * settings.stopBufferTicks;
  decision.softStopTicks = lockTicks;
  const riskTicks = Math.abs(closeTicks - decision.stopTicks);
  // A target between ticks is rounded toward the entry.
  const gain1 = Math.floor((riskTicks * settings.tp1BasisPointsOfR) / BASIS_POINTS);
  const gain2 = Math.floor((riskTicks * settings.tp2BasisPointsOfR) / BASIS_POINTS);
  decision.tp1Ticks = closeTicks + side * gain1;
  decision.tp2Ticks = closeTicks + side * gain2;
}

function propose(decision: Decision, side: number, setup: number, closeTicks: number): void {
  decision.side = side;
  decision.setup = setup;
  decision.closeTicks = closeTicks;
  decision.limitTicks = closeTicks;
}

function aimAtValue(decision: Decision, side: number, minute: JudgedMinute): void {
  // A POC between ticks is rounded toward the entry: down for a long, up for a short.
  decision.tp1Ticks = side * Math.floor((side * minute.pocHalfTicks) / 2);
  decision.tp2Ticks = minute.edgeTicks(side);
}
