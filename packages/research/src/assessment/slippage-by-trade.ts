import type { FillRecord, TradeRecord } from '@auction-trader/execution';

/**
 * What each trade gave away against the quote, in quote currency: the sum over its fills of slippage x lots.
 *
 * @param fills of these trades, in any order
 * @param quotePerTickLot quote currency that one tick of one lot is worth, `quotePerTickLot(instrument)`
 * @returns one value a trade, in the order of the trades
 */
export function slippageByTrade(
  trades: readonly TradeRecord[],
  fills: readonly FillRecord[],
  quotePerTickLot: number,
): number[] {
  const byTrade = new Map<number, number>();
  for (const { tradeId, slippageTicks, lots } of fills) {
    byTrade.set(tradeId, (byTrade.get(tradeId) ?? 0) + slippageTicks * lots * quotePerTickLot);
  }
  return trades.map(({ tradeId }) => byTrade.get(tradeId) ?? 0);
}
