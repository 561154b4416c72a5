import { BASIS_POINTS } from '@auction-trader/core';
import type { RiskSettings } from './risk-settings.ts';

/**
 * Cost of a trade over its risk (trading rules 9.1): entry fee, taker exit fee and
 * slippage, both fees on the entry price, over the distance to the stop. It does not
 * depend on the size.
 *
 * @param limitEntry limit entry (maker fee, exit slippage) or market entry (taker fee, both slippages)
 * @returns a fraction: 0.29 means costs of 29 % of what is risked
 * @example
 * costRatio(499_500, 498_198, true, settings) // 0.2885
 */
export function costRatio(
  entryTicks: number,
  stopTicks: number,
  limitEntry: boolean,
  settings: RiskSettings,
): number {
  const entryFeeBps = limitEntry ? settings.makerFeeBps : settings.takerFeeBps;
  const entrySlippage = limitEntry ? 0 : settings.slippageTicksEntry;
  const feeTicks = (entryTicks * (entryFeeBps + settings.takerFeeBps)) / BASIS_POINTS;
  return (feeTicks + entrySlippage + settings.slippageTicksExit) / Math.abs(entryTicks - stopTicks);
}
