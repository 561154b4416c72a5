import type { MarketState } from './market-state.ts';
import type { Order, OrderTerms } from './order.ts';

/** Where and when an order comes from. */
export interface OrderPlace {
  readonly accountName: string;
  readonly market: MarketState;
  readonly id: string;
  readonly number: number;
  readonly nowMs: number;
  readonly fault: Order['fault'];
  readonly trailTicks: number;
}

/** An order that was acknowledged and has not arrived yet. */
export function newOrder(terms: OrderTerms, place: OrderPlace): Order {
  const { accountName, market, id, number, nowMs, fault, trailTicks } = place;
  return {
    ...terms,
    accountName,
    market,
    id,
    number,
    fault,
    trailTicks,
    createdMs: nowMs,
    updatedMs: nowMs,
    lastTicksOnCreated: market.lastOrMarkTicks,
    status: 'Created',
    cancelType: 'UNKNOWN',
    rejectReason: 'EC_NoError',
    filledLots: 0,
    filledTickLots: 0,
    fee: 0n,
    closedPnl: 0n,
    partner: null,
  };
}
