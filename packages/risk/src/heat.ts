/** Open risk over available margin: none, worth a look, too much. */
export type HeatLevel = 'normal' | 'amber' | 'red';

/**
 * What a position or working entry may lose down to its stop, in quote currency (trading
 * rules 9.8): 0 once the stop is at or past the entry.
 *
 * @param side +1 long, -1 short
 * @param entryTicks average entry price, or limit price of a working entry
 * @param quotePerTickLot value of one tick times one lot
 */
export function openRisk(
  side: number,
  entryTicks: number,
  stopTicks: number,
  lots: number,
  quotePerTickLot: number,
): number {
  return Math.max(0, side * (entryTicks - stopTicks)) * lots * quotePerTickLot;
}

/**
 * Heat: open risk over the margin that would be available without the positions and
 * orders that carry it, so that heat at entry is the risk share taken.
 *
 * @param riskQuote sum of {@link openRisk}
 * @param availableMarginQuote equity less what positions and orders reserve
 * @param reservedMarginQuote what they reserve
 */
export function heat(riskQuote: number, availableMarginQuote: number, reservedMarginQuote: number): number {
  return riskQuote / (availableMarginQuote + reservedMarginQuote);
}

/** Below 2 % normal, 2 to 4 % amber, above 4 % red. */
export function heatLevel(fraction: number): HeatLevel {
  if (fraction < 0.02) return 'normal';
  return fraction > 0.04 ? 'red' : 'amber';
}
