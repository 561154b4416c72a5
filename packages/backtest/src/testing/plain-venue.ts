import type { SessionInput } from '@auction-trader/engine';
import type { OrderCommand, OrderReport, PlaceOrder } from '@auction-trader/execution';
import type { ListEvent } from './list-decoder.ts';

/**
 * A venue that answers at once and fills whole orders: market orders at the newest quote, limits and stops
 * when a print reaches them. Enough to take a live session through entries and exits.
 */
export class PlainVenue {
  readonly #orders = new Map<number, PlaceOrder>();
  #bid = 0;
  #ask = 0;
  #held = 0;
  #executions = 0;

  /** What the venue says after a frame. */
  hear(text: string, timeMs: number): SessionInput[] {
    const reports: OrderReport[] = [];
    for (const event of JSON.parse(text) as ListEvent[]) {
      if (event[0] === 'quote' && event[2] < event[3]) [, , this.#bid, this.#ask] = event;
      if (event[0] !== 'trade') continue;
      for (const order of [...this.#orders.values()]) {
        const reached = order.side * (order.priceTicks - event[2]) * (order.type === 'stop' ? -1 : 1) >= 0;
        if (reached)
          reports.push(...this.#fill(order, order.type === 'stop' ? event[2] : order.priceTicks, timeMs));
      }
    }
    return inputs(reports, timeMs);
  }

  /** What the venue says to a command. */
  take(command: OrderCommand, timeMs: number): SessionInput[] {
    if (command.kind === 'place') return inputs(this.#place(command, timeMs), timeMs);
    const order = this.#orders.get(command.orderId);
    if (order === undefined) return [];
    if (command.kind === 'amend') {
      this.#orders.set(order.orderId, { ...order, lots: command.lots, priceTicks: command.priceTicks });
      return inputs([{ kind: 'accepted', orderId: order.orderId, timeMs }], timeMs);
    }
    this.#orders.delete(order.orderId);
    const cancelled = {
      kind: 'cancelled',
      orderId: order.orderId,
      timeMs,
      leftLots: order.lots,
      code: '',
    } as const;
    return inputs([cancelled], timeMs);
  }

  #place(order: PlaceOrder, timeMs: number): OrderReport[] {
    const { orderId, type } = order;
    if (order.reduceOnly && this.#held === 0)
      return [{ kind: 'rejected', orderId, timeMs, why: 'nothing-to-reduce', code: '110017' }];
    const accepted = { kind: 'accepted', orderId, timeMs } as const;
    if (type !== 'market') {
      this.#orders.set(orderId, order);
      return [accepted];
    }
    return [accepted, ...this.#fill(order, order.side > 0 ? this.#ask : this.#bid, timeMs)];
  }

  #fill(order: PlaceOrder, priceTicks: number, timeMs: number): OrderReport[] {
    const { orderId, side, type, reduceOnly } = order;
    this.#orders.delete(orderId);
    const lots = reduceOnly ? Math.min(order.lots, Math.abs(this.#held)) : order.lots;
    if (lots === 0) return [{ kind: 'cancelled', orderId, timeMs, leftLots: order.lots, code: '' }];
    this.#held += side * lots;
    const liquidity = type === 'limit' ? 'maker' : 'taker';
    const fee = lots * priceTicks * 0.0001 * (type === 'limit' ? 0.0002 : 0.00055);
    const fill = { orderId, lots, priceTicks, liquidity, timeMs, fee, slippageTicks: 0 } as const;
    const executionId = `e${++this.#executions}`;
    const rest: OrderReport[] =
      lots < order.lots
        ? [{ kind: 'cancelled', orderId, timeMs, leftLots: order.lots - lots, code: '' }]
        : [];
    return [{ kind: 'fill', executionId, fill: { ...fill, displayedLots: Number.NaN } }, ...rest];
  }
}

function inputs(reports: readonly OrderReport[], timeMs: number): SessionInput[] {
  return reports.map((report) => ({ kind: 'report', timeMs, report }));
}
