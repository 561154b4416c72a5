import type { Changes } from './changes.ts';
import type { MatchingEngine } from './matching-engine.ts';
import {
  isOpen,
  type Order,
  type OrderTerms,
  type ProtectionPrices,
  type StopOrderType,
  type TriggerBy,
} from './order.ts';

/** Names of a take-profit or stop, by what it covers. */
const LEGS = {
  takeProfit: { Full: 'TakeProfit', Partial: 'PartialTakeProfit', direction: 1 },
  stopLoss: { Full: 'StopLoss', Partial: 'PartialStopLoss', direction: -1 },
} as const;
type Leg = keyof typeof LEGS;

/** Take-profit and stop orders of positions. */
export class Protection {
  readonly #engine: MatchingEngine;
  /** Orders whose wish has been carried out: what was set later stays. */
  readonly #applied = new WeakSet<Order>();

  constructor(engine: MatchingEngine) {
    this.#engine = engine;
  }

  /**
   * What an order asked for: for the whole position at its first fill, for a part of it once the order
   * is done.
   */
  afterFill(changes: Changes, order: Order): void {
    const { protection, filledLots, status, reduceOnly } = order;
    if (!protection || reduceOnly || this.#applied.has(order)) return;
    const done = status === 'Filled' || status === 'Cancelled';
    if (protection.mode === 'Partial' && !done) return;
    this.#applied.add(order);
    if (protection.mode === 'Partial') {
      this.add(changes, protection, filledLots, filledLots);
      return;
    }
    if (protection.takeProfitTicks > 0)
      this.set(changes, 'takeProfit', protection.takeProfitTicks, protection.takeProfitBy);
    if (protection.stopLossTicks > 0)
      this.set(changes, 'stopLoss', protection.stopLossTicks, protection.stopLossBy);
  }

  /** Sets, moves or (with 0) removes what covers the whole position. */
  set(changes: Changes, leg: Leg, ticks: number, by: TriggerBy): void {
    const position = changes.account.position(changes.market);
    const held = position[leg];
    if (position.lots === 0) return;
    if (held && isOpen(held) && held.side === -position.side) {
      const same = held.triggerTicks === ticks && held.triggerBy === by;
      if (same) return;
      this.#engine.cancel(changes, held, 'CancelByTpSlTsClear', 'EC_NoError');
    }
    position[leg] = null;
    if (ticks === 0) return;
    const { direction, Full } = LEGS[leg];
    const terms = closingTerms(position.side, position.size, { stopOrderType: Full, direction, ticks, by });
    position[leg] = this.#engine.make(changes.account, changes.market, terms);
    this.#engine.await(changes, position[leg]);
  }

  /** Sets or (with 0) removes the stop that follows the last price. */
  setTrailing(changes: Changes, trailTicks: number): void {
    const { account, market } = changes;
    const position = account.position(market);
    if (position.lots === 0) return;
    if (position.trailingStop && isOpen(position.trailingStop))
      this.#engine.cancel(changes, position.trailingStop, 'CancelByTpSlTsClear', 'EC_NoError');
    position.trailingStop = null;
    if (trailTicks === 0) return;
    const ticks = market.lastOrMarkTicks - position.side * trailTicks;
    const stop = { stopOrderType: 'TrailingStop', direction: -1, ticks, by: 'LastPrice' } as const;
    const terms = closingTerms(position.side, position.size, stop);
    position.trailingStop = this.#engine.make(account, market, terms, null, trailTicks);
    this.#engine.await(changes, position.trailingStop);
  }

  /** Adds orders that cover a part of the position; of two added together one ends the other. */
  add(changes: Changes, prices: ProtectionPrices, takeProfitLots: number, stopLossLots: number): void {
    const profit = this.#addLeg(changes, 'takeProfit', takeProfitLots, {
      ticks: prices.takeProfitTicks,
      by: prices.takeProfitBy,
      limitTicks: prices.takeProfitLimitTicks,
    });
    const stop = this.#addLeg(changes, 'stopLoss', stopLossLots, {
      ticks: prices.stopLossTicks,
      by: prices.stopLossBy,
      limitTicks: prices.stopLossLimitTicks,
    });
    if (!profit || !stop) return;
    profit.partner = stop;
    stop.partner = profit;
  }

  #addLeg(
    changes: Changes,
    leg: Leg,
    lots: number,
    at: { ticks: number; by: TriggerBy; limitTicks: number },
  ): Order | null {
    const { account, market } = changes;
    const { side } = account.position(market);
    if (at.ticks === 0 || lots === 0 || side === 0) return null;
    const { direction, Partial } = LEGS[leg];
    const terms = closingTerms(side, lots, { ...at, stopOrderType: Partial, direction });
    const order = this.#engine.make(account, market, terms);
    this.#engine.await(changes, order);
    return order;
  }
}

/** An order that closes a position of `side` when the price has moved by `direction` times that side. */
function closingTerms(
  side: number,
  lots: number,
  stop: {
    stopOrderType: StopOrderType;
    direction: number;
    ticks: number;
    by: TriggerBy;
    limitTicks?: number;
  },
): OrderTerms {
  const { limitTicks = 0 } = stop;
  return {
    linkId: '',
    side: -side,
    type: limitTicks > 0 ? 'Limit' : 'Market',
    timeInForce: limitTicks > 0 ? 'GTC' : 'IOC',
    lots,
    priceTicks: limitTicks,
    reduceOnly: true,
    closeOnTrigger: true,
    triggerTicks: stop.ticks,
    triggerDirection: side * stop.direction > 0 ? 1 : 2,
    triggerBy: stop.by,
    stopOrderType: stop.stopOrderType,
    createType: `CreateBy${stop.stopOrderType}`,
    protection: null,
  };
}
