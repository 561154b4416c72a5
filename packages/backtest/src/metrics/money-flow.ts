import { type Instrument, quotePerTickLot, roundHalfUp8 } from '@auction-trader/core';
import type { FillRecord, TradeRecord } from '@auction-trader/execution';

/**
 * Where the money of the closed trades went, in quote currency with 8 decimals. It adds up exactly:
 * `gross_at_mid - delay - spread - slippage = gross_pnl` and `gross_pnl - fees - funding = net_pnl`.
 */
export interface MoneyFlow {
  /** Result had every order been filled at the mid of the moment it was submitted or triggered. */
  readonly gross_at_mid: number;
  /** Moves of the mid against the order between that moment and its fill; negative where they helped. */
  readonly delay: number;
  /** From the mid at the fill to the quote that was hit; negative where resting in the book earned it. */
  readonly spread: number;
  /** Given away against the quote by the slippage model. */
  readonly slippage: number;
  readonly gross_pnl: number;
  readonly fees: number;
  readonly funding: number;
  readonly net_pnl: number;
}

const UNITS = 100_000_000;

/**
 * Splits the result of closed trades into its parts. A fill without a known quote counts as filled at
 * the mid.
 *
 * @param fills of any trades; those of other trades than `trades` are left out
 */
export function moneyFlow(
  instrument: Instrument,
  trades: readonly TradeRecord[],
  fills: readonly FillRecord[],
): MoneyFlow {
  const closed = new Set(trades.map((trade) => trade.tradeId));
  let delay2 = 0;
  let spread2 = 0;
  let slippageTickLots = 0;
  for (const { tradeId, side, lots, priceTicks, submitMid2, fillMid2, slippageTicks } of fills) {
    if (!closed.has(tradeId)) continue;
    slippageTickLots += slippageTicks * lots;
    if (Number.isNaN(submitMid2) || Number.isNaN(fillMid2)) continue;
    delay2 += side * (fillMid2 - submitMid2) * lots;
    spread2 += (side * (2 * priceTicks - fillMid2) - 2 * slippageTicks) * lots;
  }
  const value = quotePerTickLot(instrument);
  // Whole units, so that the parts add up to the last decimal and not only nearly.
  const delay = toUnits((delay2 / 2) * value);
  const spread = toUnits((spread2 / 2) * value);
  const slippage = toUnits(slippageTickLots * value);
  const fees = toUnits(total(trades, (trade) => trade.fees));
  const funding = toUnits(total(trades, (trade) => trade.funding));
  const net = toUnits(total(trades, (trade) => trade.netPnl));
  const gross = net + fees + funding;
  return {
    gross_at_mid: (gross + slippage + spread + delay) / UNITS,
    delay: delay / UNITS,
    spread: spread / UNITS,
    slippage: slippage / UNITS,
    gross_pnl: gross / UNITS,
    fees: fees / UNITS,
    funding: funding / UNITS,
    net_pnl: net / UNITS,
  };
}

/** Never -0, which would be written as such. */
function toUnits(money: number): number {
  return Math.round(roundHalfUp8(money) * UNITS) + 0;
}

function total(trades: readonly TradeRecord[], of: (trade: TradeRecord) => number): number {
  let sum = 0;
  for (const trade of trades) sum += of(trade);
  return sum;
}
