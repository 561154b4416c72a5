import { type Level, MADE_UP_LEVELS } from './book-levels.ts';
import { marketPriceTicks } from './margin.ts';
import type { MarketState } from './market-state.ts';
import { leftLots, type Order } from './order.ts';
import type { Position } from './position.ts';

/** A market order becomes a limit this far from the market, in hundredths. */
const MARKET_BAND_PERCENT = 5;

/** The limit that a market order becomes, in ticks. */
export function bandTicks(market: MarketState, side: number): number {
  const reference = marketPriceTicks(market, side);
  return side > 0
    ? Math.floor((reference * (100 + MARKET_BAND_PERCENT)) / 100)
    : Math.ceil((reference * (100 - MARKET_BAND_PERCENT)) / 100);
}

/** Whether an order may close only. */
export function mustReduce({ reduceOnly, closeOnTrigger }: Order): boolean {
  return reduceOnly || closeOnTrigger;
}

/** Whether an order may close only, and there is nothing to close. */
export function hasNothingToReduce(order: Order, position: Position): boolean {
  return mustReduce(order) && position.closable(order.side) === 0;
}

/** Lots that an order may still fill: a reducing one no more than there is to reduce. */
export function fillableLots(order: Order, position: Position): number {
  const { fault, side, lots, filledLots } = order;
  let left = leftLots(order);
  if (mustReduce(order)) left = Math.min(left, position.closable(side));
  if (fault?.fillShare !== undefined) left = Math.min(left, Math.floor(lots * fault.fillShare) - filledLots);
  return Math.max(0, left);
}

/** Whether a script lets no more of an order fill. */
export function isCutShort(order: Order, position: Position): boolean {
  return order.fault?.fillShare !== undefined && fillableLots(order, position) === 0;
}

/**
 * Levels that an order could take, best first, within its price.
 *
 * @param bySize whether no more than what stands there; else the best price holds for any size
 */
export function takeableLevels(order: Order, bySize: boolean): readonly Level[] {
  const { market, side, fault, priceTicks } = order;
  const slippageTicks = fault?.slippageTicks;
  const best = side > 0 ? market.askTicks : market.bidTicks;
  const bestLots = side > 0 ? market.askLots : market.bidLots;
  if (bestLots === 0 || side * (priceTicks - best) < 0) return [];
  if (!bySize && slippageTicks === undefined) return [{ ticks: best, lots: leftLots(order) }];
  const reach = slippageTicks ?? Number.POSITIVE_INFINITY;
  return market
    .levels(-side, MADE_UP_LEVELS)
    .filter(({ ticks }) => side * (priceTicks - ticks) >= 0 && side * (ticks - best) <= reach);
}

/** Those of some resting orders that the opposite quote has come to. */
export function ordersAtQuote(resting: readonly Order[], market: MarketState): readonly Order[] {
  const { askLots, askTicks, bidLots, bidTicks } = market;
  let found = NONE;
  for (const order of resting) {
    const { side, priceTicks } = order;
    const reached = side > 0 ? askLots > 0 && askTicks <= priceTicks : bidLots > 0 && bidTicks >= priceTicks;
    if (reached) found = [...found, order];
  }
  return found;
}

/**
 * Those of some resting orders that a trade has printed past.
 *
 * @param beyondTicks how far past their price: 1, or 0 when a touch is enough
 */
export function ordersPassedBy(
  resting: readonly Order[],
  ticks: number,
  beyondTicks: number,
): readonly Order[] {
  let found = NONE;
  for (const order of resting)
    if (order.side * (order.priceTicks - ticks) >= beyondTicks) found = [...found, order];
  return found;
}

const NONE: readonly Order[] = [];
