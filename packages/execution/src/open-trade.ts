import { LEGS, type Leg, NO_PRICE } from '@auction-trader/core';
import { timerStartMs } from '@auction-trader/risk';
import type { EntryPlan } from './entry-plan.ts';
import type { TradeRecord } from './records.ts';

/** The books of one position while it is open. Prices in ticks, money in quote currency. */
export class OpenTrade {
  readonly tradeId: number;
  readonly plan: EntryPlan;
  readonly openMs: number;
  readonly timerStartMs: number;
  /** Lots held now, and bought or sold in all by entries. */
  lots = 0;
  entryLots = 0;
  /** Lots held when TP1 triggered, NaN before. */
  lotsAtTp1 = Number.NaN;
  stopTicks: number;
  tp1Ticks: number;
  tp1Done = false;
  entryFees = 0;
  exitFees = 0;
  funding = 0;
  /** Funding paid per lot so far: what the remaining lots carry. */
  fundingPerLot = 0;
  grossPnl = 0;
  lastLeg: Leg | null = null;
  /** Size or price was taken from the venue after a mismatch: results are estimates. */
  adjusted = false;
  /** Sums of price times lots. */
  #entryTicksLots = 0;
  #exitTicksLots = 0;
  #exitLots = 0;
  readonly #quotePerTickLot: number;

  /**
   * @param openMs epoch ms of the first fill
   * @param quotePerTickLot quote currency value of one tick times one lot
   */
  constructor(tradeId: number, plan: EntryPlan, openMs: number, quotePerTickLot: number) {
    this.tradeId = tradeId;
    this.plan = plan;
    this.openMs = openMs;
    this.timerStartMs = timerStartMs(openMs);
    this.stopTicks = plan.stopTicks;
    this.tp1Ticks = plan.tp1Ticks;
    this.#quotePerTickLot = quotePerTickLot;
  }

  /** A position nobody here decided: it has no stop, no target, and leaves only by an operator. */
  get foreign(): boolean {
    return this.plan.stopTicks === NO_PRICE;
  }

  /** Volume-weighted entry price, may lie between ticks. */
  get entryTicks(): number {
    return this.#entryTicksLots / this.entryLots;
  }

  /** Entry fee carried by the lots still held. */
  get remainingEntryFee(): number {
    return (this.entryFees * this.lots) / this.entryLots;
  }

  /** Books an entry fill. */
  add(lots: number, priceTicks: number, fee: number): void {
    this.lots += lots;
    this.entryLots += lots;
    this.#entryTicksLots += lots * priceTicks;
    this.entryFees += fee;
  }

  /** Takes size (not smaller than now) and average entry price from the venue. */
  adopt(lots: number, entryTicks: number, fee: number): void {
    this.entryLots += lots - this.lots;
    this.lots = lots;
    this.#entryTicksLots = entryTicks * this.entryLots;
    this.entryFees += fee;
    this.adjusted = true;
  }

  /** Books an exit fill and returns its price difference times quantity. */
  takeOff(lots: number, priceTicks: number, fee: number, leg: Leg): number {
    const gross = this.grossOf(lots, priceTicks);
    this.lots -= lots;
    this.#exitLots += lots;
    this.#exitTicksLots += lots * priceTicks;
    this.exitFees += fee;
    this.grossPnl += gross;
    this.lastLeg = leg;
    return gross;
  }

  /** Price difference times quantity if `lots` left at a price. */
  grossOf(lots: number, priceTicks: number): number {
    const entry = (this.#entryTicksLots * lots) / this.entryLots;
    return this.plan.side * (priceTicks * lots - entry) * this.#quotePerTickLot;
  }

  /**
   * The trade as a record.
   *
   * @param closeMs time of the last exit fill, NaN while open
   */
  record(closeMs: number): TradeRecord {
    const { plan } = this;
    const open = Number.isNaN(closeMs);
    const stopDistance = this.foreign ? Number.NaN : Math.abs(plan.sizingEntryTicks - plan.stopTicks);
    const initialRisk = this.entryLots * stopDistance * this.#quotePerTickLot;
    const notional = this.entryLots * plan.sizingEntryTicks * this.#quotePerTickLot;
    const fees = this.entryFees + this.exitFees;
    const record: TradeRecord = {
      tradeId: this.tradeId,
      side: plan.side,
      setup: plan.setup,
      status: open ? 'OPEN' : this.lastLeg === 'STOP' ? 'STOPPED' : 'CLOSED',
      exitReason: open ? null : this.lastLeg,
      decisionMs: plan.decisionMs,
      decisionIndex: plan.decisionIndex,
      openMs: this.openMs,
      closeMs,
      timerStartMs: this.timerStartMs,
      lots: this.entryLots,
      lotsAtTp1: this.lotsAtTp1,
      entryTicks: this.entryTicks,
      exitTicks: open ? Number.NaN : this.#exitTicksLots / this.#exitLots,
      initialStopTicks: plan.stopTicks,
      finalStopTicks: this.stopTicks,
      tp1Ticks: this.entryLots === 1 ? NO_PRICE : this.tp1Ticks,
      tp2Ticks: plan.tp2Ticks,
      lockTicks: plan.softStopTicks,
      grossPnl: this.grossPnl,
      fees,
      funding: this.funding,
      netPnl: this.grossPnl - fees - this.funding,
      initialRisk,
      leverageUsed: notional / plan.margin,
      riskPctUsed: initialRisk / plan.margin,
      costRatio: plan.costRatio,
      maxFavourableTicks: Number.NaN,
      maxAdverseTicks: Number.NaN,
    };
    return this.adjusted ? { ...record, adjusted: true } : record;
  }

  /** Everything, as plain data. */
  state(): OpenTradeState {
    const [entryTicksLots, exitTicksLots, exitLots] = [
      this.#entryTicksLots,
      this.#exitTicksLots,
      this.#exitLots,
    ];
    const { tradeId, plan, openMs, lots, entryLots, stopTicks, tp1Ticks, tp1Done, entryFees, exitFees } =
      this;
    const { funding, fundingPerLot, grossPnl, lastLeg, adjusted } = this;
    return {
      tradeId,
      plan,
      openMs,
      lots,
      entryLots,
      lotsAtTp1: Number.isNaN(this.lotsAtTp1) ? null : this.lotsAtTp1,
      stopTicks,
      tp1Ticks,
      tp1Done,
      entryFees,
      exitFees,
      funding,
      fundingPerLot,
      grossPnl,
      lastLeg: lastLeg ?? '',
      adjusted,
      entryTicksLots,
      exitTicksLots,
      exitLots,
    };
  }

  /** The books that {@link state} was taken from. */
  static from(state: OpenTradeState, quotePerTickLot: number): OpenTrade {
    const trade = new OpenTrade(state.tradeId, state.plan, state.openMs, quotePerTickLot);
    const { lots, entryLots, stopTicks, tp1Ticks, tp1Done, entryFees, exitFees } = state;
    const { funding, fundingPerLot, grossPnl, adjusted } = state;
    Object.assign(trade, { lots, entryLots, stopTicks, tp1Ticks, tp1Done, entryFees, exitFees });
    Object.assign(trade, { funding, fundingPerLot, grossPnl, adjusted });
    trade.lotsAtTp1 = state.lotsAtTp1 ?? Number.NaN;
    trade.lastLeg = LEGS.find((leg) => leg === state.lastLeg) ?? null;
    trade.#entryTicksLots = state.entryTicksLots;
    trade.#exitTicksLots = state.exitTicksLots;
    trade.#exitLots = state.exitLots;
    return trade;
  }
}

/** An {@link OpenTrade} as plain JSON data; null stands for NaN, an empty leg for none. */
export interface OpenTradeState {
  readonly tradeId: number;
  readonly plan: EntryPlan;
  readonly openMs: number;
  readonly lots: number;
  readonly entryLots: number;
  readonly lotsAtTp1: number | null;
  readonly stopTicks: number;
  readonly tp1Ticks: number;
  readonly tp1Done: boolean;
  readonly entryFees: number;
  readonly exitFees: number;
  readonly funding: number;
  readonly fundingPerLot: number;
  readonly grossPnl: number;
  readonly lastLeg: string;
  readonly adjusted: boolean;
  readonly entryTicksLots: number;
  readonly exitTicksLots: number;
  readonly exitLots: number;
}
