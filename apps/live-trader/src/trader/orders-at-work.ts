import type {
  FillReport,
  KnownOrder,
  OrderCommand,
  OrderReport,
  PlaceOrder,
  VenueRequest,
} from '@auction-trader/execution';
import type { OrderStatus, OrderUpdate } from '@auction-trader/storage';

/** An order as the driver keeps track of it, apart from the session's own books. */
interface OrderState {
  readonly command: PlaceOrder;
  readonly linkId: string;
  filledLots: number;
  /** Sum of price times lots of its fills. */
  filledTicksLots: number;
  open: boolean;
}

/** An open order as status pages show it. */
export interface OrderAtWork extends KnownOrder {
  readonly status: OrderStatus;
}

/**
 * Every order of a run, from commands and reports alone: what the venue is asked about after a restart,
 * and what can still be taken back when the session has failed.
 */
export class OrdersAtWork {
  readonly #orders = new Map<number, OrderState>();
  readonly #seen = new Set<number>();

  /** An order is about to be sent, or was journaled in an earlier life of the run. */
  placed(command: PlaceOrder, linkId: string, filledLots = 0): void {
    if (this.#orders.has(command.orderId) || this.#seen.has(command.orderId)) return;
    this.#orders.set(command.orderId, { command, linkId, filledLots, filledTicksLots: 0, open: true });
    this.#seen.add(command.orderId);
  }

  /** @returns what to journal of it, null for an order that is not known */
  take(report: OrderReport): OrderUpdate | null {
    const orderId = report.kind === 'fill' ? report.fill.orderId : report.orderId;
    const order = this.#orders.get(orderId);
    if (order === undefined) return null;
    if (report.kind === 'fill') return takeFill(order, report.fill);
    const { filledLots } = order;
    const averageTicks = filledLots === 0 ? Number.NaN : order.filledTicksLots / filledLots;
    const common = { orderId, timeMs: report.timeMs, filledLots, averageTicks };
    switch (report.kind) {
      case 'accepted':
      case 'triggered':
        return { ...common, status: filledLots > 0 ? 'PARTIALLY_FILLED' : 'NEW' };
      case 'rejected':
        order.open = false;
        return {
          ...common,
          status: report.why === 'never-arrived' ? 'EXPIRED' : 'REJECTED',
          code: report.code,
        };
      case 'cancelled':
        order.open = false;
        return { ...common, status: 'CANCELLED', code: report.code };
      case 'amend-refused':
        return null;
    }
  }

  /** Forgets orders that have ended. */
  prune(): void {
    for (const [orderId, order] of this.#orders) if (!order.open) this.#orders.delete(orderId);
  }

  linkIdOf(orderId: number): string | null {
    return this.#orders.get(orderId)?.linkId ?? null;
  }

  /** Orders whose end was not heard of. */
  get open(): OrderAtWork[] {
    return [...this.#orders.values()]
      .filter((order) => order.open)
      .map(({ command, linkId, filledLots, open }) => ({
        command,
        linkId,
        filledLots,
        open,
        status: filledLots > 0 ? 'PARTIALLY_FILLED' : 'NEW',
      }));
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

function takeFill(order: OrderState, { lots, priceTicks, timeMs }: FillReport): OrderUpdate {
  order.filledLots += lots;
  order.filledTicksLots += lots * priceTicks;
  const whole = order.filledLots >= order.command.lots;
  // A stop is resized while it waits: only its end says that it has ended.
  if (whole && order.command.type !== 'stop') order.open = false;
  const status = whole ? 'FILLED' : 'PARTIALLY_FILLED';
  const { filledLots } = order;
  const averageTicks = order.filledTicksLots / filledLots;
  return { orderId: order.command.orderId, timeMs, status, filledLots, averageTicks };
}
