import { AuctionTraderError, invariant, type Leg, NO_PRICE } from '@auction-trader/core';
import {
  breakEvenStopTicks,
  dailyLossReached,
  firstTargetLots,
  fundingPayment,
  isTradableSize,
  leverageCapLots,
  type RiskSettings,
  remainingNet,
  reservedMargin,
  riskLots,
  sizeEntry,
  timeStopDue,
  tradingFee,
} from '@auction-trader/risk';
import { type Account, newAccount } from './account.ts';
import type { EntryPlan } from './entry-plan.ts';
import type { EntryDrop, ExecutionListener } from './execution-listener.ts';
import type { ExecutionSettings } from './execution-settings.ts';
import { OpenTrade } from './open-trade.ts';
import type { FillReport, OrderPort } from './order-command.ts';

/**
 * Orders and position of one instrument: a state machine from decisions, execution reports,
 * quotes and clock to order commands (trading rules 8.7, 9.2 to 9.7). It has no clock, I/O
 * or venue of its own; at most one entry, one protective stop, one TP1 exit and one final
 * exit are at work at a time.
 *
 * The driver keeps `bidTicks` and `askTicks` at the newest valid quote before every call.
 */
export class PositionManager {
  readonly account: Account;
  /** Newest quote, NO_PRICE before the first. */
  bidTicks: number = NO_PRICE;
  askTicks: number = NO_PRICE;
  /** Whether gates WARMUP to OBSERVE allow an entry at this moment (re-check of 9.2.3). */
  entriesAllowed = true;
  /** The open position's books; null when flat. */
  trade: OpenTrade | null = null;
  /** The entry at work, or null. */
  entryPlan: EntryPlan | null = null;
  entryOrderId = 0;
  entryFilledLots = 0;
  /** Epoch ms from which a working limit entry no longer fills; Infinity for market entries. */
  entryDeadlineMs = Number.POSITIVE_INFINITY;
  /** Order ids of exits in flight and of the protective stop, 0 for none. */
  tp1OrderId = 0;
  finalOrderId = 0;
  stopOrderId = 0;
  /** Epoch ms of the last fill that made the position flat. */
  lastExitMs = Number.NEGATIVE_INFINITY;

  readonly #execution: ExecutionSettings;
  readonly #risk: RiskSettings;
  readonly #port: OrderPort;
  readonly #listener: ExecutionListener;
  #orders = 0;
  #trades = 0;
  #fills = 0;
  #orderWantedLots = 0;
  #orderFilledLots = 0;
  #entrySubmitMs = 0;
  #entryMid2 = Number.NaN;
  #entryTimedOut = false;
  #entryIsLimit = false;
  #tp1Lots = 0;
  #tp1SubmitMs = 0;
  #tp1Mid2 = Number.NaN;
  #finalLeg: Leg = 'STOP';
  #finalSubmitMs = 0;
  #finalMid2 = Number.NaN;
  #flipPlan: EntryPlan | null = null;

  constructor(
    execution: ExecutionSettings,
    risk: RiskSettings,
    initialCapital: number,
    port: OrderPort,
    listener: ExecutionListener,
  ) {
    this.account = newAccount(initialCapital);
    this.#execution = execution;
    this.#risk = risk;
    this.#port = port;
    this.#listener = listener;
  }

  /** Whether an entry or exit order is in flight (gate PENDING_ORDER). */
  get orderInFlight(): boolean {
    return this.entryOrderId !== 0 || this.tp1OrderId !== 0 || this.finalOrderId !== 0;
  }

  /** Whether anything can happen on a tick: a position or an order exists. */
  get active(): boolean {
    return this.trade !== null || this.entryOrderId !== 0;
  }

  /** +1, -1, or 0 when flat. */
  get side(): number {
    return this.trade === null ? 0 : this.trade.plan.side;
  }

  /** Result of closing the position at a quote of the exit side, net of the exit fee (9.7). */
  openResult(bidTicks: number, askTicks: number): number {
    const trade = this.trade;
    if (trade === null) return 0;
    const { side } = trade.plan;
    const mark = side > 0 ? bidTicks : askTicks;
    return this.#grossOf(trade, mark, trade.lots) - this.#takerFee(mark, trade.lots);
  }

  /** Cash plus the open result at the newest quote. */
  equity(): number {
    return this.account.cash + this.openResult(this.bidTicks, this.askTicks);
  }

  /** Submits an entry for a flat account. `timeMs` is the decision time. */
  enter(plan: EntryPlan, timeMs: number): void {
    invariant(this.trade === null && this.entryOrderId === 0, 'enter() needs a flat account');
    this.#submitEntry(plan, timeMs);
  }

  /** Closes the position at market and opens `plan` once it is flat (8.7 rows 14 and 15). */
  flip(plan: EntryPlan, timeMs: number): void {
    invariant(this.trade !== null, 'flip() needs a position');
    this.exitAtMarket('FLIP', timeMs);
    this.#flipPlan = plan;
  }

  /** Leaves the position at market, reduce-only; a working entry rest is taken back. */
  exitAtMarket(leg: Leg, timeMs: number): void {
    const trade = this.trade;
    invariant(trade !== null && this.finalOrderId === 0, 'exitAtMarket() needs a position not yet exiting');
    this.#dropEntry('CANCELLED', timeMs);
    this.finalOrderId = ++this.#orders;
    this.#finalLeg = leg;
    this.#finalSubmitMs = timeMs;
    this.#finalMid2 = this.#mid2();
    const lots = trade.lots - (this.tp1OrderId === 0 ? 0 : this.#tp1Lots);
    this.#placeExit(this.finalOrderId, leg, lots, timeMs);
  }

  /** The protective stop was triggered: its market order is on its way (venue side). */
  onStopTriggered(timeMs: number): void {
    invariant(this.stopOrderId !== 0 && this.finalOrderId === 0, 'no stop to trigger');
    this.#dropEntry('CANCELLED', timeMs);
    this.finalOrderId = this.stopOrderId;
    this.stopOrderId = 0;
    this.#finalLeg = 'STOP';
    this.#finalSubmitMs = timeMs;
    this.#finalMid2 = this.#mid2();
  }

  /** Tests the targets against the newest quote (after any stop was tested). */
  watchTargets(timeMs: number): void {
    const trade = this.trade;
    if (trade === null || this.finalOrderId !== 0) return;
    const { side, tp2Ticks } = trade.plan;
    const exitQuote = side > 0 ? this.bidTicks : this.askTicks;
    if (this.firstTargetWaits && side * (exitQuote - trade.tp1Ticks) >= 0) this.#takeFirstTarget(trade, timeMs);
    if (side * (exitQuote - tp2Ticks) >= 0) this.exitAtMarket('TP2', timeMs);
  }

  /** Whether TP1 may still trigger. */
  get firstTargetWaits(): boolean {
    const trade = this.trade;
    return (
      trade !== null &&
      trade.tp1Ticks !== NO_PRICE &&
      !trade.tp1Done &&
      this.tp1OrderId === 0 &&
      firstTargetLots(trade.lots, this.#execution.tp1BasisPoints) > 0
    );
  }

  /** A print at or beyond the stop before any fill takes the entry back (8.7 row 10). */
  watchPrintBeforeFill(priceTicks: number, timeMs: number): void {
    const plan = this.entryPlan;
    if (plan === null || this.trade !== null || this.entryFilledLots > 0) return;
    if (plan.side * (priceTicks - plan.stopTicks) <= 0) this.#dropEntry('STOP_FIRST', timeMs);
  }

  /** The limit's time is up: cancel it and, once that is confirmed, re-check and go to market. */
  onEntryTimeout(timeMs: number): void {
    invariant(this.entryOrderId !== 0 && timeMs >= this.entryDeadlineMs, 'the entry has not timed out');
    this.#entryTimedOut = true;
    this.#port.send({ kind: 'cancel', orderId: this.entryOrderId, timeMs });
  }

  /** The venue confirmed that an entry order is no longer working. */
  onEntryCancelled(timeMs: number): void {
    const timedOut = this.#entryTimedOut;
    const plan = this.entryPlan;
    invariant(plan !== null, 'no entry to cancel');
    this.#clearEntry();
    if (!timedOut) return;
    const rest = this.#recheckedLots(plan);
    if (rest === 0) this.#listener.onEntryDropped('RECHECK', timeMs);
    else this.#submitRemainder(plan, rest, timeMs);
  }

  /** The venue refused an entry order. */
  onEntryRejected(timeMs: number): void {
    this.#clearEntry();
    this.#listener.onEntryDropped('REJECTED', timeMs);
  }

  /** Takes up an execution. Throws when it is not later than its decision (look-ahead). */
  onFill(fill: FillReport): void {
    if (fill.orderId === this.entryOrderId) this.#entryFilled(fill);
    else if (fill.orderId === this.tp1OrderId) this.#firstTargetFilled(fill);
    else if (fill.orderId === this.finalOrderId) this.#exitFilled(fill, this.#finalLeg, this.#finalSubmitMs, this.#finalMid2);
    else throw new AuctionTraderError(`fill of unknown order ${fill.orderId}`, { code: 'UNKNOWN_ORDER', exitCode: 3 });
  }

  /** Pays or receives funding on the position held now. `mid2` is bid plus ask just before. */
  payFunding(mid2: number, rate: number, timeMs: number): void {
    const trade = this.trade;
    if (trade === null) return;
    const amount = fundingPayment(trade.plan.side, trade.lots, mid2, rate, this.#risk.quotePerTickLot);
    trade.funding += amount;
    trade.fundingPerLot += amount / trade.lots;
    this.account.cash -= amount;
    this.#listener.onFunding({ tradeId: trade.tradeId, timeMs, lots: trade.lots, amount });
  }

  /** New UTC day: the day's result is measured from here and the kill switch is released. */
  rollDay(): void {
    this.account.dayBaseEquity = this.equity();
    this.account.dayBaseCash = this.account.cash;
    this.account.killed = false;
  }

  /** Trips the kill switch when the day's loss has reached the limit (9.7). */
  testDailyLoss(timeMs: number): void {
    const { account } = this;
    if (this.#risk.maxDailyLoss === null || account.killed) return;
    const result =
      this.#risk.killSwitchBasis === 'total'
        ? this.equity() - account.dayBaseEquity
        : account.cash - account.dayBaseCash;
    if (!dailyLossReached(result, this.#risk.maxDailyLoss)) return;
    account.killed = true;
    this.#flipPlan = null;
    this.#listener.onKillSwitch(timeMs, result);
    this.#dropEntry('CANCELLED', timeMs);
    if (this.#execution.killSwitchFlatten && this.trade !== null && this.finalOrderId === 0) {
      this.exitAtMarket('KILL', timeMs);
    }
  }

  /** Whether a minute close at `closeTicks` is at or inside a breakout's lock (9.4). */
  softStopReached(closeTicks: number): boolean {
    const trade = this.trade;
    if (trade === null || this.finalOrderId !== 0 || trade.plan.softStopTicks === NO_PRICE) return false;
    return trade.plan.side * (closeTicks - trade.plan.softStopTicks) <= 0;
  }

  /** Whether the time stop takes the position out at `decisionMs` (9.6). */
  timeStopReached(decisionMs: number): boolean {
    const trade = this.trade;
    if (trade === null || this.finalOrderId !== 0) return false;
    if (!timeStopDue(decisionMs, trade.timerStartMs, this.#execution.maxHoldMs)) return false;
    return !this.#execution.extendIfProfitable || this.remainingNet(trade) <= 0;
  }

  /** Net result of the remaining lots if closed now (9.6), quote currency. */
  remainingNet(trade: OpenTrade): number {
    const { side } = trade.plan;
    return remainingNet({
      side,
      lots: trade.lots,
      entryTicks: trade.entryTicks,
      exitQuoteTicks: side > 0 ? this.bidTicks : this.askTicks,
      entryFee: trade.remainingEntryFee,
      fundingPerLot: trade.fundingPerLot,
      takerFeeBps: this.#risk.takerFeeBps,
      slippageTicksExit: this.#risk.slippageTicksExit,
      quotePerTickLot: this.#risk.quotePerTickLot,
    });
  }

  /** Moves the stop toward profit; a looser price is ignored. */
  tightenStop(stopTicks: number, timeMs: number): void {
    const trade = this.trade;
    if (trade === null || trade.plan.side * (stopTicks - trade.stopTicks) <= 0) return;
    trade.stopTicks = stopTicks;
    this.#coverWithStop(trade, timeMs);
  }

  #submitEntry(plan: EntryPlan, timeMs: number): void {
    const limit = this.#execution.useLimitForEntry;
    this.#entryIsLimit = limit;
    this.entryPlan = plan;
    this.entryFilledLots = 0;
    this.entryDeadlineMs = limit ? timeMs + this.#execution.limitTimeoutMs : Number.POSITIVE_INFINITY;
    this.#placeEntry(plan, plan.lots, 0, timeMs);
    this.#listener.onEntrySubmitted(plan.side, timeMs);
  }

  /** The rest goes to market under the entry's first submit time: this very quote may fill it. */
  #submitRemainder(plan: EntryPlan, lots: number, timeMs: number): void {
    const expected = this.#expectedMarketTicks(plan.side);
    const pastTp1 = plan.tp1Ticks !== NO_PRICE && plan.side * (expected - plan.tp1Ticks) >= 0;
    this.#entryIsLimit = false;
    this.entryPlan = pastTp1 ? { ...plan, tp1Ticks: NO_PRICE } : plan;
    if (pastTp1 && this.trade !== null) this.trade.tp1Ticks = NO_PRICE;
    this.entryDeadlineMs = Number.POSITIVE_INFINITY;
    invariant(timeMs > this.#entrySubmitMs, 'a remainder follows its limit');
    this.#placeEntry(this.entryPlan, lots, 1, this.#entrySubmitMs);
  }

  #placeEntry(plan: EntryPlan, lots: number, attempt: number, submitMs: number): void {
    this.entryOrderId = ++this.#orders;
    this.#orderWantedLots = lots;
    this.#orderFilledLots = 0;
    this.#entrySubmitMs = submitMs;
    this.#entryMid2 = this.#mid2();
    this.#entryTimedOut = false;
    this.#port.send({
      kind: 'place',
      orderId: this.entryOrderId,
      leg: 'ENTRY',
      attempt,
      type: this.#entryIsLimit ? 'limit' : 'market',
      side: plan.side,
      lots,
      priceTicks: this.#entryIsLimit ? plan.limitTicks : NO_PRICE,
      reduceOnly: false,
      submitMs,
      deadlineMs: this.entryDeadlineMs,
    });
  }

  /** Lots the market leg may still buy after an entry timeout; 0 when the re-check fails (9.2.3). */
  #recheckedLots(plan: EntryPlan): number {
    const { side, stopTicks, tp2Ticks } = plan;
    if (!this.entriesAllowed || this.account.killed) return 0;
    const expected = this.#expectedMarketTicks(side);
    if (side * (expected - stopTicks) < this.#execution.minStopTicks) return 0;
    if (side * (tp2Ticks - expected) < 1) return 0;
    const filled = this.entryFilledLots;
    const byRisk = riskLots(plan.margin, Math.abs(expected - stopTicks), this.#risk) - filled;
    const cap = leverageCapLots(this.#availableMargin(), expected, this.#risk);
    const lots = Math.min(plan.lots - filled, byRisk, cap);
    return isTradableSize(lots, expected, this.#risk) ? lots : 0;
  }

  #entryFilled(fill: FillReport): void {
    const plan = this.entryPlan;
    invariant(plan !== null, 'an entry fill needs its plan');
    this.trade ??= new OpenTrade(++this.#trades, plan, fill.timeMs);
    const { trade } = this;
    trade.lots += fill.lots;
    trade.entryLots += fill.lots;
    trade.entryTicksLots += fill.lots * fill.priceTicks;
    trade.entryFees += fill.fee;
    this.account.cash -= fill.fee;
    this.entryFilledLots += fill.lots;
    this.#orderFilledLots += fill.lots;
    const type = this.#entryIsLimit ? 'LMT' : 'MKT';
    this.#recordFill(trade, fill, 'ENTRY', plan.side, type, this.#entrySubmitMs, this.#entryMid2, 0);
    if (this.#orderFilledLots >= this.#orderWantedLots) this.#clearEntry();
    this.#coverWithStop(trade, fill.timeMs);
    this.testDailyLoss(fill.timeMs);
  }

  #firstTargetFilled(fill: FillReport): void {
    const trade = this.trade;
    invariant(trade !== null, 'TP1 needs a position');
    trade.tp1Done = true;
    this.tp1OrderId = 0;
    if (this.#execution.moveStopToBreakeven) {
      const { plan, entryTicks, stopTicks } = trade;
      const offset = this.#execution.breakevenOffsetTicks;
      trade.stopTicks = breakEvenStopTicks(entryTicks, plan.side, offset, stopTicks);
    }
    this.#exitFilled(fill, 'TP1', this.#tp1SubmitMs, this.#tp1Mid2);
  }

  #exitFilled(fill: FillReport, leg: Leg, submitMs: number, mid2: number): void {
    const trade = this.trade;
    invariant(trade !== null && fill.lots <= trade.lots, 'an exit fill is larger than the position');
    const gross = this.#grossOf(trade, fill.priceTicks, fill.lots);
    trade.lots -= fill.lots;
    trade.exitLots += fill.lots;
    trade.exitTicksLots += fill.lots * fill.priceTicks;
    trade.exitFees += fill.fee;
    trade.grossPnl += gross;
    trade.lastLeg = leg;
    this.account.cash += gross - fill.fee;
    this.#recordFill(trade, fill, leg, -trade.plan.side, 'MKT', submitMs, mid2, gross);
    if (trade.lots > 0) {
      if (this.finalOrderId === 0) this.#coverWithStop(trade, fill.timeMs);
      this.testDailyLoss(fill.timeMs);
      return;
    }
    this.#closeTrade(trade, fill.timeMs);
    this.testDailyLoss(fill.timeMs);
    this.#openFlip(fill.timeMs);
  }

  #closeTrade(trade: OpenTrade, timeMs: number): void {
    this.#dropEntry('CANCELLED', timeMs);
    if (this.stopOrderId !== 0) this.#port.send({ kind: 'cancel', orderId: this.stopOrderId, timeMs });
    this.stopOrderId = 0;
    this.tp1OrderId = 0;
    this.finalOrderId = 0;
    this.trade = null;
    this.lastExitMs = timeMs;
    this.#listener.onTradeClosed(trade.record(timeMs, this.#risk.quotePerTickLot));
  }

  /** Second leg of a flip: sized again from the margin after the first (8.7 row 15). */
  #openFlip(timeMs: number): void {
    const plan = this.#flipPlan;
    if (plan === null) return;
    this.#flipPlan = null;
    const limit = this.#execution.useLimitForEntry;
    const entry = limit ? plan.limitTicks : this.#expectedMarketTicks(plan.side);
    const margin = this.#availableMargin();
    const size = sizeEntry(margin, entry, plan.stopTicks, this.#risk);
    if (size.lots === 0) {
      this.#listener.onEntryDropped('FLIP_SIZE', timeMs);
      return;
    }
    if (size.capped) this.#listener.onLeverageCap(timeMs, size.lots);
    const resized = { ...plan, lots: size.lots, margin, sizingEntryTicks: entry };
    this.#submitEntry(resized, timeMs);
  }

  #takeFirstTarget(trade: OpenTrade, timeMs: number): void {
    this.#dropEntry('CANCELLED', timeMs);
    this.tp1OrderId = ++this.#orders;
    this.#tp1Lots = firstTargetLots(trade.lots, this.#execution.tp1BasisPoints);
    this.#tp1SubmitMs = timeMs;
    this.#tp1Mid2 = this.#mid2();
    trade.lotsAtTp1 = trade.lots;
    this.#placeExit(this.tp1OrderId, 'TP1', this.#tp1Lots, timeMs);
  }

  #placeExit(orderId: number, leg: Leg, lots: number, timeMs: number): void {
    this.#port.send({
      kind: 'place',
      orderId,
      leg,
      attempt: 0,
      type: 'market',
      side: -this.side,
      lots,
      priceTicks: NO_PRICE,
      reduceOnly: true,
      submitMs: timeMs,
      deadlineMs: Number.POSITIVE_INFINITY,
    });
  }

  /** Makes the protective stop cover exactly the position, placing it when there is none. */
  #coverWithStop(trade: OpenTrade, timeMs: number): void {
    const { lots, stopTicks } = trade;
    if (this.stopOrderId !== 0) {
      this.#port.send({ kind: 'amend', orderId: this.stopOrderId, lots, priceTicks: stopTicks, timeMs });
      return;
    }
    if (this.finalOrderId !== 0) return;
    this.stopOrderId = ++this.#orders;
    this.#port.send({
      kind: 'place',
      orderId: this.stopOrderId,
      leg: 'STOP',
      attempt: 0,
      type: 'stop',
      side: -trade.plan.side,
      lots,
      priceTicks: stopTicks,
      reduceOnly: true,
      submitMs: timeMs,
      deadlineMs: Number.POSITIVE_INFINITY,
    });
  }

  #dropEntry(why: EntryDrop, timeMs: number): void {
    if (this.entryOrderId === 0) return;
    this.#entryTimedOut = false;
    this.#listener.onEntryDropped(why, timeMs);
    this.#port.send({ kind: 'cancel', orderId: this.entryOrderId, timeMs });
  }

  #clearEntry(): void {
    this.entryPlan = null;
    this.entryOrderId = 0;
    this.entryDeadlineMs = Number.POSITIVE_INFINITY;
    this.#entryTimedOut = false;
  }

  #recordFill(
    trade: OpenTrade,
    fill: FillReport,
    leg: Leg,
    side: number,
    orderType: 'MKT' | 'LMT',
    submitMs: number,
    submitMid2: number,
    grossPnl: number,
  ): void {
    invariant(fill.timeMs > submitMs, `fill at ${fill.timeMs} is not later than its decision at ${submitMs}`);
    this.#listener.onFill({
      fillId: ++this.#fills,
      tradeId: trade.tradeId,
      leg,
      side,
      lots: fill.lots,
      priceTicks: fill.priceTicks,
      orderType,
      liquidity: fill.liquidity,
      submitMs,
      fillMs: fill.timeMs,
      fee: fill.fee,
      slippageTicks: fill.slippageTicks,
      submitMid2,
      displayedLots: fill.displayedLots,
      grossPnl,
    });
  }

  /** Equity less what open positions and orders reserve. */
  #availableMargin(): number {
    const trade = this.trade;
    const reserved = trade === null ? 0 : reservedMargin(trade.entryTicks, trade.lots, this.#risk);
    return this.equity() - reserved;
  }

  #expectedMarketTicks(side: number): number {
    const slip = this.#execution.slippageTicksEntry;
    return side > 0 ? this.askTicks + slip : this.bidTicks - slip;
  }

  #grossOf(trade: OpenTrade, priceTicks: number, lots: number): number {
    const entry = (trade.entryTicksLots * lots) / trade.entryLots;
    return trade.plan.side * (priceTicks * lots - entry) * this.#risk.quotePerTickLot;
  }

  #takerFee(priceTicks: number, lots: number): number {
    return tradingFee(priceTicks, lots, this.#risk.takerFeeBps, this.#risk.quotePerTickLot);
  }

  #mid2(): number {
    return this.bidTicks === NO_PRICE ? Number.NaN : this.bidTicks + this.askTicks;
  }
}
