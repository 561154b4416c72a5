import type { OrderPort, PlaceOrder } from './order-command.ts';

/** Gives orders their numbers and sends commands. */
export class OrderDesk {
  /** Number of the newest order, 0 before the first. */
  lastOrderId = 0;
  readonly #port: OrderPort;

  constructor(port: OrderPort) {
    this.#port = port;
  }

  /** A number for an order about to be placed. */
  nextOrderId(): number {
    return ++this.lastOrderId;
  }

  place(order: Omit<PlaceOrder, 'kind'>): void {
    const { orderId, leg, attempt, type, side, lots, priceTicks, reduceOnly, submitMs, deadlineMs } = order;
    // Field by field: copying whole objects of several shapes is slow, and a sweep places millions of orders.
    this.#port.send({
      kind: 'place',
      orderId,
      leg,
      attempt,
      type,
      side,
      lots,
      priceTicks,
      reduceOnly,
      submitMs,
      deadlineMs,
    });
  }

  amend(orderId: number, lots: number, priceTicks: number, timeMs: number): void {
    this.#port.send({ kind: 'amend', orderId, lots, priceTicks, timeMs });
  }

  cancel(orderId: number, timeMs: number): void {
    this.#port.send({ kind: 'cancel', orderId, timeMs });
  }
}
