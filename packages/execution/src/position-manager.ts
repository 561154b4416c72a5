import { AuctionTraderError, DAY_MS, invariant, type Leg, NO_PRICE } from '@auction-trader/core';
import {
  breakEvenStopTicks,
  dailyPnl,
  firstTargetLots,
  fundingPayment,
  type RiskSettings,
  remainingNet,
  reservedMargin,
  rollDay,
  sizeEntry,
  testDailyLoss,
  timeStopDue,
  tradingFee,
} from '@auction-trader/risk';
import { type Account, newAccount } from './account.ts';
import type { EntryPlan } from './entry-plan.ts';
import { planAtMarket, recheckedLots } from './entry-recheck.ts';
import type { EntryDrop, ExecutionListener } from './execution-listener.ts';
import type { ExecutionSettings } from './execution-settings.ts';
import { OpenTrade } from './open-trade.ts';
import type { FillReport, OrderPort } from './order-command.ts';
import type { TradeRecord } from './records.ts';
import type { WorkingEntry, WorkingOrder } from './working-order.ts';

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
  /** Whether gates WARMUP to OBSERVE allow an entry at this moment (re-check of 9.2 rule 3). */
  entriesAllowed = true;
  /** Venue and books differ: no target is taken until the operator resolves it. Stops and exits under way go on. */
  halted = false;
  /** The open position's books; null when flat. */
  trade: OpenTrade | null = null;
  /** Orders in flight, null for none. The final exit is whatever takes the whole position off. */
  entry: WorkingEntry | null = null;
  firstTarget: WorkingOrder | null = null;
  finalExit: WorkingOrder | null = null;
  /** Id of the protective stop while it waits at the venue, 0 for none. */
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
  /** What to open once the position is flat. */
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
    return this.entry !== null || this.firstTarget !== null || this.finalExit !== null;
  }

  /** Whether anything can happen on a tick: a position or an order exists. */
  get active(): boolean {
    return this.trade !== null || this.entry !== null;
  }

  /** +1, -1, or 0 when flat. */
  get side(): number {
    return this.trade === null ? 0 : this.trade.plan.side;
  }

  /** Whether the whole position is on its way out. */
  get exiting(): boolean {
    return this.finalExit !== null;
  }

  /** Whether TP1 may still trigger. */
  get firstTargetWaits(): boolean {
    const { trade } = this;
    if (trade === null || trade.tp1Ticks === NO_PRICE || trade.tp1Done || this.firstTarget !== null)
      return false;
    return firstTargetLots(trade.lots, this.#execution.tp1BasisPoints) > 0;
  }

  /** Result of closing the position at the newest quote of the exit side, net of the exit fee (9.7). */
  openResult(): number {
    const { trade } = this;
    if (trade === null) return 0;
    const mark = this.#exitQuote(trade);
    return trade.grossOf(trade.lots, mark) - this.#takerFee(mark, trade.lots);
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
    const fees = record.fees + this.#takerFee(mark, trade.lots);
    return { ...record, grossPnl, fees, netPnl: grossPnl - fees - record.funding };
  }

  /** Submits an entry for a flat account. `timeMs` is the decision time. */
  enter(plan: EntryPlan, timeMs: number): void {
    invariant(!this.active, 'enter() needs a flat account');
    this.#submitEntry(plan, timeMs);
  }

  /** Closes the position at market and opens `plan` once it is flat (8.7 rows 14 and 15). */
  flip(plan: EntryPlan, timeMs: number): void {
    this.exitAtMarket('FLIP', timeMs);
    this.#flipPlan = plan;
  }

  /** Leaves the position at market, reduce-only; a working entry rest is taken back. */
  exitAtMarket(leg: Leg, timeMs: number): void {
    const { trade } = this;
    invariant(trade !== null && this.finalExit === null, 'exitAtMarket() needs a position not yet exiting');
    this.#dropEntry('CANCELLED', timeMs);
    const lots = trade.lots - (this.firstTarget === null ? 0 : this.firstTarget.leftLots);
    this.finalExit = this.#placeExit(leg, lots, timeMs);
  }

  /** Operator: leaves the position at market, whatever the state; entries are taken back. Harmless when flat or exiting. */
  flatten(timeMs: number): void {
    this.cancelEntries(timeMs);
    if (this.trade !== null && this.finalExit === null) this.exitAtMarket('MANUAL', timeMs);
  }

  /** Takes working entries back, the second leg of a flip included (shutdown, halt, operator). */
  cancelEntries(timeMs: number): void {
    this.#flipPlan = null;
    this.#dropEntry('CANCELLED', timeMs);
  }

  /** The protective stop was triggered: its market order is on its way (venue side). */
  onStopTriggered(timeMs: number): void {
    const { trade } = this;
    invariant(trade !== null && this.stopOrderId !== 0 && this.finalExit === null, 'no stop to trigger');
    this.#dropEntry('CANCELLED', timeMs);
    this.finalExit = {
      orderId: this.stopOrderId,
      leg: 'STOP',
      type: 'market',
      side: -trade.plan.side,
      leftLots: trade.lots,
      submitMs: timeMs,
      submitMid2: this.#mid2(),
    };
    this.stopOrderId = 0;
  }

  /** Tests the targets against a price at which the position could leave (after any stop was tested). */
  watchTargets(exitTicks: number, timeMs: number): void {
    const { trade } = this;
    if (trade === null || this.finalExit !== null || this.halted) return;
    const { side, tp2Ticks } = trade.plan;
    if (this.firstTargetWaits && side * (exitTicks - trade.tp1Ticks) >= 0)
      this.#takeFirstTarget(trade, timeMs);
    if (tp2Ticks !== NO_PRICE && side * (exitTicks - tp2Ticks) >= 0) this.exitAtMarket('TP2', timeMs);
  }

  /** A print at or beyond the stop before any fill takes the entry back (8.7 row 10). */
  watchPrintBeforeFill(priceTicks: number, timeMs: number): void {
    if (this.entry === null || this.trade !== null) return;
    const { side, stopTicks } = this.entry.plan;
    if (side * (priceTicks - stopTicks) <= 0) this.#dropEntry('STOP_FIRST', timeMs);
  }

  /** The limit's time is up: cancel it and, once that is confirmed, re-check and go to market. */
  onEntryTimeout(timeMs: number): void {
    const { entry } = this;
    invariant(entry !== null && timeMs >= entry.deadlineMs, 'the entry has not timed out');
    if (entry.cancelling !== 'no') return;
    entry.cancelling = 'then-market';
    this.#port.send({ kind: 'cancel', orderId: entry.orderId, timeMs });
  }

  /** The venue confirmed that an entry order is no longer working. */
  onEntryCancelled(timeMs: number): void {
    const { entry } = this;
    invariant(entry !== null, 'no entry to cancel');
    this.entry = null;
    if (entry.cancelling === 'no') this.#listener.onEntryDropped('CANCELLED', timeMs);
    if (entry.cancelling === 'then-market') this.#goToMarket(entry, timeMs);
  }

  /** The venue refused an entry order. */
  onEntryRejected(timeMs: number): void {
    this.entry = null;
    this.#listener.onEntryDropped('REJECTED', timeMs);
  }

  /** Takes up an execution. Throws when it is not later than its decision (look-ahead). */
  onFill(fill: FillReport): void {
    // A live minute closes a little after its end: a fill may be the first event of a day.
    this.rollDay(fill.timeMs);
    const { entry, firstTarget, finalExit } = this;
    if (entry !== null && fill.orderId === entry.orderId) this.#entryFilled(fill, entry);
    else if (firstTarget !== null && fill.orderId === firstTarget.orderId)
      this.#exitFilled(fill, firstTarget);
    else if (finalExit !== null && fill.orderId === finalExit.orderId) this.#exitFilled(fill, finalExit);
    else throw new AuctionTraderError(`fill of unknown order ${fill.orderId}`, { code: 'UNKNOWN_ORDER' });
  }

  /** Pays or receives funding on the position held now. `mid2` is bid plus ask just before. */
  payFunding(mid2: number, rate: number, timeMs: number): void {
    const { trade } = this;
    if (trade === null) return;
    const amount = fundingPayment(trade.plan.side, trade.lots, mid2, rate, this.#risk.quotePerTickLot);
    trade.funding += amount;
    trade.fundingPerLot += amount / trade.lots;
    this.account.cash -= amount;
    this.#listener.onFunding({ tradeId: trade.tradeId, timeMs, lots: trade.lots, amount });
  }

  /** Funding the venue has charged (`amount` > 0) or paid. It may come after the position is gone. */
  chargeFunding(amount: number, timeMs: number): void {
    const { trade } = this;
    this.account.cash -= amount;
    if (trade !== null) {
      trade.funding += amount;
      trade.fundingPerLot += amount / trade.lots;
    }
    const lots = trade === null ? 0 : trade.lots;
    this.#listener.onFunding({ tradeId: this.#trades, timeMs, lots, amount });
  }

  /** Begins a new UTC day when `timeMs` lies in one: its result is measured from here (9.7). */
  rollDay(timeMs: number): void {
    if (timeMs < this.account.daily.dayStartMs + DAY_MS) return;
    rollDay(this.account.daily, timeMs, this.equity(), this.account.cash);
  }

  /** Trips the kill switch when the day's loss has reached the limit (9.7). */
  testDailyLoss(timeMs: number): void {
    if (this.#risk.maxDailyLoss === null) return;
    const { daily, cash } = this.account;
    const equity = this.equity();
    if (testDailyLoss(daily, equity, cash, this.#risk)) {
      this.#flipPlan = null;
      this.#listener.onKillSwitch(timeMs, dailyPnl(daily, equity, cash, this.#risk));
      this.#dropEntry('CANCELLED', timeMs);
    }
    if (!daily.tripped || !this.#execution.killSwitchFlatten) return;
    if (this.trade !== null && this.finalExit === null) this.exitAtMarket('KILL', timeMs);
  }

  /** Whether a minute close at `closeTicks` is at or inside a breakout's lock (9.4). */
  softStopReached(closeTicks: number): boolean {
    const { trade } = this;
    if (trade === null || trade.plan.softStopTicks === NO_PRICE) return false;
    return trade.plan.side * (closeTicks - trade.plan.softStopTicks) <= 0;
  }

  /** Whether the time stop takes the position out at `decisionMs` (9.6). */
  timeStopReached(decisionMs: number): boolean {
    const { trade } = this;
    if (trade === null || !timeStopDue(decisionMs, trade.timerStartMs, this.#execution.maxHoldMs))
      return false;
    return !this.#execution.extendIfProfitable || this.remainingNet(trade) <= 0;
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
      takerFeeBps: this.#risk.takerFeeBps,
      slippageTicksExit: this.#risk.slippageTicksExit,
      quotePerTickLot: this.#risk.quotePerTickLot,
    });
  }

  /** Moves the stop toward profit; a looser price is ignored. */
  tightenStop(stopTicks: number, timeMs: number): void {
    const { trade } = this;
    if (trade === null || this.finalExit !== null) return;
    if (trade.plan.side * (stopTicks - trade.stopTicks) <= 0) return;
    trade.stopTicks = stopTicks;
    this.#coverWithStop(trade, timeMs);
  }

  #submitEntry(plan: EntryPlan, timeMs: number): void {
    const limit = this.#execution.useLimitForEntry;
    const deadlineMs = limit ? timeMs + this.#execution.limitTimeoutMs : Number.POSITIVE_INFINITY;
    this.#placeEntry(plan, plan.lots, 0, timeMs, deadlineMs);
    this.#listener.onEntrySubmitted(plan.side, timeMs);
  }

  /** After the limit's timeout: the rest goes to market if the re-check passes (9.2 rule 3). */
  #goToMarket(entry: WorkingEntry, timeMs: number): void {
    const { plan, filledLots, submitMs } = entry;
    const expected = this.#expectedMarketTicks(plan.side);
    const allowed = this.entriesAllowed && !this.account.daily.tripped;
    const lots = allowed ? recheckedLots(plan, expected, filledLots, this.#availableMargin(), this.#risk) : 0;
    if (lots === 0) {
      this.#listener.onEntryDropped('RECHECK', timeMs);
      return;
    }
    const atMarket = planAtMarket(plan, expected);
    if (this.trade !== null) this.trade.tp1Ticks = atMarket.tp1Ticks;
    // Under the limit's submit time, so that this very quote may fill it.
    this.#placeEntry(atMarket, lots, filledLots, submitMs, Number.POSITIVE_INFINITY);
  }

  #placeEntry(plan: EntryPlan, lots: number, filledLots: number, submitMs: number, deadlineMs: number): void {
    const limit = deadlineMs < Number.POSITIVE_INFINITY;
    const type = limit ? 'limit' : 'market';
    const attempt = limit || !this.#execution.useLimitForEntry ? 0 : 1;
    const orderId = ++this.#orders;
    const { side } = plan;
    this.entry = {
      orderId,
      leg: 'ENTRY',
      type,
      side,
      leftLots: lots,
      submitMs,
      submitMid2: this.#mid2(),
      plan,
      deadlineMs,
      filledLots,
      cancelling: 'no',
    };
    const priceTicks = limit ? plan.limitTicks : NO_PRICE;
    const order = {
      orderId,
      leg: 'ENTRY',
      attempt,
      type,
      side,
      lots,
      priceTicks,
      submitMs,
      deadlineMs,
    } as const;
    this.#port.send({ kind: 'place', ...order, reduceOnly: false });
  }

  #entryFilled(fill: FillReport, entry: WorkingEntry): void {
    const { plan } = entry;
    this.trade ??= new OpenTrade(++this.#trades, plan, fill.timeMs, this.#risk.quotePerTickLot);
    const { trade } = this;
    trade.add(fill.lots, fill.priceTicks, fill.fee);
    this.account.cash -= fill.fee;
    entry.filledLots += fill.lots;
    entry.leftLots -= fill.lots;
    this.#recordFill(trade, fill, entry, 0);
    if (entry.leftLots <= 0) this.entry = null;
    this.#coverWithStop(trade, fill.timeMs);
    this.testDailyLoss(fill.timeMs);
  }

  #exitFilled(fill: FillReport, order: WorkingOrder): void {
    const { trade } = this;
    invariant(trade !== null && fill.lots <= trade.lots, 'an exit fill is larger than the position');
    const gross = trade.takeOff(fill.lots, fill.priceTicks, fill.fee, order.leg);
    this.account.cash += gross - fill.fee;
    order.leftLots -= fill.lots;
    this.#recordFill(trade, fill, order, gross);
    if (order === this.firstTarget && order.leftLots <= 0) this.#firstTargetDone(trade);
    if (trade.lots === 0) {
      this.#closeTrade(trade, fill.timeMs);
      this.testDailyLoss(fill.timeMs);
      this.#openFlip(fill.timeMs);
      return;
    }
    this.#coverWithStop(trade, fill.timeMs);
    this.#exitRest(trade, fill.timeMs);
    this.testDailyLoss(fill.timeMs);
  }

  #firstTargetDone(trade: OpenTrade): void {
    trade.tp1Done = true;
    this.firstTarget = null;
    if (!this.#execution.moveStopToBreakeven) return;
    const { plan, entryTicks, stopTicks } = trade;
    trade.stopTicks = breakEvenStopTicks(
      entryTicks,
      plan.side,
      this.#execution.breakevenOffsetTicks,
      stopTicks,
    );
  }

  /** Entry lots that filled while their cancel was on its way are still held when the exit is done: they follow. */
  #exitRest(trade: OpenTrade, timeMs: number): void {
    const { finalExit } = this;
    if (finalExit === null || finalExit.leftLots > 0 || this.firstTarget !== null) return;
    this.finalExit = this.#placeExit(finalExit.leg, trade.lots, timeMs);
  }

  #closeTrade(trade: OpenTrade, timeMs: number): void {
    this.#dropEntry('CANCELLED', timeMs);
    if (this.stopOrderId !== 0) this.#port.send({ kind: 'cancel', orderId: this.stopOrderId, timeMs });
    if (this.firstTarget !== null)
      this.#port.send({ kind: 'cancel', orderId: this.firstTarget.orderId, timeMs });
    this.stopOrderId = 0;
    this.firstTarget = null;
    this.finalExit = null;
    this.trade = null;
    this.lastExitMs = timeMs;
    this.#listener.onTradeClosed(trade.record(timeMs));
  }

  /** Second leg of a flip: sized again from the margin after the first (8.7 row 15). */
  #openFlip(timeMs: number): void {
    const plan = this.#flipPlan;
    if (plan === null) return;
    this.#flipPlan = null;
    const limit = this.#execution.useLimitForEntry;
    const sizingEntryTicks = limit ? plan.limitTicks : this.#expectedMarketTicks(plan.side);
    const margin = this.#availableMargin();
    const { lots, capped } = sizeEntry(margin, sizingEntryTicks, plan.stopTicks, this.#risk);
    const stopDistance = plan.side * (sizingEntryTicks - plan.stopTicks);
    if (lots === 0 || stopDistance < this.#risk.minStopTicks) {
      this.#listener.onEntryDropped('FLIP_SIZE', timeMs);
      return;
    }
    if (capped) this.#listener.onLeverageCap(timeMs, lots);
    this.#submitEntry({ ...plan, lots, margin, sizingEntryTicks }, timeMs);
  }

  #takeFirstTarget(trade: OpenTrade, timeMs: number): void {
    this.#dropEntry('CANCELLED', timeMs);
    trade.lotsAtTp1 = trade.lots;
    this.firstTarget = this.#placeExit(
      'TP1',
      firstTargetLots(trade.lots, this.#execution.tp1BasisPoints),
      timeMs,
    );
  }

  #placeExit(leg: Leg, lots: number, submitMs: number): WorkingOrder {
    const orderId = ++this.#orders;
    const side = -this.side;
    const market = { attempt: 0, type: 'market', priceTicks: NO_PRICE, reduceOnly: true } as const;
    const deadlineMs = Number.POSITIVE_INFINITY;
    this.#port.send({ kind: 'place', orderId, leg, side, lots, submitMs, deadlineMs, ...market });
    return { orderId, leg, type: 'market', side, leftLots: lots, submitMs, submitMid2: this.#mid2() };
  }

  /** Makes the protective stop cover exactly the position, placing it when there is none. */
  #coverWithStop(trade: OpenTrade, timeMs: number): void {
    const { lots, stopTicks } = trade;
    if (this.stopOrderId !== 0) {
      this.#port.send({ kind: 'amend', orderId: this.stopOrderId, lots, priceTicks: stopTicks, timeMs });
      return;
    }
    if (this.finalExit !== null) return;
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
    const { entry } = this;
    if (entry === null || entry.cancelling === 'then-drop') return;
    this.#listener.onEntryDropped(why, timeMs);
    const onItsWay = entry.cancelling === 'then-market';
    entry.cancelling = 'then-drop';
    if (!onItsWay) this.#port.send({ kind: 'cancel', orderId: entry.orderId, timeMs });
  }

  #recordFill(trade: OpenTrade, fill: FillReport, order: WorkingOrder, grossPnl: number): void {
    const { leg, side, submitMs, submitMid2 } = order;
    if (fill.timeMs <= submitMs) refuseLookAhead(leg, fill.timeMs, submitMs);
    this.#listener.onFill({
      fillId: ++this.#fills,
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
      fillMid2: this.#mid2(),
      displayedLots: fill.displayedLots,
      grossPnl,
    });
  }

  /** Equity less what the open position reserves. */
  #availableMargin(): number {
    const { trade } = this;
    const reserved = trade === null ? 0 : reservedMargin(trade.entryTicks, trade.lots, this.#risk);
    return this.equity() - reserved;
  }

  #expectedMarketTicks(side: number): number {
    const slip = this.#execution.slippageTicksEntry;
    return side > 0 ? this.askTicks + slip : this.bidTicks - slip;
  }

  #exitQuote(trade: OpenTrade): number {
    return trade.plan.side > 0 ? this.bidTicks : this.askTicks;
  }

  #takerFee(priceTicks: number, lots: number): number {
    return tradingFee(priceTicks, lots, this.#risk.takerFeeBps, this.#risk.quotePerTickLot);
  }

  #mid2(): number {
    return this.bidTicks === NO_PRICE ? Number.NaN : this.bidTicks + this.askTicks;
  }
}

function refuseLookAhead(leg: Leg, fillMs: number, submitMs: number): never {
  throw new AuctionTraderError(`the ${leg} fill at ${fillMs} is not later than its decision at ${submitMs}`, {
    code: 'LOOK_AHEAD',
    hint: 'This is a fault of the program or of the venue; no result of this run can be trusted.',
  });
}
