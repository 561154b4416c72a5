import type { Leg } from '@auction-trader/core';
import type {
  AmendOrder,
  CancelOrder,
  FillReport,
  KnownOrder,
  OrderCommand,
  OrderReport,
  PlaceOrder,
  VenueRequest,
} from '@auction-trader/execution';
import type { OrderStatus, OrderUpdate } from '@auction-trader/storage';

/** An order as the driver keeps track of it, apart from the session's own books. */
export interface OrderState {
  readonly command: PlaceOrder;
  readonly linkId: string;
  status: OrderStatus;
  /** As placed or last asked for. */
  lots: number;
  filledLots: number;
  /** Sum of price times lots of its fills. */
  filledTicksLots: number;
  /** What was asked of it last, null when nothing was: nobody may have heard it. */
  lastChange: AmendOrder | CancelOrder | null;
}

/** Ended orders that are remembered, for late news of them. */
const REMEMBERED = 100;

/**
 * Every order of a run, from commands and reports alone: what the venue is asked about after a restart,
 * and what can still be taken back when the session has failed.
 */
export class OrdersAtWork {
  #orders = new Map<number, OrderState>();

  /** An order is about to be sent. */
  placed(command: PlaceOrder, linkId: string): void {
    if (this.#orders.has(command.orderId)) return;
    const { orderId, lots } = command;
    const nothing = { filledLots: 0, filledTicksLots: 0, lastChange: null };
    this.#orders.set(orderId, { command, linkId, status: 'PENDING', lots, ...nothing });
    if (this.#orders.size > 2 * REMEMBERED) this.#forgetEnded();
  }

  /** An order is about to be changed, or to be taken back. */
  changed(command: AmendOrder | CancelOrder): void {
    const order = this.#orders.get(command.orderId);
    if (order === undefined) return;
    order.lastChange = command;
    if (command.kind === 'amend') order.lots = command.lots;
  }

  /** @returns what to journal of it, null for an order that is not known and for news that changes nothing */
  take(report: OrderReport): OrderUpdate | null {
    const order = this.#orders.get(report.kind === 'fill' ? report.fill.orderId : report.orderId);
    if (order === undefined || report.kind === 'amend-refused') return null;
    if (report.kind === 'fill') {
      takeFill(order, report.fill);
      return updateOf(order, report.fill.timeMs, '');
    }
    const { timeMs } = report;
    switch (report.kind) {
      case 'accepted':
      case 'triggered':
        if (order.status === 'PENDING') order.status = 'NEW';
        return updateOf(order, timeMs, '');
      case 'rejected':
        order.status = report.why === 'never-arrived' ? 'EXPIRED' : 'REJECTED';
        return updateOf(order, timeMs, report.code);
      case 'cancelled':
        order.status = 'CANCELLED';
        return updateOf(order, timeMs, report.code);
    }
  }

  linkIdOf(orderId: number): string | null {
    return this.#orders.get(orderId)?.linkId ?? null;
  }

  /** The newest open order of a leg. */
  openOf(leg: Leg): OrderState | null {
    return (
      [...this.#orders.values()].reverse().find((order) => isOpen(order) && order.command.leg === leg) ?? null
    );
  }

  /** Orders whose end was not heard of. */
  get open(): OrderState[] {
    return [...this.#orders.values()].filter(isOpen);
  }

  /**
   * The last change of every open order that has one: after a restart nobody knows whether it was heard,
   * and to say it again does no harm.
   */
  get lastChanges(): VenueRequest[] {
    return this.open.flatMap(({ lastChange, linkId }) =>
      lastChange === null ? [] : [{ command: lastChange, linkId }],
    );
  }

  /** All that are remembered, as a venue is told of them. */
  get known(): KnownOrder[] {
    return [...this.#orders.values()].map((order) => ({
      command: { ...order.command, lots: order.lots },
      linkId: order.linkId,
      filledLots: order.filledLots,
      open: isOpen(order),
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

  /** Everything needed to go on after a restart, as plain data. */
  snapshot(): readonly OrderState[] {
    return [...this.#orders.values()].map((order) => ({ ...order }));
  }

  restore(orders: readonly OrderState[]): void {
    this.#orders = new Map(orders.map((order) => [order.command.orderId, { ...order }]));
  }

  #forgetEnded(): void {
    const ended = [...this.#orders.values()].filter((order) => !isOpen(order));
    for (const { command } of ended.slice(0, -REMEMBERED)) this.#orders.delete(command.orderId);
  }
}

function isOpen({ status }: OrderState): boolean {
  return status === 'PENDING' || status === 'NEW' || status === 'PARTIALLY_FILLED';
}

function takeFill(order: OrderState, { lots, priceTicks }: FillReport): void {
  order.filledLots += lots;
  order.filledTicksLots += lots * priceTicks;
  if (isOpen(order)) order.status = order.filledLots >= order.lots ? 'FILLED' : 'PARTIALLY_FILLED';
}

function updateOf(order: OrderState, timeMs: number, code: string): OrderUpdate {
  const { filledLots, filledTicksLots, status, command } = order;
  const averageTicks = filledLots === 0 ? Number.NaN : filledTicksLots / filledLots;
  return { orderId: command.orderId, timeMs, status, filledLots, averageTicks, code };
}
