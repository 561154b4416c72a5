import { NO_PRICE } from '@auction-trader/core';
import { isTradableSize, leverageCapLots, type RiskSettings, riskLots } from '@auction-trader/risk';
import type { EntryPlan } from './entry-plan.ts';

/**
 * Lots a market order may still buy or sell after an entry's limit has timed out (trading
 * rules 9.2 rule 3): no more than planned, than the risk of the submit allows at the
 * expected price, and than the leverage cap allows now.
 *
 * @param expectedTicks expected fill, slippage included
 * @param filledLots what the limit had filled
 * @param margin available margin now
 * @returns 0 when the price has reached stop or TP2, or the rest is too small
 */
export function recheckedLots(
  plan: EntryPlan,
  expectedTicks: number,
  filledLots: number,
  margin: number,
  risk: RiskSettings,
): number {
  const { side, stopTicks, tp2Ticks } = plan;
  if (side * (expectedTicks - stopTicks) < risk.minStopTicks) return 0;
  if (tp2Ticks !== NO_PRICE && side * (tp2Ticks - expectedTicks) < 1) return 0;
  const byRisk = riskLots(plan.margin, Math.abs(expectedTicks - stopTicks), risk) - filledLots;
  const byLeverage = leverageCapLots(margin, expectedTicks, risk);
  const lots = Math.min(plan.lots - filledLots, byRisk, byLeverage);
  return isTradableSize(lots, expectedTicks, risk) ? lots : 0;
}

/** The plan without TP1 when the expected price has reached it: the whole size goes to TP2. */
export function planAtMarket(plan: EntryPlan, expectedTicks: number): EntryPlan {
  const reached = plan.tp1Ticks !== NO_PRICE && plan.side * (expectedTicks - plan.tp1Ticks) >= 0;
  return reached ? { ...plan, tp1Ticks: NO_PRICE } : plan;
}
