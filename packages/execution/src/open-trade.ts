import { type Leg, NO_PRICE } from '@auction-trader/core';
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
    const stopDistance = Math.abs(plan.sizingEntryTicks - plan.stopTicks);
    const initialRisk = this.entryLots * stopDistance * this.#quotePerTickLot;
    const notional = this.entryLots * plan.sizingEntryTicks * this.#quotePerTickLot;
    const fees = this.entryFees + this.exitFees;
    return {
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
  }
}
