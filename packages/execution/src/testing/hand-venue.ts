import { configSchema, defineInstrument, NO_PRICE } from '@auction-trader/core';
import { riskSettings } from '@auction-trader/risk';
import type { EntryPlan } from '../entry-plan.ts';
import { executionSettings } from '../execution-settings.ts';
import type { OrderCommand, PlaceOrder } from '../order-command.ts';
import { PositionManager } from '../position-manager.ts';
import type { FillRecord, FundingRecord, TradeRecord } from '../records.ts';

/** The instrument of the specification's vectors: tick 0.1, lot 0.001. */
const BTC = defineInstrument({
  venue: 'bybit',
  symbol: 'BTCUSDT',
  tickSize: '0.1',
  lotSize: '0.001',
  minNotional: 5,
});

/** A price as ticks of 0.1. */
export const ticks = (price: number) => Math.round(price * 10);

/** A long of 100 lots at 50,000.0, stop 49,900.0, TP2 51,000.0, with changes. */
export function entryPlan(changes: Partial<EntryPlan> = {}): EntryPlan {
  return {
    side: 1,
    setup: 'test',
    limitTicks: ticks(50_000),
    stopTicks: ticks(49_900),
    tp1Ticks: NO_PRICE,
    tp2Ticks: ticks(51_000),
    softStopTicks: NO_PRICE,
    lots: 100,
    sizingEntryTicks: ticks(50_000),
    margin: 10_000,
    costRatio: 0.1,
    decisionMs: 0,
    decisionIndex: 0,
    ...changes,
  };
}

/**
 * A position manager with a venue played by the test: commands are noted, and nothing
 * happens until the test reports it.
 */
export class HandVenue {
  readonly commands: OrderCommand[] = [];
  /** Notes of what the listener heard. */
  readonly heard: string[] = [];
  readonly fills: FillRecord[] = [];
  readonly funding: FundingRecord[] = [];
  readonly trades: TradeRecord[] = [];
  readonly manager: PositionManager;

  /** @param sections configuration that differs from the defaults */
  constructor(sections: object = {}) {
    const config = configSchema.parse(sections);
    const { heard } = this;
    this.manager = new PositionManager(
      executionSettings(config),
      riskSettings(config, BTC),
      config.backtest.initial_capital,
      { send: (command) => this.commands.push(command) },
      {
        onEntrySubmitted: (side, timeMs) => heard.push(`submitted ${side} at ${timeMs}`),
        onEntryDropped: (why, timeMs) => heard.push(`dropped ${why} at ${timeMs}`),
        onFill: (fill) => this.fills.push(fill),
        onFunding: (payment) => this.funding.push(payment),
        onTradeClosed: (trade) => this.trades.push(trade),
        onKillSwitch: (timeMs, dailyPnl) => heard.push(`killed at ${timeMs} with ${dailyPnl}`),
        onLeverageCap: (timeMs, lots) => heard.push(`capped to ${lots} at ${timeMs}`),
      },
    );
    this.quote(50_000);
  }

  /** The newest quote: a bid, and the ask one tick above it. */
  quote(bid: number): void {
    this.manager.bidTicks = ticks(bid);
    this.manager.askTicks = ticks(bid) + 1;
  }

  /** The newest order placed for a leg. */
  placed(leg: PlaceOrder['leg']): PlaceOrder {
    const order = this.commands.findLast((one) => one.kind === 'place' && one.leg === leg);
    if (order === undefined) throw new Error(`no ${leg} order was placed`);
    return order as PlaceOrder;
  }

  /** What was commanded, shortly; clears it. */
  said(): string[] {
    return this.commands.splice(0).map((command) => {
      if (command.kind === 'cancel') return `cancel ${command.orderId}`;
      const { orderId, lots, priceTicks } = command;
      const price = priceTicks === NO_PRICE ? '' : ` @${priceTicks / 10}`;
      if (command.kind === 'amend') return `amend ${orderId}: ${lots}${price}`;
      const { leg, type, side, reduceOnly } = command;
      return `${orderId}: ${side > 0 ? 'buy' : 'sell'} ${lots} ${type}${price} ${leg}${reduceOnly ? ' reduce' : ''}`;
    });
  }

  /** Reports an execution of an order. */
  fill(orderId: number, lots: number, price: number, timeMs: number, fee = 0): void {
    this.manager.onFill({
      orderId,
      lots,
      priceTicks: ticks(price),
      liquidity: 'taker',
      timeMs,
      fee,
      slippageTicks: 0,
      displayedLots: Number.NaN,
    });
  }

  /** A position of the plan, filled whole at its limit at +10 ms. Commands are cleared. */
  open(changes: Partial<EntryPlan> = {}, fee = 0): this {
    const plan = entryPlan(changes);
    this.manager.enter(plan, 0);
    this.fill(this.placed('ENTRY').orderId, plan.lots, plan.limitTicks / 10, 10, fee);
    this.commands.length = 0;
    return this;
  }
}
