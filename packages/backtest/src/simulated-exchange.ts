import { checkState, invariant, NO_PRICE, Random, type RandomSnapshot } from '@auction-trader/core';
import type { LocalExchange } from '@auction-trader/engine';
import type { OrderCommand, PlaceOrder, PositionManager } from '@auction-trader/execution';
import { tradingFee } from '@auction-trader/risk';
import type { FillModel } from './fill-model.ts';
import type { TickWatch } from './tick-watch.ts';

/** An order on its way to the simulated book, or in it. */
interface SentOrder {
  readonly order: PlaceOrder;
  /** Epoch ms of its arrival: only what is strictly later can fill it. */
  readonly activeMs: number;
}

/** A {@link SentOrder} as plain data: null stands for no deadline. */
interface SavedOrder {
  readonly order: Omit<PlaceOrder, 'deadlineMs'> & { readonly deadlineMs: number | null };
  readonly activeMs: number;
}

/** A {@link SimulatedExchange} as plain data. */
export interface SimulatedExchangeSnapshot {
  readonly nowMs: number;
  readonly random: RandomSnapshot;
  readonly resting: boolean;
  readonly queueAhead: number | null;
  readonly entry: SavedOrder | null;
  readonly firstTarget: SavedOrder | null;
  readonly finalExit: SavedOrder | null;
  readonly stop: SavedOrder | null;
}

/**
 * A venue for one account, made of a {@link FillModel} and the market's own quotes and prints.
 * It carries out the position manager's commands and reports back to it at once. Backtest,
 * paper and shadow use it alike.
 *
 * `processQuote` and `processPrint` must be called in event order; a call that meets no
 * condition of {@link updateWatch} changes nothing but the newest quote.
 */
export class SimulatedExchange implements LocalExchange {
  /** Whether the conditions of {@link updateWatch} may be others than when they were last written. */
  changed = true;
  readonly #model: FillModel;
  readonly #quotePerTickLot: number;
  /** Displayed sizes mean something (not those of synthetic quotes). */
  readonly #sizesAreReal: boolean;
  readonly #random: Random;
  /** Epoch ms of the event in hand. */
  #nowMs = 0;
  #manager: PositionManager | null = null;
  #entry: SentOrder | null = null;
  /** The limit has seen its first quote and rests in the book. */
  #resting = false;
  /** Lots ahead in the queue; NaN until the limit's price is the best one. */
  #queueAhead = Number.NaN;
  #firstTarget: SentOrder | null = null;
  #finalExit: SentOrder | null = null;
  #stop: PlaceOrder | null = null;

  constructor(model: FillModel, quotePerTickLot: number, sizesAreReal: boolean) {
    this.#model = model;
    this.#quotePerTickLot = quotePerTickLot;
    this.#sizesAreReal = sizesAreReal;
    this.#random = new Random(model.seed);
  }

  /** Connects the manager whose commands come in through {@link send}. */
  connect(manager: PositionManager): void {
    this.#manager = manager;
  }

  /** Carries out a command at once. */
  send(command: OrderCommand): void {
    this.changed = true;
    if (command.kind === 'place') this.#place(command);
    else if (command.kind === 'amend') this.#amendStop(command.orderId, command.lots, command.priceTicks);
    else this.#cancel(command.orderId, command.timeMs);
  }

  /**
   * One valid or invalid quote, repeats included (9.10 "One quote"): exit fills, second leg of
   * a flip, entry fill or timeout, then triggers. Crossed and empty quotes are ignored.
   */
  processQuote(timeMs: number, bidTicks: number, askTicks: number, bidLots: number, askLots: number): void {
    if (bidTicks >= askTicks || bidTicks <= 0 || bidLots <= 0 || askLots <= 0) return;
    const manager = this.#connected();
    manager.bidTicks = bidTicks;
    manager.askTicks = askTicks;
    if (!manager.active) return;
    this.changed = true;
    this.#nowMs = timeMs;
    this.#fillExits(manager, timeMs, bidLots, askLots);
    this.#workEntry(manager, timeMs, bidLots, askLots);
    this.#triggerByQuote(manager, timeMs);
  }

  /** One print: a resting limit first, then the stop before any fill, then the stop. */
  processPrint(timeMs: number, priceTicks: number, lots: number): void {
    const manager = this.#connected();
    if (!manager.active) return;
    this.changed = true;
    if (this.#entry !== null && this.#resting && timeMs < this.#entry.order.deadlineMs) {
      this.#printAtLimit(manager, this.#entry, timeMs, priceTicks, lots);
    }
    manager.watchPrintBeforeFill(priceTicks, timeMs);
    const stop = this.#stop;
    if (stop === null || manager.exiting) return;
    if (stop.side * (priceTicks - stop.priceTicks) >= 0) this.#trigger(manager, stop, timeMs);
  }

  /** Writes into `watch` every condition under which an event could change something. */
  updateWatch(watch: TickWatch): void {
    this.changed = false;
    watch.reset();
    const manager = this.#connected();
    const entry = this.#entry;
    if (entry !== null) {
      if (this.#resting)
        watch.restingLimit(entry.order.side, entry.order.priceTicks, this.#model.limitRule === 'through');
      else watch.quoteAfter(entry.activeMs);
      watch.quoteAfter(entry.order.deadlineMs - 1);
      if (manager.entry !== null) watch.stopBeforeFill(entry.order.side, manager.entry.plan.stopTicks);
      watch.everyEvent = this.#resting && this.#model.limitRule === 'queue';
    }
    if (this.#firstTarget !== null) watch.quoteAfter(this.#firstTarget.activeMs);
    if (this.#finalExit !== null) watch.quoteAfter(this.#finalExit.activeMs);
    const trade = manager.trade;
    if (trade === null || manager.exiting) return;
    watch.stop(trade.plan.side, trade.stopTicks);
    if (trade.plan.tp2Ticks !== NO_PRICE) watch.target(trade.plan.side, trade.plan.tp2Ticks);
    if (manager.firstTargetWaits) watch.target(trade.plan.side, trade.tp1Ticks);
  }

  snapshot(): SimulatedExchangeSnapshot {
    return {
      nowMs: this.#nowMs,
      random: this.#random.snapshot(),
      resting: this.#resting,
      queueAhead: Number.isNaN(this.#queueAhead) ? null : this.#queueAhead,
      entry: saveOrder(this.#entry),
      firstTarget: saveOrder(this.#firstTarget),
      finalExit: saveOrder(this.#finalExit),
      stop: saveOrder(this.#stop === null ? null : { order: this.#stop, activeMs: 0 }),
    };
  }

  restore(state: unknown): void {
    const saved = state as SimulatedExchangeSnapshot;
    const { random, resting, entry, firstTarget, finalExit, stop, ...numbers } = saved;
    checkState({ ...numbers, random }, { nowMs: 0, queueAhead: 0, random: this.#random.snapshot() }, WHAT);
    this.#nowMs = saved.nowMs;
    this.#random.restore(random);
    this.#resting = resting;
    this.#queueAhead = saved.queueAhead ?? Number.NaN;
    this.#entry = restoreOrder(entry);
    this.#firstTarget = restoreOrder(firstTarget);
    this.#finalExit = restoreOrder(finalExit);
    this.#stop = restoreOrder(stop)?.order ?? null;
    this.changed = true;
  }

  #connected(): PositionManager {
    invariant(this.#manager !== null, 'the simulated exchange has no manager');
    return this.#manager;
  }

  #place(order: PlaceOrder): void {
    if (order.type === 'stop') {
      this.#stop = order;
      return;
    }
    const latencyMs = this.#latency();
    // The remainder keeps its limit's submit time, but travels from the timeout on.
    const sentMs = order.attempt > 0 && latencyMs > 0 ? this.#nowMs : order.submitMs;
    const working = { order, activeMs: sentMs + latencyMs };
    if (order.leg === 'ENTRY') {
      this.#entry = working;
      this.#resting = false;
      this.#queueAhead = Number.NaN;
    } else if (order.leg === 'TP1') this.#firstTarget = working;
    else this.#finalExit = working;
  }

  #latency(): number {
    const { latencyMs, latencyJitterMs } = this.#model;
    if (latencyJitterMs === 0) return latencyMs;
    return Math.round(latencyMs + latencyJitterMs * this.#random.exponential());
  }

  #amendStop(orderId: number, lots: number, priceTicks: number): void {
    invariant(this.#stop !== null && this.#stop.orderId === orderId, 'amend of an unknown stop');
    this.#stop = { ...this.#stop, lots, priceTicks };
  }

  #cancel(orderId: number, timeMs: number): void {
    if (this.#stop?.orderId === orderId) this.#stop = null;
    else if (this.#firstTarget?.order.orderId === orderId) this.#firstTarget = null;
    else {
      invariant(this.#entry?.order.orderId === orderId, 'cancel of an unknown order');
      this.#entry = null;
      this.#connected().onEntryCancelled(timeMs);
    }
  }

  #fillExits(manager: PositionManager, timeMs: number, bidLots: number, askLots: number): void {
    const firstTarget = this.#firstTarget;
    if (firstTarget !== null && timeMs > firstTarget.activeMs) {
      this.#firstTarget = null;
      this.#fillMarket(manager, firstTarget.order, timeMs, bidLots, askLots);
    }
    const finalExit = this.#finalExit;
    if (finalExit !== null && timeMs > finalExit.activeMs) {
      this.#finalExit = null;
      this.#fillMarket(manager, finalExit.order, timeMs, bidLots, askLots);
    }
  }

  #workEntry(manager: PositionManager, timeMs: number, bidLots: number, askLots: number): void {
    if (this.#entry !== null && timeMs >= this.#entry.order.deadlineMs) manager.onEntryTimeout(timeMs);
    const entry = this.#entry;
    if (entry === null || timeMs <= entry.activeMs) return;
    const { order } = entry;
    if (order.type === 'market') {
      this.#entry = null;
      this.#fillMarket(manager, order, timeMs, bidLots, askLots);
      return;
    }
    const opposite = order.side > 0 ? manager.askTicks : manager.bidTicks;
    const oppositeLots = order.side > 0 ? askLots : bidLots;
    if (order.side * (order.priceTicks - opposite) >= 0) {
      this.#entry = null;
      if (this.#resting) this.#fillLimit(manager, order, timeMs, oppositeLots);
      else this.#report(manager, order, order.lots, opposite, 'taker', timeMs, 0, oppositeLots);
      return;
    }
    this.#resting = true;
    if (this.#model.limitRule === 'queue') this.#advanceQueue(manager, order, bidLots, askLots);
  }

  /** The queue ahead is what is displayed at our price once it is the best; it can only shrink. */
  #advanceQueue(manager: PositionManager, order: PlaceOrder, bidLots: number, askLots: number): void {
    const best = order.side > 0 ? manager.bidTicks : manager.askTicks;
    const displayed = order.side > 0 ? bidLots : askLots;
    if (best === order.priceTicks) {
      this.#queueAhead = Number.isNaN(this.#queueAhead) ? displayed : Math.min(this.#queueAhead, displayed);
    } else if (order.side * (order.priceTicks - best) > 0) this.#queueAhead = 0;
  }

  #printAtLimit(
    manager: PositionManager,
    entry: SentOrder,
    timeMs: number,
    priceTicks: number,
    lots: number,
  ): void {
    const { order } = entry;
    const beyond = order.side * (order.priceTicks - priceTicks);
    if (beyond < 0) return;
    if (beyond === 0 && !this.#touchFills(lots)) return;
    this.#entry = null;
    this.#fillLimit(manager, order, timeMs, Number.NaN);
  }

  #touchFills(lots: number): boolean {
    if (this.#model.limitRule === 'through') return false;
    if (this.#model.limitRule === 'touch') return true;
    const ahead = this.#queueAhead;
    this.#queueAhead = Math.max(0, ahead - lots);
    return lots > ahead;
  }

  #triggerByQuote(manager: PositionManager, timeMs: number): void {
    const exitQuote = manager.side > 0 ? manager.bidTicks : manager.askTicks;
    const stop = this.#stop;
    if (stop !== null && !manager.exiting && stop.side * (exitQuote - stop.priceTicks) >= 0) {
      this.#trigger(manager, stop, timeMs);
    }
    manager.watchTargets(exitQuote, timeMs);
  }

  #trigger(manager: PositionManager, stop: PlaceOrder, timeMs: number): void {
    this.#stop = null;
    this.#finalExit = {
      order: { ...stop, type: 'market', submitMs: timeMs },
      activeMs: timeMs + this.#latency(),
    };
    manager.onStopTriggered(timeMs);
  }

  #fillMarket(
    manager: PositionManager,
    order: PlaceOrder,
    timeMs: number,
    bidLots: number,
    askLots: number,
  ): void {
    const slippage = order.leg === 'ENTRY' ? this.#model.slippageTicksEntry : this.#model.slippageTicksExit;
    const price = order.side > 0 ? manager.askTicks + slippage : manager.bidTicks - slippage;
    const held = manager.trade === null ? 0 : manager.trade.lots;
    const lots = order.reduceOnly ? Math.min(order.lots, held) : order.lots;
    if (lots === 0) return;
    this.#report(manager, order, lots, price, 'taker', timeMs, slippage, order.side > 0 ? askLots : bidLots);
  }

  #fillLimit(manager: PositionManager, order: PlaceOrder, timeMs: number, displayedLots: number): void {
    this.#report(manager, order, order.lots, order.priceTicks, 'maker', timeMs, 0, displayedLots);
  }

  #report(
    manager: PositionManager,
    order: PlaceOrder,
    lots: number,
    priceTicks: number,
    liquidity: 'maker' | 'taker',
    timeMs: number,
    slippageTicks: number,
    displayedLots: number,
  ): void {
    invariant(priceTicks !== NO_PRICE && priceTicks > 0, 'an order has no price to fill at');
    const bps = liquidity === 'maker' ? this.#model.makerFeeBps : this.#model.takerFeeBps;
    const fee = tradingFee(priceTicks, lots, bps, this.#quotePerTickLot);
    const displayed = this.#sizesAreReal ? displayedLots : Number.NaN;
    const { orderId } = order;
    manager.onFill({
      orderId,
      lots,
      priceTicks,
      liquidity,
      timeMs,
      fee,
      slippageTicks,
      displayedLots: displayed,
    });
  }
}

const WHAT = 'the simulated exchange';

/** JSON knows no infinity: no deadline is null. */
function saveOrder(sent: SentOrder | null): SavedOrder | null {
  if (sent === null) return null;
  const { order, activeMs } = sent;
  const deadlineMs = order.deadlineMs === Number.POSITIVE_INFINITY ? null : order.deadlineMs;
  return { order: { ...order, deadlineMs }, activeMs };
}

function restoreOrder(saved: SavedOrder | null): SentOrder | null {
  if (saved === null) return null;
  const deadlineMs = saved.order.deadlineMs ?? Number.POSITIVE_INFINITY;
  return { order: { ...saved.order, deadlineMs }, activeMs: saved.activeMs };
}
