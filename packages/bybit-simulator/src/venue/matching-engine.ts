import type { Clock } from '@auction-trader/core';
import type { Account } from './account.ts';
import { Changes } from './changes.ts';
import {
  bandTicks,
  fillableLots,
  hasNothingToReduce,
  isCutShort,
  mustReduce,
  ordersAtQuote,
  ordersPassedBy,
  takeableLevels,
} from './fill-rules.ts';
import type { Identities } from './identities.ts';
import { type FillTerms, Ledger } from './ledger.ts';
import { marginState } from './margin.ts';
import type { MarketState } from './market-state.ts';
import { newOrder } from './new-order.ts';
import { isOpen, isPositionOrder, leftLots, type Order, type OrderTerms, type TriggerBy } from './order.ts';
import { OrdersAtWork } from './orders-at-work.ts';
import type { Position } from './position.ts';
import { isReached, reachedOrders, trail } from './triggers.ts';

/** What a {@link MatchingEngine} is made of. */
export interface EngineOptions {
  readonly clock: Clock;
  readonly identities: Identities;
  readonly accounts: readonly Account[];
  readonly matchingDelayMs: number;
  readonly fillBySize: boolean;
  readonly fillByTouch: boolean;
  /** Tells the account's streams. */
  readonly publish: (changes: Changes) => void;
}

/** What an amendment sets. */
export interface Amendment {
  readonly lots: number;
  readonly priceTicks: number;
  readonly triggerTicks: number;
  readonly protection: Order['protection'];
}

/**
 * Carries orders out against the markets as they are played.
 *
 * What is simplified: our orders neither move the market nor meet each other. A taker gets the best
 * opposite price for its whole size (with `fillBySize`: what stands in the made-up book). A resting
 * limit fills when a trade prints beyond its price (`fillByTouch`: at it) or the opposite quote
 * reaches it; nobody is ahead of it in the queue.
 */
export class MatchingEngine {
  readonly #options: EngineOptions;
  readonly #ledger: Ledger;
  readonly #accounts: ReadonlyMap<string, Account>;
  readonly #atWork = new Map<MarketState, OrdersAtWork>();
  #orders = 0;
  /** Set by the owner: protects a position when an order that asked for it has filled. */
  onProtectedFill: (changes: Changes, order: Order) => void = () => {};

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#ledger = new Ledger(options.identities);
    this.#accounts = new Map(options.accounts.map((account) => [account.name, account]));
  }

  /** Makes an order and lets it arrive after the matching delay. It is known by its link id at once. */
  submit(account: Account, market: MarketState, terms: OrderTerms, fault: Order['fault']): Order {
    const order = this.make(account, market, terms, fault);
    this.later(() => this.#arrive(order));
    return order;
  }

  /** Makes an order that is not at work yet. */
  make(
    account: Account,
    market: MarketState,
    terms: OrderTerms,
    fault: Order['fault'] = null,
    trailTicks = 0,
  ): Order {
    const { clock, identities } = this.#options;
    const place = {
      accountName: account.name,
      market,
      fault,
      trailTicks,
      id: identities.next(),
      number: this.#orders++,
      nowMs: clock.nowMs(),
    };
    const order = newOrder(terms, place);
    account.orders.set(order.id, order);
    if (order.linkId !== '') account.byLink.set(order.linkId, order);
    return order;
  }

  /** Cancels an order after the matching delay, if it is still there then. */
  requestCancel(order: Order, cancelType: string): void {
    this.later(() => {
      if (!isOpen(order)) return;
      const changes = this.#changesOf(order);
      this.cancel(changes, order, cancelType, 'EC_PerCancelRequest');
      this.publish(changes);
    });
  }

  /** Amends an order after the matching delay, if it is still there then. */
  requestAmend(order: Order, amendment: Amendment): void {
    this.later(() => {
      if (!isOpen(order)) return;
      const changes = this.#changesOf(order);
      this.#amend(changes, order, amendment);
      this.publish(changes);
    });
  }

  /** Calls back after the matching delay. */
  later(callback: () => void): void {
    this.#options.clock.after(this.#options.matchingDelayMs, callback);
  }

  /** An order begins to wait for its trigger; one that is reached already fires. */
  await(changes: Changes, order: Order): void {
    order.status = 'Untriggered';
    order.updatedMs = this.#nowMs;
    this.#atWorkIn(order.market).conditional.push(order);
    changes.note(order);
    if (isReached(order)) this.#trigger(changes, order);
  }

  /** Ends an order that has not filled completely. */
  cancel(changes: Changes, order: Order, cancelType: string, rejectReason: string): void {
    const waiting = order.status === 'Untriggered';
    order.cancelType = cancelType;
    order.rejectReason = rejectReason;
    this.#end(changes, order, waiting ? 'Deactivated' : 'Cancelled');
  }

  /** Fills a whole order at a price, whatever the market says. */
  fillAt(changes: Changes, order: Order, ticks: number, type: FillTerms['type']): void {
    this.#fill(changes, order, { lots: order.lots, ticks, isMaker: false, type });
    this.#end(changes, order, 'Filled');
    this.keepPositionOrders(changes);
  }

  /** Settles the funding of every position in a market. */
  settleFunding(market: MarketState): void {
    for (const account of this.#options.accounts) {
      if (account.position(market).lots === 0) continue;
      const changes = new Changes(account, market);
      this.#ledger.funding(changes, this.#nowMs);
      this.publish(changes);
    }
  }

  publish(changes: Changes): void {
    this.#options.publish(changes);
  }

  onQuote(market: MarketState): void {
    for (const order of ordersAtQuote(this.#atWorkIn(market).resting, market))
      this.#fillResting(order, order.side > 0 ? market.askLots : market.bidLots);
  }

  onTrade(market: MarketState, ticks: number, lots: number): void {
    const { resting, conditional } = this.#atWorkIn(market);
    const beyondTicks = this.#options.fillByTouch ? 0 : 1;
    for (const order of ordersPassedBy(resting, ticks, beyondTicks)) this.#fillResting(order, lots);
    trail(conditional, ticks);
    this.#checkTriggers(conditional, 'LastPrice');
  }

  onPrices(market: MarketState): void {
    const { conditional } = this.#atWorkIn(market);
    this.#checkTriggers(conditional, 'MarkPrice');
    this.#checkTriggers(conditional, 'IndexPrice');
  }

  /**
   * After a position has changed: its take-profits and stops keep its size, and go with it, as do
   * reduce-only orders in the book. A plain conditional order stays.
   */
  keepPositionOrders(changes: Changes): void {
    const { account, market } = changes;
    const position = account.position(market);
    for (const order of [...account.orders.values()]) {
      if (order.market !== market || !isOpen(order)) continue;
      const ofPosition = isPositionOrder(order);
      if (position.closable(order.side) === 0) {
        if (ofPosition) this.cancel(changes, order, 'CancelByTpSlTsClear', 'EC_NoError');
        else if (order.reduceOnly && order.status !== 'Untriggered' && order.status !== 'Triggered')
          this.cancel(changes, order, 'CancelByReduceOnly', 'EC_NoError');
      } else if (
        ofPosition &&
        order.status === 'Untriggered' &&
        isWhole(order) &&
        order.lots !== position.size
      ) {
        order.lots = position.size;
        order.updatedMs = this.#nowMs;
        changes.note(order);
      }
    }
  }

  #arrive(order: Order): void {
    const changes = this.#changesOf(order);
    if (order.fault?.reject !== undefined) {
      order.rejectReason = order.fault.reject;
      this.#end(changes, order, 'Rejected');
    } else if (order.triggerDirection !== 0) this.await(changes, order);
    else this.#activate(changes, order);
    this.publish(changes);
  }

  #activate(changes: Changes, order: Order): void {
    const { market, side } = order;
    order.updatedMs = this.#nowMs;
    if (hasNothingToReduce(order, positionOf(changes))) {
      this.cancel(changes, order, 'CancelByReduceOnly', 'EC_NoError');
      return;
    }
    if (order.status === 'Triggered' && !mustReduce(order) && marginState(changes.account).free < 0n) {
      this.cancel(changes, order, 'UNKNOWN', 'EC_Others');
      return;
    }
    if (order.type === 'Market') order.priceTicks = bandTicks(market, side);
    this.#take(changes, order);
    if (isOpen(order) || order.status === 'Created') this.#restOrEnd(changes, order);
  }

  /** Takes what the market has within the order's price. */
  #take(changes: Changes, order: Order): void {
    const levels = takeableLevels(order, this.#options.fillBySize);
    const wanted = fillableLots(order, positionOf(changes));
    const there = levels.reduce((sum, { lots }) => sum + lots, 0);
    if (order.timeInForce === 'PostOnly' && levels.length > 0) {
      this.cancel(changes, order, 'UNKNOWN', 'EC_PostOnlyWillTakeLiquidity');
      return;
    }
    if (order.timeInForce === 'FOK' && Math.min(there, wanted) < leftLots(order)) {
      this.cancel(changes, order, 'UNKNOWN', 'EC_CancelForNoFullFill');
      return;
    }
    let left = wanted;
    for (const { ticks, lots } of levels) {
      if (left === 0) break;
      const filled = Math.min(left, lots);
      this.#fill(changes, order, { lots: filled, ticks, isMaker: false, type: 'Trade' });
      left -= filled;
    }
    if (left < wanted) this.#afterFills(changes, order);
  }

  #restOrEnd(changes: Changes, order: Order): void {
    const { type, timeInForce } = order;
    if (hasNothingToReduce(order, positionOf(changes))) {
      this.cancel(changes, order, 'CancelByReduceOnly', 'EC_NoError');
      return;
    }
    if (
      type === 'Market' ||
      timeInForce === 'IOC' ||
      timeInForce === 'FOK' ||
      isCutShort(order, positionOf(changes))
    ) {
      this.cancel(changes, order, 'UNKNOWN', 'EC_NoImmediateQtyToFill');
      return;
    }
    order.status = order.filledLots > 0 ? 'PartiallyFilled' : 'New';
    this.#atWorkIn(order.market).resting.push(order);
    changes.note(order);
  }

  #fillResting(order: Order, thereLots: number): void {
    if (!isOpen(order)) return;
    const changes = this.#changesOf(order);
    const wanted = fillableLots(order, positionOf(changes));
    const lots = this.#options.fillBySize ? Math.min(wanted, thereLots) : wanted;
    if (lots > 0) {
      this.#fill(changes, order, { lots, ticks: order.priceTicks, isMaker: true, type: 'Trade' });
      this.#afterFills(changes, order);
    }
    if (isOpen(order)) {
      if (isCutShort(order, positionOf(changes)))
        this.cancel(changes, order, 'UNKNOWN', 'EC_NoImmediateQtyToFill');
      else {
        order.status = 'PartiallyFilled';
        changes.note(order);
      }
    }
    this.publish(changes);
  }

  #afterFills(changes: Changes, order: Order): void {
    if (leftLots(order) === 0) this.#end(changes, order, 'Filled');
    if (order.protection) this.onProtectedFill(changes, order);
    this.keepPositionOrders(changes);
  }

  #fill(changes: Changes, order: Order, terms: Omit<FillTerms, 'timeMs'>): void {
    this.#ledger.fill(changes, order, { ...terms, timeMs: this.#nowMs });
  }

  #amend(changes: Changes, order: Order, { lots, priceTicks, triggerTicks, protection }: Amendment): void {
    order.lots = Math.max(lots, order.filledLots);
    order.triggerTicks = triggerTicks;
    order.protection = protection;
    order.updatedMs = this.#nowMs;
    const moved = priceTicks !== order.priceTicks;
    order.priceTicks = priceTicks;
    if (leftLots(order) === 0) {
      this.cancel(changes, order, 'CancelByUser', 'EC_PerCancelRequest');
      return;
    }
    if (moved && (order.status === 'New' || order.status === 'PartiallyFilled')) {
      this.#atWorkIn(order.market).remove(order);
      this.#take(changes, order);
      if (isOpen(order)) this.#restOrEnd(changes, order);
      return;
    }
    changes.note(order);
    if (order.status === 'Untriggered' && isReached(order)) this.#trigger(changes, order);
  }

  #checkTriggers(conditional: readonly Order[], by: TriggerBy): void {
    for (const order of reachedOrders(conditional, by)) {
      // One that fired before it may have ended it.
      if (order.status !== 'Untriggered') continue;
      const changes = this.#changesOf(order);
      this.#trigger(changes, order);
      this.publish(changes);
    }
  }

  #trigger(changes: Changes, order: Order): void {
    this.#atWorkIn(order.market).remove(order);
    order.status = 'Triggered';
    order.updatedMs = this.#nowMs;
    changes.note(order);
    const { partner } = order;
    if (partner && isOpen(partner)) this.cancel(changes, partner, 'CancelByTpSlTsClear', 'EC_NoError');
    this.later(() => {
      if (order.status !== 'Triggered') return;
      const later = this.#changesOf(order);
      this.#activate(later, order);
      this.publish(later);
    });
  }

  #end(changes: Changes, order: Order, status: Order['status']): void {
    this.#atWorkIn(order.market).remove(order);
    order.status = status;
    order.updatedMs = this.#nowMs;
    changes.account.remember(order);
    changes.note(order);
    if (order.protection?.mode === 'Partial' && status === 'Cancelled' && order.filledLots > 0)
      this.onProtectedFill(changes, order);
  }

  #changesOf({ accountName, market }: Order): Changes {
    return new Changes(this.#accounts.get(accountName)!, market);
  }

  #atWorkIn(market: MarketState): OrdersAtWork {
    let orders = this.#atWork.get(market);
    if (!orders) {
      orders = new OrdersAtWork();
      this.#atWork.set(market, orders);
    }
    return orders;
  }

  get #nowMs(): number {
    return this.#options.clock.nowMs();
  }
}

/** Whether an order of the position covers all of it. */
function isWhole({ stopOrderType }: Order): boolean {
  return !stopOrderType.startsWith('Partial');
}

function positionOf({ account, market }: Changes): Position {
  return account.position(market);
}
