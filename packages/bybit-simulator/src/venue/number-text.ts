import { formatOnGrid } from '@auction-trader/core';
import { scaledText } from './money.ts';
import type { SymbolFacts } from './symbol-facts.ts';

/** A price in ticks as the venue writes it: without trailing zeros. */
export function priceText(ticks: number, { tick }: SymbolFacts): string {
  return scaledText(ticks * tick.mantissa, tick.decimals);
}

/** A price in ticks, empty for none (0). */
export function optionalPriceText(ticks: number, facts: SymbolFacts): string {
  return ticks === 0 ? '' : priceText(ticks, facts);
}

/** A price in hundredths of a tick. */
export function hundredthsText(hundredths: number, { tick }: SymbolFacts): string {
  return scaledText(hundredths * tick.mantissa, tick.decimals + 2);
}

/** A size in lots with all decimals of the lot. */
export function quantityText(lots: number, { lot }: SymbolFacts): string {
  return formatOnGrid(lots, lot);
}

/** A size in lots without trailing zeros. */
export function shortQuantityText(lots: number, { lot }: SymbolFacts): string {
  return scaledText(lots * lot.mantissa, lot.decimals);
}

/** A rate of units of 1e-8. */
export function rateText(rateE8: number): string {
  return scaledText(rateE8, 8);
}

/** Value of ticks times lots. */
export function valueText(tickLots: number, { tick, lot }: SymbolFacts): string {
  return scaledText(tickLots * tick.mantissa * lot.mantissa, tick.decimals + lot.decimals);
}
