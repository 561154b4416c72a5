import type { MarketState } from './market-state.ts';
import type { Order, TriggerBy } from './order.ts';

/** The price that a trigger watches, in hundredths of a tick; 0 when it is not known yet. */
export function triggerPriceHundredths(market: MarketState, by: TriggerBy): number {
  if (by === 'MarkPrice') return market.markHundredths;
  if (by === 'IndexPrice') return market.indexHundredths;
  return market.lastOrMarkTicks * 100;
}

/** Whether the price that a waiting order watches has come to its trigger. */
export function isReached({ market, triggerBy, triggerDirection, triggerTicks }: Order): boolean {
  const price = triggerPriceHundredths(market, triggerBy);
  if (price === 0) return false;
  return triggerDirection === 1 ? price >= triggerTicks * 100 : price <= triggerTicks * 100;
}

/** Those of some waiting orders that watch a price and have been reached by it. */
export function reachedOrders(conditional: readonly Order[], by: TriggerBy): readonly Order[] {
  let reached = NONE;
  for (const order of conditional) {
    if (order.triggerBy === by && isReached(order)) reached = [...reached, order];
  }
  return reached;
}

const NONE: readonly Order[] = [];

/** Lets trailing stops follow the last price. */
export function trail(conditional: readonly Order[], lastTicks: number): void {
  for (const order of conditional) {
    if (order.trailTicks === 0) continue;
    const follow = lastTicks + order.side * order.trailTicks;
    if (order.side * (order.triggerTicks - follow) > 0) order.triggerTicks = follow;
  }
}
