import type { Account } from './account.ts';
import type { Execution } from './execution.ts';
import type { MarketState } from './market-state.ts';
import type { Order } from './order.ts';
import { orderPush, type Row } from './rows.ts';

/** What one step of the engine has changed for an account in a market, in the order in which it is told. */
export class Changes {
  readonly account: Account;
  readonly market: MarketState;
  readonly executions: Execution[] = [];
  readonly orders: Row[] = [];

  constructor(account: Account, market: MarketState) {
    this.account = account;
    this.market = market;
  }

  /** Notes an order as it is now. */
  note(order: Order): void {
    this.orders.push(orderPush(order));
  }
}
