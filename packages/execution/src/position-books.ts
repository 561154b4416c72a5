import { AuctionTraderError, DAY_MS, type Leg, NO_PRICE } from '@auction-trader/core';
import {
  fundingPayment,
  type RiskSettings,
  remainingNet,
  reservedMargin,
  rollDay,
  tradingFee,
} from '@auction-trader/risk';
import { type Account, newAccount } from './account.ts';
import type { EntryPlan } from './entry-plan.ts';
import type { ExecutionListener } from './execution-listener.ts';
import type { ExecutionProblem, ProblemKind } from './execution-problem.ts';
import { OpenTrade } from './open-trade.ts';
import type { FillReport } from './order-command.ts';
import type { TradeRecord } from './records.ts';
import type { WorkingOrder } from './working-order.ts';

/**
 * What one instrument's position manager holds and what that is worth at the newest quote: cash, the open
 * trade, the day's result. Orders are no part of it.
 */
export class PositionBooks {
  readonly account: Account;
  /** Newest quote, NO_PRICE before the first. */
  bidTicks: number = NO_PRICE;
  askTicks: number = NO_PRICE;
  /** The open position's books; null when flat. */
  trade: OpenTrade | null = null;
  /** Epoch ms of the last fill that made the position flat. */
  lastExitMs = Number.NEGATIVE_INFINITY;

  protected readonly risk: RiskSettings;
  protected readonly listener: ExecutionListener;
  /** Trades opened and fills recorded so far. */
  protected trades = 0;
  protected fills = 0;

  constructor(risk: RiskSettings, initialCapital: number, listener: ExecutionListener) {
    this.account = newAccount(initialCapital);
    this.risk = risk;
    this.listener = listener;
  }

  /** +1, -1, or 0 when flat. */
  get side(): number {
    return this.trade === null ? 0 : this.trade.plan.side;
  }

  /** Average entry price of the position; flat, the newest bid. What stands in for a price the venue does not tell. */
  get knownEntryTicks(): number {
    return this.trade === null ? this.bidTicks : this.trade.entryTicks;
  }

  /** Leverage that the account is meant to have at the venue. */
  get maxLeverage(): number {
    return this.risk.maxLeverage;
  }

  /** Result of closing the position at the newest quote of the exit side, net of the exit fee (9.7). */
  openResult(): number {
    const { trade } = this;
    if (trade === null) return 0;
    const mark = this.#exitQuote(trade);
    return trade.grossOf(trade.lots, mark) - this.takerFee(mark, trade.lots);
  }

  /** Cash plus the open result at the newest quote. */
  equity(): number {
    return this.account.cash + this.openResult();
  }

  /** The open position as a record, its remaining lots marked at the newest quote; null when flat. */
  openRecord(): TradeRecord | null {
    const { trade } = this;
    if (trade === null) return null;
    const mark = this.#exitQuote(trade);
    const record = trade.record(Number.NaN);
    const grossPnl = record.grossPnl + trade.grossOf(trade.lots, mark);
    const fees = record.fees + this.takerFee(mark, trade.lots);
    return { ...record, grossPnl, fees, netPnl: grossPnl - fees - record.funding };
  }

  /** Net result of the remaining lots if closed now (9.6), quote currency. */
  remainingNet(trade: OpenTrade): number {
    return remainingNet({
      side: trade.plan.side,
      lots: trade.lots,
      entryTicks: trade.entryTicks,
      exitQuoteTicks: this.#exitQuote(trade),
      entryFee: trade.remainingEntryFee,
      fundingPerLot: trade.fundingPerLot,
      takerFeeBps: this.risk.takerFeeBps,
      slippageTicksExit: this.risk.slippageTicksExit,
      quotePerTickLot: this.risk.quotePerTickLot,
    });
  }

  /** Pays or receives funding on the position held now. `mid2` is bid plus ask just before. */
  payFunding(mid2: number, rate: number, timeMs: number): void {
    const { trade } = this;
    if (trade === null) return;
    const amount = fundingPayment(trade.plan.side, trade.lots, mid2, rate, this.risk.quotePerTickLot);
    this.chargeFunding(amount, timeMs);
  }

  /** Funding the venue has charged (`amount` > 0) or paid. It may come after the position is gone. */
  chargeFunding(amount: number, timeMs: number): void {
    const { trade } = this;
    if (trade !== null) {
      trade.funding += amount;
      trade.fundingPerLot += amount / trade.lots;
    }
    this.account.cash -= amount;
    const lots = trade === null ? 0 : trade.lots;
    this.listener.onFunding({ tradeId: this.trades, timeMs, lots, amount });
  }

  /** Begins a new UTC day when `timeMs` lies in one: its result is measured from here (9.7). */
  rollDay(timeMs: number): void {
    if (timeMs < this.account.daily.dayStartMs + DAY_MS) return;
    rollDay(this.account.daily, timeMs, this.equity(), this.account.cash);
  }

  /** Tells the listener of a problem. */
  tell(kind: ProblemKind, text: string, timeMs: number, data: ExecutionProblem['data']): void {
    this.listener.onProblem?.({ kind, timeMs, text, data });
  }

  /** The open trade; a new one of `plan` when flat. */
  protected tradeOf(plan: EntryPlan, openMs: number): OpenTrade {
    this.trade ??= new OpenTrade(++this.trades, plan, openMs, this.risk.quotePerTickLot);
    return this.trade;
  }

  /** Counts a fill and tells the listener of it. Throws when it is not later than its decision (look-ahead). */
  protected recordFill(trade: OpenTrade, fill: FillReport, order: WorkingOrder, grossPnl: number): void {
    const { leg, side, submitMs, submitMid2 } = order;
    if (fill.timeMs <= submitMs) refuseLookAhead(leg, fill.timeMs, submitMs);
    this.fills++;
    if (this.listener.onFill === undefined) return;
    const record = {
      fillId: this.fills,
      tradeId: trade.tradeId,
      leg,
      side,
      lots: fill.lots,
      priceTicks: fill.priceTicks,
      orderType: order.type === 'limit' ? 'LMT' : 'MKT',
      liquidity: fill.liquidity,
      submitMs,
      fillMs: fill.timeMs,
      fee: fill.fee,
      slippageTicks: fill.slippageTicks,
      submitMid2,
      fillMid2: this.mid2(),
      displayedLots: fill.displayedLots,
      grossPnl,
    } as const;
    this.listener.onFill(record, fill);
  }

  /** What the open position reserves. */
  protected reservedMargin(): number {
    const { trade } = this;
    return trade === null ? 0 : reservedMargin(trade.entryTicks, trade.lots, this.risk);
  }

  /** Quote of the exit side, the entry price before any quote; on the grid. */
  protected bestKnownTicks(trade: OpenTrade): number {
    return Math.round(this.#exitQuote(trade));
  }

  protected takerFee(priceTicks: number, lots: number): number {
    return tradingFee(priceTicks, lots, this.risk.takerFeeBps, this.risk.quotePerTickLot);
  }

  /** Sum of bid and ask; NaN before the first quote. */
  protected mid2(): number {
    return this.bidTicks === NO_PRICE ? Number.NaN : this.bidTicks + this.askTicks;
  }

  /** Quote of the exit side, the average entry price before any quote: a position found then has no result yet. */
  #exitQuote(trade: OpenTrade): number {
    const quote = trade.plan.side > 0 ? this.bidTicks : this.askTicks;
    return quote === NO_PRICE ? trade.entryTicks : quote;
  }
}

function refuseLookAhead(leg: Leg, fillMs: number, submitMs: number): never {
  throw new AuctionTraderError(`the ${leg} fill at ${fillMs} is not later than its decision at ${submitMs}`, {
    code: 'LOOK_AHEAD',
    hint: 'This is a fault of the program or of the venue; no result of this run can be trusted.',
  });
}
