import { type Leg, NO_PRICE } from '@auction-trader/core';
import { retryOf } from './exit-pace.ts';
import type { OrderDesk } from './order-desk.ts';
import type { ExitRetry, WorkingOrder } from './working-order.ts';

/**
 * Exits at work: at most one TP1 and one final exit, which is whatever takes the whole position off.
 * An exit that the venue ends with a rest is issued again, at a bounded pace, until it is done.
 */
export class ExitOrders {
  firstTarget: WorkingOrder | null = null;
  finalExit: WorkingOrder | null = null;
  firstTargetRetry: ExitRetry | null = null;
  finalRetry: ExitRetry | null = null;
  readonly #desk: OrderDesk;

  constructor(desk: OrderDesk) {
    this.#desk = desk;
  }

  /** Whether the whole position is on its way out. */
  get exiting(): boolean {
    return this.finalExit !== null || this.finalRetry !== null;
  }

  /** Whether any exit is in flight, or will be issued again. */
  get inFlight(): boolean {
    return this.exiting || this.firstTarget !== null || this.firstTargetRetry !== null;
  }

  /** Lots that a TP1 in flight has still to take. */
  get firstTargetLots(): number {
    return this.firstTarget === null ? 0 : this.firstTarget.leftLots;
  }

  /** Epoch ms at which an exit has to be issued again, Infinity for none. */
  get nextRetryMs(): number {
    const first = this.firstTargetRetry === null ? Number.POSITIVE_INFINITY : this.firstTargetRetry.dueMs;
    const final = this.finalRetry === null ? Number.POSITIVE_INFINITY : this.finalRetry.dueMs;
    return Math.min(first, final);
  }

  /** Sends a reduce-only market order. */
  place(
    leg: Leg,
    lots: number,
    side: number,
    attempt: number,
    fruitless: number,
    submitMs: number,
    submitMid2: number,
  ): WorkingOrder {
    const orderId = this.#desk.nextOrderId();
    const order = { orderId, leg, attempt, type: 'market', side, lots, submitMs } as const;
    const deadlineMs = Number.POSITIVE_INFINITY;
    this.#desk.place({ ...order, priceTicks: NO_PRICE, reduceOnly: true, deadlineMs });
    return { ...order, fruitless, leftLots: lots, submitMid2 };
  }

  /** TP1 ended with a rest: it waits for its time, unless the rest leaves with the position. */
  firstTargetEnded(nowMs: number): void {
    if (this.firstTarget === null) return;
    this.firstTargetRetry = this.exiting ? null : retryOf(this.firstTarget, nowMs);
    this.firstTarget = null;
  }

  /** The final exit ended with a rest: it waits for its time. */
  finalExitEnded(nowMs: number): void {
    if (this.finalExit === null) return;
    this.finalRetry = retryOf(this.finalExit, nowMs);
    this.finalExit = null;
  }

  /** The position is gone. */
  clear(): void {
    this.firstTarget = null;
    this.finalExit = null;
    this.firstTargetRetry = null;
    this.finalRetry = null;
  }
}
