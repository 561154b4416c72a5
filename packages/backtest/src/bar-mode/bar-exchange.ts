import { invariant, MINUTE_MS } from '@auction-trader/core';
import type { OrderCommand, OrderPort, PlaceOrder, PositionManager } from '@auction-trader/execution';
import { MINUTE_FLAG, type MinuteTape } from '@auction-trader/ingestion';
import { tradingFee } from '@auction-trader/risk';
import type { FillModel } from '../fill-model.ts';

/**
 * The venue of bar mode (trading rules 9.10): of each minute it knows open, high, low, close
 * and the closing spread, so it assumes the worse order of what happened in between: the
 * stop before any target, and no target on the bar in which a resting limit filled.
 *
 * Latency does not apply, and the limit rule `queue` counts as `through`.
 */
export class BarExchange implements OrderPort {
  readonly #model: FillModel;
  readonly #quotePerTickLot: number;
  readonly #tape: MinuteTape;
  #manager: PositionManager | null = null;
  #entry: PlaceOrder | null = null;
  #firstTarget: PlaceOrder | null = null;
  #finalExit: PlaceOrder | null = null;
  #stop: PlaceOrder | null = null;

  /** @param tape made by `barTape` */
  constructor(model: FillModel, quotePerTickLot: number, tape: MinuteTape) {
    this.#model = model;
    this.#quotePerTickLot = quotePerTickLot;
    this.#tape = tape;
  }

  /** Connects the manager whose commands come in through {@link send}. */
  connect(manager: PositionManager): void {
    this.#manager = manager;
  }

  /** Carries out a command at once. */
  send(command: OrderCommand): void {
    if (command.kind === 'place') this.#place(command);
    else if (command.kind === 'amend') this.#amendStop(command.lots, command.priceTicks);
    else this.#cancel(command.orderId, command.timeMs);
  }

  /** What a bar does to orders and position; to be called before its minute is closed. */
  playBar(index: number): void {
    const manager = this.#manager;
    invariant(manager !== null, 'the bar exchange has no manager');
    const tape = this.#tape;
    if (!manager.active || (tape.flags[index]! & MINUTE_FLAG.SYNTHETIC) !== 0) return;
    const startMs = tape.minuteMs(index);
    this.#fillAtOpen(manager, index, startMs);
    const rested = this.#fillInside(manager, index, startMs);
    this.#exitInside(manager, index, startMs, rested);
  }

  #place(order: PlaceOrder): void {
    if (order.type === 'stop') this.#stop = order;
    else if (order.leg === 'ENTRY') this.#entry = order;
    else if (order.leg === 'TP1') this.#firstTarget = order;
    else this.#finalExit = order;
  }

  #amendStop(lots: number, priceTicks: number): void {
    invariant(this.#stop !== null, 'amend of an unknown stop');
    this.#stop = { ...this.#stop, lots, priceTicks };
  }

  #cancel(orderId: number, timeMs: number): void {
    if (this.#stop?.orderId === orderId) this.#stop = null;
    else {
      invariant(this.#entry?.orderId === orderId, `cancel of the unknown order ${orderId}`);
      this.#entry = null;
      this.#manager?.onEntryCancelled(timeMs);
    }
  }

  /** What is at work at the bar's start: market orders, and a limit that the open reaches or that has timed out. */
  #fillAtOpen(manager: PositionManager, index: number, startMs: number): void {
    const exit = this.#finalExit;
    const enters = this.#entry !== null;
    if (exit === null && !enters) return;
    const open = this.#tape.openTicks[index]!;
    const fillMs = startMs + 1;
    this.#quoteAbout(manager, open, index);
    if (exit !== null) {
      this.#finalExit = null;
      this.#fillMarket(manager, exit, fillMs);
    }
    // The second leg of a flip, submitted just now, works from the next bar.
    if (!enters) return;
    if (this.#timedOut(startMs)) manager.onEntryTimeout(fillMs);
    const entry = this.#entry;
    if (entry === null) return;
    if (entry.type === 'market') {
      this.#entry = null;
      this.#fillMarket(manager, entry, fillMs);
    } else if (entry.side * (entry.priceTicks - open) >= 0) {
      this.#entry = null;
      this.#report(manager, entry, open, 'taker', fillMs, 0);
    }
  }

  /** A limit works on the bars that begin in its lifetime, rounded up to whole minutes. */
  #timedOut(startMs: number): boolean {
    const entry = this.#entry;
    if (entry === null || entry.type === 'market') return false;
    const bars = Math.ceil((entry.deadlineMs - entry.submitMs) / MINUTE_MS);
    const firstBarMs = Math.ceil(entry.submitMs / MINUTE_MS) * MINUTE_MS;
    return startMs >= firstBarMs + bars * MINUTE_MS;
  }

  /** A resting limit that the bar's range trades through; returns whether it filled. */
  #fillInside(manager: PositionManager, index: number, startMs: number): boolean {
    const entry = this.#entry;
    if (entry === null || entry.type === 'market' || entry.submitMs > startMs) return false;
    const extreme = entry.side > 0 ? this.#tape.lowTicks[index]! : this.#tape.highTicks[index]!;
    const beyond = entry.side * (entry.priceTicks - extreme);
    if (beyond < 0 || (beyond === 0 && this.#model.limitRule !== 'touch')) return false;
    this.#entry = null;
    this.#quoteAbout(manager, entry.priceTicks + entry.side * this.#halfSpread(index - 1), index);
    this.#report(manager, entry, entry.priceTicks, 'maker', startMs + MINUTE_MS - 1, 0);
    return true;
  }

  /** The stop in force at the bar's start, else the targets. All were decided at the close before. */
  #exitInside(manager: PositionManager, index: number, startMs: number, rested: boolean): void {
    const { trade } = manager;
    const stop = this.#stop;
    if (trade === null || stop === null || manager.exiting) return;
    const { side } = trade.plan;
    const { openTicks, highTicks, lowTicks, closeTicks } = this.#tape;
    const [best, worst] =
      side > 0 ? [highTicks[index]!, lowTicks[index]!] : [lowTicks[index]!, highTicks[index]!];
    this.#quoteAbout(manager, closeTicks[index - 1]!, index);
    if (side * (worst - stop.priceTicks) <= 0) {
      const reached = side * Math.min(side * stop.priceTicks, side * openTicks[index]!);
      this.#stop = null;
      manager.onStopTriggered(startMs);
      this.#fillExit(manager, stop, reached, index);
    } else if (!rested) {
      const { tp1Ticks } = trade;
      manager.watchTargets(best, startMs);
      const first = this.#firstTarget;
      const last = this.#finalExit;
      this.#firstTarget = null;
      this.#finalExit = null;
      if (first !== null) this.#fillExit(manager, first, tp1Ticks, index);
      if (last !== null) this.#fillExit(manager, last, trade.plan.tp2Ticks, index);
    }
  }

  /** Sells at a bid, or buys at an ask, that has reached a price. */
  #fillExit(manager: PositionManager, order: PlaceOrder, reachedTicks: number, index: number): void {
    const { slippageTicksExit } = this.#model;
    const price = reachedTicks + order.side * slippageTicksExit;
    this.#quoteAbout(manager, reachedTicks - order.side * this.#halfSpread(index - 1), index);
    const fillMs = this.#tape.minuteMs(index) + MINUTE_MS - 1;
    this.#report(manager, order, price, 'taker', fillMs, slippageTicksExit);
  }

  #fillMarket(manager: PositionManager, order: PlaceOrder, fillMs: number): void {
    const slippage = order.leg === 'ENTRY' ? this.#model.slippageTicksEntry : this.#model.slippageTicksExit;
    const price = order.side > 0 ? manager.askTicks + slippage : manager.bidTicks - slippage;
    this.#report(manager, order, price, 'taker', fillMs, slippage);
  }

  #report(
    manager: PositionManager,
    { orderId, lots }: PlaceOrder,
    priceTicks: number,
    liquidity: 'maker' | 'taker',
    timeMs: number,
    slippageTicks: number,
  ): void {
    invariant(priceTicks > 0, `order ${orderId} has no price to fill at`);
    const bps = liquidity === 'maker' ? this.#model.makerFeeBps : this.#model.takerFeeBps;
    const fee = tradingFee(priceTicks, lots, bps, this.#quotePerTickLot);
    const displayedLots = Number.NaN;
    manager.onFill({ orderId, lots, priceTicks, liquidity, timeMs, fee, slippageTicks, displayedLots });
  }

  /** Shows the manager a quote about a mid, as wide as at the close before bar `index`. */
  #quoteAbout(manager: PositionManager, midTicks: number, index: number): void {
    const half = this.#halfSpread(index - 1);
    manager.bidTicks = midTicks - half;
    manager.askTicks = midTicks + half;
  }

  #halfSpread(index: number): number {
    return (this.#tape.askTicks[index]! - this.#tape.bidTicks[index]!) / 2;
  }
}
