import type { Order } from './order.ts';

/** Orders of all accounts in one market that wait for something. */
export class OrdersAtWork {
  /** Limits in the book. */
  readonly resting: Order[] = [];
  /** Conditional orders that wait for their trigger. */
  readonly conditional: Order[] = [];

  remove(order: Order): void {
    remove(this.resting, order);
    remove(this.conditional, order);
  }
}

function remove(orders: Order[], order: Order): void {
  const at = orders.indexOf(order);
  if (at >= 0) orders.splice(at, 1);
}
