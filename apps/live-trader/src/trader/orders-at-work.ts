import type {
  KnownOrder,
  OrderCommand,
  OrderReport,
  PlaceOrder,
  VenueRequest,
} from '@auction-trader/execution';

/** An order as the driver keeps track of it, apart from the session's own books. */
interface OrderState {
  readonly command: PlaceOrder;
  readonly linkId: string;
  filledLots: number;
  open: boolean;
}

/**
 * Every order of a run, from commands and reports alone: what the venue is asked about after a restart,
 * and what can still be taken back when the session has failed.
 */
export class OrdersAtWork {
  readonly #orders = new Map<number, OrderState>();

  /** An order is about to be sent, or was journaled in an earlier life of the run. */
  placed(command: PlaceOrder, linkId: string): void {
    if (!this.#orders.has(command.orderId))
      this.#orders.set(command.orderId, { command, linkId, filledLots: 0, open: true });
  }

  take(report: OrderReport): void {
    const orderId = report.kind === 'fill' ? report.fill.orderId : report.orderId;
    const order = this.#orders.get(orderId);
    if (order === undefined) return;
    if (report.kind === 'fill') {
      order.filledLots += report.fill.lots;
      if (order.filledLots >= order.command.lots && order.command.type !== 'stop') order.open = false;
    } else if (report.kind === 'rejected' || report.kind === 'cancelled') order.open = false;
  }

  linkIdOf(orderId: number): string | null {
    return this.#orders.get(orderId)?.linkId ?? null;
  }

  /** Orders whose end was not heard of. */
  get open(): KnownOrder[] {
    return [...this.#orders.values()].filter((order) => order.open).map((order) => ({ ...order }));
  }

  get all(): KnownOrder[] {
    return [...this.#orders.values()].map((order) => ({ ...order }));
  }

  /** Requests that take every open entry back. */
  cancelsOfEntries(timeMs: number): VenueRequest[] {
    return this.open
      .filter(({ command }) => !command.reduceOnly)
      .map(({ command, linkId }) => ({
        command: { kind: 'cancel', orderId: command.orderId, timeMs } satisfies OrderCommand,
        linkId,
      }));
  }
}
