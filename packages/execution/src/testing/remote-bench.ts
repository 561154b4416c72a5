import { configSchema, defineInstrument, NO_PRICE } from '@auction-trader/core';
import { riskSettings } from '@auction-trader/risk';
import type { EntryPlan } from '../entry-plan.ts';
import type { ExecutionProblem } from '../execution-problem.ts';
import { executionSettings } from '../execution-settings.ts';
import type { OrderCommand, PlaceOrder } from '../order-command.ts';
import { orderLinkId } from '../order-link-id.ts';
import type { OrderReport, RejectReason } from '../order-report.ts';
import { PositionManager } from '../position-manager.ts';
import type { Reconciliation } from '../reconcile.ts';
import type { FillRecord, FundingRecord, TradeRecord } from '../records.ts';
import { RemoteExchange } from '../remote-exchange.ts';
import type { VenueOrder, VenueTruth } from '../venue.ts';
import { entryPlan, ticks } from './hand-venue.ts';

/** The instrument of the specification's vectors: tick 0.1, lot 0.001. */
const BTC = defineInstrument({
  venue: 'bybit',
  symbol: 'BTCUSDT',
  tickSize: '0.1',
  lotSize: '0.001',
  minNotional: 5,
});

export const OWNER = { mode: 'live', instance: 'test1' };

/** Position manager and remote exchange, with a venue whose every word the test says. */
export class RemoteBench {
  readonly heard: string[] = [];
  readonly problems: ExecutionProblem[] = [];
  readonly fills: FillRecord[] = [];
  /** Of each of {@link fills}. */
  readonly executionIds: (string | undefined)[] = [];
  readonly funding: FundingRecord[] = [];
  readonly trades: TradeRecord[] = [];
  readonly manager: PositionManager;
  readonly exchange = new RemoteExchange(OWNER);
  /** Every order ever placed, and the commands not yet looked at. */
  readonly placed = new Map<number, PlaceOrder>();
  readonly commands: OrderCommand[] = [];
  nowMs = 0;
  #executions = 0;

  /** @param sections configuration that differs from the defaults */
  constructor(sections: object = {}) {
    const config = configSchema.parse(sections);
    const { heard } = this;
    this.manager = new PositionManager(
      executionSettings(config),
      riskSettings(config, BTC),
      config.backtest.initial_capital,
      this.exchange,
      {
        onEntrySubmitted: (side, timeMs) => heard.push(`submitted ${side} at ${timeMs}`),
        onEntryDropped: (why, timeMs) => heard.push(`dropped ${why} at ${timeMs}`),
        onFill: (fill, { executionId }) => {
          this.fills.push(fill);
          this.executionIds.push(executionId);
        },
        onFunding: (payment) => this.funding.push(payment),
        onTradeClosed: (trade) => this.trades.push(trade),
        onKillSwitch: (timeMs, dailyPnl) => heard.push(`killed at ${timeMs} with ${dailyPnl}`),
        onLeverageCap: (timeMs, lots) => heard.push(`capped to ${lots} at ${timeMs}`),
        onProblem: (problem) => this.problems.push(problem),
      },
    );
    this.exchange.connect(this.manager);
    this.quote(50_000);
  }

  /** The newest quote: a bid, and the ask one tick above it. */
  quote(bid: number): void {
    this.exchange.processQuote(this.nowMs, ticks(bid), ticks(bid) + 1, 10, 10);
  }

  print(price: number): void {
    this.exchange.processPrint(this.nowMs, ticks(price), 1);
  }

  /** Time passes. */
  at(nowMs: number): this {
    this.nowMs = nowMs;
    this.exchange.onTime(nowMs);
    return this;
  }

  enter(changes: Partial<EntryPlan> = {}): void {
    this.manager.enter(entryPlan(changes), this.nowMs);
  }

  /** A position of the plan, filled whole at its limit, its stop confirmed. */
  open(changes: Partial<EntryPlan> = {}): this {
    const plan = entryPlan(changes);
    this.manager.enter(plan, this.nowMs);
    this.said();
    const entryId = this.placedLast().orderId;
    this.at(this.nowMs + 10).accept(entryId);
    this.fill(entryId, plan.lots, plan.limitTicks / 10);
    this.said();
    this.accept(this.manager.stopOrderId);
    return this;
  }

  placedLast(): PlaceOrder {
    return [...this.placed.values()].at(-1)!;
  }

  /** What was commanded since, shortly. */
  said(): string[] {
    const commands = this.exchange.takeCommands();
    this.commands.push(...commands);
    for (const command of commands) if (command.kind === 'place') this.placed.set(command.orderId, command);
    return commands.map(describe);
  }

  report(report: OrderReport): void {
    this.exchange.apply(report, this.nowMs);
  }

  accept(orderId: number): void {
    this.report({ kind: 'accepted', orderId, timeMs: this.nowMs });
  }

  reject(orderId: number, why: RejectReason = 'other'): void {
    this.report({ kind: 'rejected', orderId, timeMs: this.nowMs, why, code: '1' });
  }

  cancelled(orderId: number, leftLots: number): void {
    this.report({ kind: 'cancelled', orderId, timeMs: this.nowMs, leftLots, code: 'c' });
  }

  triggered(orderId: number): void {
    this.report({ kind: 'triggered', orderId, timeMs: this.nowMs });
  }

  refuseAmend(orderId: number, why: RejectReason = 'other'): void {
    this.report({ kind: 'amend-refused', orderId, timeMs: this.nowMs, why, code: '1' });
  }

  fill(orderId: number, lots: number, price: number, executionId = `x${++this.#executions}`): void {
    const fill = { orderId, lots, priceTicks: ticks(price), liquidity: 'taker', fee: 0 } as const;
    const rest = { timeMs: this.nowMs, slippageTicks: 0, displayedLots: Number.NaN };
    this.report({ kind: 'fill', executionId, fill: { ...fill, ...rest } });
  }

  linkId(orderId: number): string {
    return orderLinkId(OWNER, this.placed.get(orderId)!);
  }

  /** An order as the venue shows it. */
  order(orderId: number, changes: Partial<VenueOrder> = {}): VenueOrder {
    const { type, side, lots, priceTicks, reduceOnly } = this.placed.get(orderId)!;
    const linkId = this.linkId(orderId);
    const shown = { type, side, leftLots: lots, priceTicks, reduceOnly };
    return { linkId, venueOrderId: `v${orderId}`, ...shown, ...changes };
  }

  /** Reads the venue and does what is asked for. */
  read(truth: Partial<VenueTruth>): Reconciliation {
    const whole = { ...FLAT, readMs: this.nowMs, ...truth };
    const found = this.exchange.compare(whole, this.nowMs);
    if (found.verdict !== 'mismatch') return found;
    this.manager.halted = true;
    this.exchange.repair(found, whole, this.nowMs);
    return found;
  }
}

/** A venue that holds nothing. */
export const FLAT: VenueTruth = {
  readMs: 0,
  side: 0,
  lots: 0,
  entryTicks: Number.NaN,
  orders: [],
  leverage: 10,
  availableMargin: 10_000,
  equity: 10_000,
};

function describe(command: OrderCommand): string {
  if (command.kind === 'cancel') return `cancel ${command.linkId ?? command.orderId}`;
  const { orderId, lots, priceTicks } = command;
  const price = priceTicks === NO_PRICE ? '' : ` @${priceTicks / 10}`;
  if (command.kind === 'amend') return `amend ${orderId}: ${lots}${price}`;
  const { leg, type, side, attempt, reduceOnly } = command;
  const again = attempt === 0 ? '' : ` #${attempt}`;
  return `${orderId}: ${side > 0 ? 'buy' : 'sell'} ${lots} ${type}${price} ${leg}${again}${reduceOnly ? ' reduce' : ''}`;
}
