import { BASIS_POINTS } from '@auction-trader/core';

/**
 * Fee of one execution in quote currency (trading rules 9.9): value times rate.
 *
 * @param feeBps rate in basis points, such as 5.5; negative is a rebate
 * @param quotePerTickLot value of one tick times one lot
 * @example
 * tradingFee(500_011, 100, 5, 0.0001) // 2.500055
 */
export function tradingFee(
  priceTicks: number,
  lots: number,
  feeBps: number,
  quotePerTickLot: number,
): number {
  return (Math.abs(priceTicks * lots) * quotePerTickLot * feeBps) / BASIS_POINTS;
}
