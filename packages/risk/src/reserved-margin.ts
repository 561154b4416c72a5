import type { RiskSettings } from './risk-settings.ts';

/**
 * Margin a position or working entry reserves in quote currency (trading rules 9.1): its
 * value over the largest leverage. Available margin is equity less the sum of these.
 */
export function reservedMargin(priceTicks: number, lots: number, settings: RiskSettings): number {
  return (priceTicks * lots * settings.quotePerTickLot) / settings.maxLeverage;
}
