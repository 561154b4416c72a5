import { NO_PRICE } from '@auction-trader/core';

/**
 * What the newest quote says of a print (trading rules 5.1, steps 2 and 3): +1 at or above the ask,
 * -1 at or below the bid, 0 between them or without a quote. Prices in ticks.
 *
 * @param bidTicks `NO_PRICE` when no quote is known
 */
export function quoteSign(priceTicks: number, bidTicks: number, askTicks: number): number {
  if (bidTicks === NO_PRICE) return 0;
  return priceTicks >= askTicks ? 1 : priceTicks <= bidTicks ? -1 : 0;
}
