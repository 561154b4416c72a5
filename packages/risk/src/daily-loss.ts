import { dayStartMs, roundHalfUp8 } from '@auction-trader/core';
import type { RiskSettings } from './risk-settings.ts';

/** The day's base and whether its limit was reached (trading rules 9.7). Plain data. */
export interface DailyLoss {
  /** Start of the UTC day, epoch ms. */
  dayStartMs: number;
  /** Equity and cash (realised) at that start, or at the first event, in quote currency. */
  baseEquity: number;
  baseCash: number;
  /** The limit was reached: no entries until the next day. */
  tripped: boolean;
}

/** The state at the start of trading. */
export function newDailyLoss(timeMs: number, equity: number, cash: number): DailyLoss {
  return { dayStartMs: dayStartMs(timeMs), baseEquity: equity, baseCash: cash, tripped: false };
}

/**
 * Begins a new UTC day when `timeMs` lies in one: the result is measured anew and the
 * switch released. Call it before {@link testDailyLoss}.
 *
 * @returns whether a day began
 */
export function rollDay(state: DailyLoss, timeMs: number, equity: number, cash: number): boolean {
  const start = dayStartMs(timeMs);
  if (start <= state.dayStartMs) return false;
  state.dayStartMs = start;
  state.baseEquity = equity;
  state.baseCash = cash;
  state.tripped = false;
  return true;
}

/** Result of the day so far in quote currency, by the configured basis. */
export function dailyPnl(state: DailyLoss, equity: number, cash: number, settings: RiskSettings): number {
  return settings.killSwitchBasis === 'total' ? equity - state.baseEquity : cash - state.baseCash;
}

/**
 * Trips the switch when the day's loss has reached the limit.
 *
 * @returns true on the call that trips it, false before and after
 */
export function testDailyLoss(
  state: DailyLoss,
  equity: number,
  cash: number,
  settings: RiskSettings,
): boolean {
  if (state.tripped || settings.maxDailyLoss === null) return false;
  state.tripped = dailyLossReached(dailyPnl(state, equity, cash, settings), settings.maxDailyLoss);
  return state.tripped;
}

/**
 * Whether a result is a loss of the limit or more. Both are compared to 8 decimals, so
 * that a loss of exactly the limit trips whatever the last bits of its sum are.
 */
export function dailyLossReached(pnl: number, maxDailyLoss: number): boolean {
  const beyond = pnl + maxDailyLoss;
  // Only so near to the limit can the rounding decide.
  if (Math.abs(beyond) > 1e-7) return beyond < 0;
  return roundHalfUp8(pnl) <= -roundHalfUp8(maxDailyLoss);
}
