import type { Account } from './account.ts';
import type { MarketState } from './market-state.ts';
import { rateOf } from './money.ts';
import { isPositionOrder, leftLots, type Order } from './order.ts';
import type { Position } from './position.ts';

/** An account's money against what it has to hold, in units of money. Cross margin. */
export interface MarginState {
  /** Wallet and unrealised profit. */
  readonly equity: bigint;
  readonly unrealised: bigint;
  readonly orderMargin: bigint;
  readonly positionMargin: bigint;
  readonly maintenance: bigint;
  /** What is left for new orders; below 0 when there is too little already. */
  readonly free: bigint;
}

/** Initial margin of a position: entry value by leverage. */
export function positionMargin({ cost, leverageHundredths }: Position): bigint {
  return (cost * 100n) / BigInt(leverageHundredths);
}

/** What a position must keep: a share of its entry value. */
export function maintenanceMargin({ cost, market }: Position): bigint {
  return rateOf(cost, market.facts.maintenanceMarginE8);
}

/** Margin of what an order would open. What an order would close needs none. */
export function openingMargin(position: Position, side: number, lots: number, ticks: number): bigint {
  const openedLots = lots - Math.min(lots, position.closable(side));
  const value = BigInt(openedLots) * BigInt(ticks) * position.market.tickLotMoney;
  return (value * 100n) / BigInt(position.leverageHundredths);
}

/** Margin that an open order holds: none before its trigger, none when it can only reduce. */
export function orderMargin(order: Order, position: Position): bigint {
  const { side, status, reduceOnly, triggerTicks } = order;
  const idle = status === 'Untriggered' || (status === 'Created' && triggerTicks !== 0);
  if (idle || reduceOnly || isPositionOrder(order)) return 0n;
  return openingMargin(position, side, leftLots(order), reservePriceTicks(order));
}

/** Price that margin is reserved at: the limit, or the market's for an order at the market. */
function reservePriceTicks({ type, priceTicks, market, side }: Order): number {
  return type === 'Limit' ? priceTicks : marketPriceTicks(market, side);
}

/** What a taker of a side pays now in ticks. */
export function marketPriceTicks(market: MarketState, side: number): number {
  const { askLots, askTicks, bidLots, bidTicks } = market;
  if (side > 0 && askLots > 0) return askTicks;
  if (side < 0 && bidLots > 0) return bidTicks;
  return market.lastOrMarkTicks;
}

/** Where an account stands. */
export function marginState(account: Account): MarginState {
  let unrealised = 0n;
  let positions = 0n;
  let maintenance = 0n;
  let orders = 0n;
  for (const position of account.positions) {
    if (position.lots === 0) continue;
    unrealised += position.unrealised;
    positions += positionMargin(position);
    maintenance += maintenanceMargin(position);
  }
  for (const order of account.orders.values()) orders += orderMargin(order, account.position(order.market));
  const equity = account.wallet + unrealised;
  const free = equity - positions - orders;
  return {
    equity,
    unrealised,
    orderMargin: orders,
    positionMargin: positions,
    maintenance,
    free,
  };
}
