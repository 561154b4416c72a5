import { NO_PRICE } from '@auction-trader/core';
import { type OrderOwner, orderLinkId } from './order-link-id.ts';
import type { PositionManager } from './position-manager.ts';
import type { BooksView, OrderView } from './reconcile.ts';
import type { RemoteOrder } from './remote-order.ts';

/** What position manager and orders say the venue holds. */
export function booksView(
  manager: PositionManager,
  orders: readonly RemoteOrder[],
  owner: OrderOwner,
  changedMs: number,
): BooksView {
  const { trade, stopOrderId, exiting } = manager;
  return {
    side: manager.side,
    lots: trade === null ? 0 : trade.lots,
    entryTicks: trade === null ? Number.NaN : trade.entryTicks,
    stopTicks: trade === null ? NO_PRICE : trade.stopTicks,
    stopOrderId,
    exiting,
    orders: orders.map((order) => orderView(order, owner)),
    changedMs,
    leverage: manager.maxLeverage,
  };
}

function orderView(order: RemoteOrder, owner: OrderOwner): OrderView {
  const { place, accepted, triggered, cancelSent } = order;
  return {
    orderId: place.orderId,
    linkId: orderLinkId(owner, place),
    type: place.type,
    side: place.side,
    leftLots: Math.max(0, order.lots - order.filledLots - order.adoptedLots),
    priceTicks: order.priceTicks,
    reduceOnly: place.reduceOnly,
    shown: accepted,
    leaves: triggered || cancelSent,
    changedMs: order.changedMs,
  };
}
