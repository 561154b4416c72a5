import { BASIS_POINTS } from '@auction-trader/core';
import type { RiskSettings } from './risk-settings.ts';

/**
 * Most lots whose initial margin plus entry fee fit a balance (trading rules 9.1, live): the fee is the
 * taker's, which the venue sets aside for a limit too.
 *
 * @param balance available at the venue, quote currency; Infinity for no limit
 * @param priceTicks limit price or expected fill
 */
export function fittingLots(balance: number, priceTicks: number, settings: RiskSettings): number {
  if (balance === Number.POSITIVE_INFINITY) return balance;
  if (!(balance > 0)) return 0;
  const perQuote = 1 / settings.maxLeverage + settings.takerFeeBps / BASIS_POINTS;
  const perLot = priceTicks * settings.quotePerTickLot * perQuote;
  const lots = Math.floor(balance / perLot);
  // The quotient may have been rounded up to a whole number.
  return lots * perLot > balance ? lots - 1 : lots;
}
