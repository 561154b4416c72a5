import { NO_PRICE } from '@auction-trader/core';
import type { OpenTrade } from './open-trade.ts';
import type { OrderDesk } from './order-desk.ts';

/** A stop that was lost this often is not placed again: the position leaves at market. */
const MOST_REPLACEMENTS = 3;

/** The one reduce-only stop that covers the position at the venue (trading rules 9.3). */
export class ProtectiveStop {
  /** 0 for none. */
  orderId = 0;
  /** Stops of this position that were lost or given up. */
  replaced = 0;
  readonly #desk: OrderDesk;

  constructor(desk: OrderDesk) {
    this.#desk = desk;
  }

  get mayBeReplaced(): boolean {
    return this.replaced < MOST_REPLACEMENTS;
  }

  /** Makes the stop cover exactly the position; places one when there is none and `mayPlace`. */
  cover(trade: OpenTrade, mayPlace: boolean, timeMs: number): void {
    const { lots, stopTicks } = trade;
    if (stopTicks === NO_PRICE) return;
    if (this.orderId !== 0) {
      this.#desk.amend(this.orderId, lots, stopTicks, timeMs);
      return;
    }
    if (!mayPlace) return;
    this.orderId = this.#desk.nextOrderId();
    this.#desk.place({
      orderId: this.orderId,
      leg: 'STOP',
      attempt: this.replaced,
      type: 'stop',
      side: -trade.plan.side,
      lots,
      priceTicks: stopTicks,
      reduceOnly: true,
      submitMs: timeMs,
      deadlineMs: Number.POSITIVE_INFINITY,
    });
  }

  /** It will not cover the position any more: the venue ended it, or another takes its place. */
  lose(): void {
    this.orderId = 0;
    this.replaced++;
  }

  /** The position is gone: takes the stop back. */
  clear(timeMs: number): void {
    if (this.orderId !== 0) this.#desk.cancel(this.orderId, timeMs);
    this.orderId = 0;
    this.replaced = 0;
  }
}
