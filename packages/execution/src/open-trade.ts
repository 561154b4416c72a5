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
  /** Sum of price times lots of entries and of exits. */
  entryTicksLots = 0;
  exitTicksLots = 0;
  exitLots = 0;
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

  constructor(tradeId: number, plan: EntryPlan, openMs: number) {
    this.tradeId = tradeId;
    this.plan = plan;
    this.openMs = openMs;
    this.timerStartMs = timerStartMs(openMs);
    this.stopTicks = plan.stopTicks;
    this.tp1Ticks = plan.tp1Ticks;
  }

  /** Volume-weighted entry price, may lie between ticks. */
  get entryTicks(): number {
    return this.entryTicksLots / this.entryLots;
  }

  /** Entry fee carried by the lots still held. */
  get remainingEntryFee(): number {
    return (this.entryFees * this.lots) / this.entryLots;
  }

  /**
   * The trade as a record.
   *
   * @param closeMs time of the last exit fill, NaN while open
   * @param quotePerTickLot quote currency value of one tick times one lot
   */
  record(closeMs: number, quotePerTickLot: number): TradeRecord {
    const { plan } = this;
    const open = Number.isNaN(closeMs);
    const stopDistance = Math.abs(plan.sizingEntryTicks - plan.stopTicks);
    const initialRisk = this.entryLots * stopDistance * quotePerTickLot;
    const notional = this.entryLots * plan.sizingEntryTicks * quotePerTickLot;
    const noFirstTarget = this.entryLots === 1 ? NO_PRICE : this.tp1Ticks;
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
      exitTicks: open ? Number.NaN : this.exitTicksLots / this.exitLots,
      initialStopTicks: plan.stopTicks,
      finalStopTicks: this.stopTicks,
      tp1Ticks: noFirstTarget,
      tp2Ticks: plan.tp2Ticks,
      lockTicks: plan.softStopTicks,
      grossPnl: this.grossPnl,
      fees: this.entryFees + this.exitFees,
      funding: this.funding,
      netPnl: this.grossPnl - this.entryFees - this.exitFees - this.funding,
      initialRisk,
      leverageUsed: notional / plan.margin,
      riskPctUsed: initialRisk / plan.margin,
      costRatio: plan.costRatio,
      maxFavourableTicks: Number.NaN,
      maxAdverseTicks: Number.NaN,
    };
  }
}
