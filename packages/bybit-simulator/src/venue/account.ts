import type { ClosedTrade } from './closed-trade.ts';
import type { Execution } from './execution.ts';
import type { MarketState } from './market-state.ts';
import type { Order } from './order.ts';
import { Position } from './position.ts';

/** Closed orders that `order/realtime` shows. */
export const RECENT_ORDERS = 500;
/** Closed orders that are kept; the older half goes when they are reached. */
const KEPT_ORDERS = 20_000;

/** An account: its money, positions and orders, and what became of them. */
export class Account {
  readonly name: string;
  readonly createdMs: number;
  /** Money without unrealised profit; always deposits + realised - fees - funding + insured. */
  wallet = 0n;
  deposits = 0n;
  realised = 0n;
  fees = 0n;
  funding = 0n;
  /** What the venue has paid where a liquidation left less than nothing. */
  insured = 0n;
  /** Orders that may still do something, and those just acknowledged, by id. */
  readonly orders = new Map<string, Order>();
  /** Orders of every state that are remembered, by order link id. */
  readonly byLink = new Map<string, Order>();
  /** Orders that are done, oldest first. */
  history: Order[] = [];
  /** Orders that are done since the service last began, as `order/realtime` remembers them. */
  recent: Order[] = [];
  /** Oldest first. */
  executions: Execution[] = [];
  closedTrades: ClosedTrade[] = [];
  readonly #positions = new Map<string, Position>();

  constructor(name: string, createdMs: number) {
    this.name = name;
    this.createdMs = createdMs;
  }

  position(market: MarketState): Position {
    const { symbol } = market.facts;
    let position = this.#positions.get(symbol);
    if (!position) {
      position = new Position(market);
      position.createdMs = position.updatedMs = this.createdMs;
      this.#positions.set(symbol, position);
    }
    return position;
  }

  /** An order is done: it moves to the history. */
  remember(order: Order): void {
    this.orders.delete(order.id);
    this.recent.push(order);
    if (this.recent.length >= 2 * RECENT_ORDERS) this.recent = this.recent.slice(-RECENT_ORDERS);
    this.history.push(order);
    if (this.history.length < KEPT_ORDERS) return;
    for (const { linkId } of this.history.splice(0, KEPT_ORDERS / 2)) this.byLink.delete(linkId);
  }

  /** Every position there ever was, flat ones too. */
  get positions(): Iterable<Position> {
    return this.#positions.values();
  }

  get hasPosition(): boolean {
    for (const position of this.#positions.values()) if (position.lots !== 0) return true;
    return false;
  }
}
