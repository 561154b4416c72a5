import type { Leg } from '@auction-trader/core';
import type { FillReport } from './order-command.ts';
import type { WorkingOrder } from './working-order.ts';

/** An execution that nobody reported. `fee` is the one it is likely to have had. */
export function unseenFill(lots: number, priceTicks: number, fee: number, timeMs: number): FillReport {
  const displayedLots = Number.NaN;
  return { orderId: 0, lots, priceTicks, liquidity: 'taker', timeMs, fee, slippageTicks: 0, displayedLots };
}

/** What the fill of an order that is not at work is booked under. */
export function unaskedOrder(
  leg: Leg,
  side: number,
  fill: FillReport,
  submitMs: number,
  submitMid2: number,
): WorkingOrder {
  const { orderId, lots } = fill;
  const order = { orderId, leg, attempt: 0, fruitless: 0, type: 'market', side, lots } as const;
  return { ...order, leftLots: lots, submitMs, submitMid2 };
}
