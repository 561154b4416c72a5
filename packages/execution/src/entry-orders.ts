import { type Leg, NO_PRICE } from '@auction-trader/core';
import type { EntryPlan } from './entry-plan.ts';
import type { EntryDrop, ExecutionListener } from './execution-listener.ts';
import type { OrderDesk } from './order-desk.ts';
import type { WorkingEntry } from './working-order.ts';

/** The entry at work, at most one, and what to open once the position is flat. */
export class EntryOrders {
  working: WorkingEntry | null = null;
  /** Second leg of a flip under way. */
  flipPlan: EntryPlan | null = null;
  readonly #desk: OrderDesk;
  readonly #listener: ExecutionListener;

  constructor(desk: OrderDesk, listener: ExecutionListener) {
    this.#desk = desk;
    this.#listener = listener;
  }

  /**
   * @param attempt 1 for the market order that follows a limit, else 0
   * @param deadlineMs Infinity for a market order
   */
  place(
    plan: EntryPlan,
    lots: number,
    filledLots: number,
    attempt: number,
    submitMs: number,
    deadlineMs: number,
    submitMid2: number,
  ): void {
    const type = deadlineMs < Number.POSITIVE_INFINITY ? 'limit' : 'market';
    const priceTicks = type === 'limit' ? plan.limitTicks : NO_PRICE;
    const orderId = this.#desk.nextOrderId();
    const order = { orderId, leg: 'ENTRY', attempt, type, side: plan.side, lots, submitMs } as const;
    this.working = {
      ...order,
      fruitless: 0,
      leftLots: lots,
      submitMid2,
      plan,
      deadlineMs,
      filledLots,
      cancelling: 'no',
      exitLeg: null,
    };
    this.#desk.place({ ...order, priceTicks, deadlineMs, reduceOnly: false });
  }

  /** The limit's time is up: cancel it, and go to market once that is confirmed. */
  timeOut(timeMs: number): void {
    const entry = this.working;
    if (entry === null || entry.cancelling !== 'no') return;
    entry.cancelling = 'then-market';
    this.#desk.cancel(entry.orderId, timeMs);
  }

  /** Takes the entry back; what still fills stays, or follows the position out by `exitLeg`. */
  drop(why: EntryDrop, exitLeg: Leg | null, timeMs: number): void {
    const entry = this.working;
    if (entry === null) return;
    if (exitLeg !== null) entry.exitLeg = exitLeg;
    if (entry.cancelling === 'then-drop') return;
    this.#listener.onEntryDropped(why, timeMs);
    const onItsWay = entry.cancelling === 'then-market';
    entry.cancelling = 'then-drop';
    if (!onItsWay) this.#desk.cancel(entry.orderId, timeMs);
  }
}
