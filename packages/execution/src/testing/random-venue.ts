import { Random } from '@auction-trader/core';
import type { OrderCommand, PlaceOrder } from '../order-command.ts';
import { orderLinkId } from '../order-link-id.ts';
import type { OrderReport, RejectReason } from '../order-report.ts';
import type { VenueTruth } from '../venue.ts';
import { OWNER } from './remote-bench.ts';

interface LiveOrder {
  readonly place: PlaceOrder;
  lots: number;
  priceTicks: number;
  filledLots: number;
  triggered: boolean;
}

const REASONS: readonly RejectReason[] = [
  'would-take',
  'margin',
  'nothing-to-reduce',
  'trigger-passed',
  'out-of-bounds',
  'never-arrived',
  'other',
];

/**
 * A venue that goes by the rules of the contract and is as nasty as they allow: commands and reports
 * take their time and overtake those of other orders, fills come in parts and race cancels, orders are
 * refused, stops are lost.
 */
export class RandomVenue {
  side = 0;
  lots = 0;
  priceTicks = 500_000;
  /** Whether orders may be refused, changed and lost. */
  nasty = true;
  readonly live = new Map<number, LiveOrder>();
  /** Lots that entries have filled, by order; everything but manual trades. */
  readonly entered = new Map<number, number>();
  /** Triggers that protective stops have had at the venue, oldest first. */
  readonly triggers: number[] = [];
  manualLots = 0;
  readonly #random: Random;
  readonly #commands: OrderCommand[] = [];
  /** Reports not yet delivered, by order. */
  readonly #reports = new Map<number, OrderReport[]>();
  #costTicksLots = 0;
  #executions = 0;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  take(commands: readonly OrderCommand[]): void {
    this.#commands.push(...commands);
  }

  get idle(): boolean {
    return this.#commands.length === 0 && this.#reports.size === 0;
  }

  /** Carries out one command: the oldest of a random order. */
  carryOut(nowMs: number): void {
    if (this.#commands.length === 0) return;
    const { orderId } = this.#commands[this.#pick(this.#commands.length)]!;
    const index = this.#commands.findIndex((command) => command.orderId === orderId);
    const [command] = this.#commands.splice(index, 1);
    if (command!.kind === 'place') this.#place(command as PlaceOrder, nowMs);
    else if (command!.kind === 'amend') this.#amend(command!, nowMs);
    else this.#cancel(command!.orderId, nowMs);
  }

  /** The oldest report of a random order. */
  deliver(): OrderReport | null {
    const ids = [...this.#reports.keys()];
    if (ids.length === 0) return null;
    const orderId = ids[this.#pick(ids.length)]!;
    const queue = this.#reports.get(orderId)!;
    const report = queue.shift()!;
    if (queue.length === 0) this.#reports.delete(orderId);
    return report;
  }

  /** The price moves; stops trigger. */
  move(toTicks: number, nowMs: number): void {
    this.priceTicks = toTicks;
    for (const order of this.live.values()) {
      const { place, priceTicks, triggered } = order;
      if (place.type !== 'stop' || triggered || place.side * (toTicks - priceTicks) < 0) continue;
      order.triggered = true;
      // Some venues do not say so.
      if (this.#chance(0.7)) this.#say({ kind: 'triggered', orderId: place.orderId, timeMs: nowMs });
    }
  }

  /** A part of a random order fills, or all of it. */
  fillSome(nowMs: number): void {
    const able = [...this.live.values()].filter(({ place, triggered }) => place.type !== 'stop' || triggered);
    const order = able[this.#pick(able.length)];
    if (order !== undefined) this.#fill(order, nowMs);
  }

  /** Somebody else takes an order off: a stop that was lost, a limit, what a market order left. */
  loseSome(nowMs: number): void {
    const orders = [...this.live.values()];
    const order = orders[this.#pick(orders.length)];
    if (order !== undefined) this.#endWithRest(order, nowMs);
  }

  /** A trade by hand. */
  tradeByHand(change: number): void {
    this.manualLots += change;
    this.#change(change, this.priceTicks);
  }

  /** Market orders and triggered stops fill whole, commands are carried out: the venue comes to rest. */
  settle(nowMs: number): void {
    while (this.#commands.length > 0) this.carryOut(nowMs);
    for (const order of [...this.live.values()])
      if (order.place.type === 'market' || order.triggered) this.#fillWhole(order, nowMs);
  }

  truth(readMs: number): VenueTruth {
    const orders = [...this.live.values()].map(({ place, lots, filledLots, priceTicks }) => ({
      linkId: orderLinkId(OWNER, place),
      venueOrderId: `v${place.orderId}`,
      side: place.side,
      type: place.type,
      leftLots: lots - filledLots,
      priceTicks,
      reduceOnly: place.reduceOnly,
    }));
    const { side, lots } = this;
    const entryTicks = lots === 0 ? Number.NaN : this.#costTicksLots / lots;
    return { readMs, side, lots, entryTicks, orders, leverage: 10, availableMargin: 10_000, equity: 10_000 };
  }

  #place(place: PlaceOrder, nowMs: number): void {
    const { orderId, type, side, priceTicks, lots } = place;
    const passed = type === 'stop' && side * (this.priceTicks - priceTicks) >= 0;
    const pointless = place.reduceOnly && (this.side === 0 || this.side === side);
    if (passed || pointless || (this.nasty && this.#chance(0.06))) {
      const why = passed
        ? 'trigger-passed'
        : pointless
          ? 'nothing-to-reduce'
          : REASONS[this.#pick(REASONS.length)]!;
      this.#say({ kind: 'rejected', orderId, timeMs: nowMs, why, code: 'r' });
      return;
    }
    this.live.set(orderId, { place, lots, priceTicks, filledLots: 0, triggered: false });
    if (type === 'stop') this.triggers.push(priceTicks);
    this.#say({ kind: 'accepted', orderId, timeMs: nowMs });
  }

  #amend(command: Extract<OrderCommand, { kind: 'amend' }>, nowMs: number): void {
    const order = this.live.get(command.orderId);
    if (order === undefined) return;
    const { place } = order;
    const passed = place.side * (this.priceTicks - command.priceTicks) >= 0;
    if (order.triggered || passed || (this.nasty && this.#chance(0.06))) {
      const why = passed ? 'trigger-passed' : 'other';
      this.#say({ kind: 'amend-refused', orderId: command.orderId, timeMs: nowMs, why, code: 'a' });
      return;
    }
    order.lots = command.lots;
    order.priceTicks = command.priceTicks;
    this.triggers.push(command.priceTicks);
  }

  #cancel(orderId: number, nowMs: number): void {
    const order = this.live.get(orderId);
    // A triggered stop cannot be taken back any more, nor can an order that has ended.
    if (order === undefined || order.triggered) return;
    this.#endWithRest(order, nowMs);
  }

  #endWithRest(order: LiveOrder, nowMs: number): void {
    const { orderId } = order.place;
    this.live.delete(orderId);
    const leftLots = order.lots - order.filledLots;
    this.#say({ kind: 'cancelled', orderId, timeMs: nowMs, leftLots, code: 'c' });
  }

  #fill(order: LiveOrder, nowMs: number): void {
    const able = this.#ableLots(order);
    if (able === 0) this.#endWithRest(order, nowMs);
    else this.#execute(order, 1 + this.#pick(able), nowMs);
  }

  #fillWhole(order: LiveOrder, nowMs: number): void {
    const able = this.#ableLots(order);
    if (able > 0) this.#execute(order, able, nowMs);
    if (this.live.has(order.place.orderId)) this.#endWithRest(order, nowMs);
  }

  #ableLots({ place, lots, filledLots }: LiveOrder): number {
    const reducible = this.side === -place.side ? this.lots : 0;
    return place.reduceOnly ? Math.min(lots - filledLots, reducible) : lots - filledLots;
  }

  #execute(order: LiveOrder, lots: number, nowMs: number): void {
    const { orderId, side, type, reduceOnly } = order.place;
    const priceTicks = type === 'limit' ? order.priceTicks : this.priceTicks;
    order.filledLots += lots;
    if (!reduceOnly) this.entered.set(orderId, order.filledLots);
    this.#change(side * lots, priceTicks);
    if (order.filledLots === order.lots) this.live.delete(orderId);
    const fill = { orderId, lots, priceTicks, liquidity: 'taker', timeMs: nowMs, fee: 0.01 } as const;
    const executionId = `x${++this.#executions}`;
    this.#say({ kind: 'fill', executionId, fill: { ...fill, slippageTicks: 0, displayedLots: Number.NaN } });
    this.#endPointless(nowMs);
  }

  /** What goes to market does not wait for another position to reduce. */
  #endPointless(nowMs: number): void {
    for (const order of [...this.live.values()]) {
      const { reduceOnly, type } = order.place;
      const atMarket = type === 'market' || order.triggered;
      if (reduceOnly && atMarket && this.#ableLots(order) === 0) this.#endWithRest(order, nowMs);
    }
  }

  #change(change: number, priceTicks: number): void {
    const before = this.side * this.lots;
    const after = before + change;
    const grown = Math.sign(after) === Math.sign(change) ? Math.min(Math.abs(change), Math.abs(after)) : 0;
    const kept = Math.abs(after) - grown;
    const average = this.lots === 0 ? 0 : this.#costTicksLots / this.lots;
    this.#costTicksLots = average * kept + priceTicks * grown;
    this.side = Math.sign(after);
    this.lots = Math.abs(after);
  }

  #say(report: OrderReport): void {
    const orderId = report.kind === 'fill' ? report.fill.orderId : report.orderId;
    const queue = this.#reports.get(orderId);
    if (queue === undefined) this.#reports.set(orderId, [report]);
    else queue.push(report);
  }

  #chance(probability: number): boolean {
    return this.#random.uniform() < probability;
  }

  #pick(below: number): number {
    return below === 0 ? 0 : Math.floor(this.#random.uniform() * below);
  }
}
