import { AuctionTraderError, invariant, type Leg, NO_PRICE } from '@auction-trader/core';
import {
  breakEvenStopTicks,
  dailyPnl,
  type EntrySize,
  firstTargetLots,
  newDailyLoss,
  type RiskSettings,
  reservedMargin,
  testDailyLoss,
  timeStopDue,
} from '@auction-trader/risk';
import { foreignPlan } from './adopted-plan.ts';
import { EntryMargin } from './entry-margin.ts';
import { EntryOrders } from './entry-orders.ts';
import type { EntryPlan } from './entry-plan.ts';
import { planAtMarket } from './entry-recheck.ts';
import type { ExecutionListener } from './execution-listener.ts';
import type { ExecutionSettings } from './execution-settings.ts';
import { ExitOrders } from './exit-orders.ts';
import { type LostEntry, lostPlan } from './lost-entry.ts';
import type { OpenTrade } from './open-trade.ts';
import type { FillReport, OrderPort } from './order-command.ts';
import { OrderDesk } from './order-desk.ts';
import type { RejectReason } from './order-report.ts';
import { PositionBooks } from './position-books.ts';
import {
  decodeManagerState,
  encodeManagerState,
  type PositionManagerState,
} from './position-manager-state.ts';
import { ProtectiveStop } from './protective-stop.ts';
import { unaskedOrder, unseenFill } from './unseen-fill.ts';
import type { WorkingEntry, WorkingOrder } from './working-order.ts';

/**
 * Orders and position of one instrument: a state machine from decisions, execution reports,
 * quotes and clock to order commands (trading rules 8.7, 9.2 to 9.7). It has no clock, I/O
 * or venue of its own; at most one entry, one protective stop, one TP1 exit and one final
 * exit are at work at a time.
 *
 * The driver keeps `bidTicks` and `askTicks` at the newest valid quote before every call.
 */
export class PositionManager extends PositionBooks {
  /** Whether gates WARMUP to OBSERVE allow an entry at this moment (re-check of 9.2 rule 3). */
  entriesAllowed = true;
  /**
   * Venue and books differ: no target, time stop or soft stop is taken until the operator resolves it. The
   * protective stop, exits under way, the kill switch and {@link flatten} go on.
   */
  halted = false;
  readonly #execution: ExecutionSettings;
  readonly #desk: OrderDesk;
  readonly #entries: EntryOrders;
  readonly #exits: ExitOrders;
  readonly #stop: ProtectiveStop;
  readonly #margin: EntryMargin;
  /** The newest entry that ended without a fill, null before the first. */
  #lost: LostEntry | null = null;

  constructor(
    execution: ExecutionSettings,
    risk: RiskSettings,
    initialCapital: number,
    port: OrderPort,
    listener: ExecutionListener,
  ) {
    super(risk, initialCapital, listener);
    this.#execution = execution;
    this.#desk = new OrderDesk(port);
    this.#entries = new EntryOrders(this.#desk, listener);
    this.#exits = new ExitOrders(this.#desk);
    this.#stop = new ProtectiveStop(this.#desk);
    this.#margin = new EntryMargin(risk);
  }

  /** The entry order in flight, null for none. */
  get entry(): WorkingEntry | null {
    return this.#entries.working;
  }

  /** The TP1 exit in flight, null for none. */
  get firstTarget(): WorkingOrder | null {
    return this.#exits.firstTarget;
  }

  /** The order in flight that takes the whole position off, null for none. */
  get finalExit(): WorkingOrder | null {
    return this.#exits.finalExit;
  }

  /** Id of the protective stop while it waits at the venue, 0 for none. */
  get stopOrderId(): number {
    return this.#stop.orderId;
  }

  /** Whether an entry or exit order is in flight (gate PENDING_ORDER). */
  get orderInFlight(): boolean {
    return this.#entries.working !== null || this.#exits.inFlight;
  }

  /** Whether anything can happen on a tick: a position or an order exists. */
  get active(): boolean {
    return this.trade !== null || this.#entries.working !== null;
  }

  /** Whether the whole position is on its way out. */
  get exiting(): boolean {
    return this.#exits.exiting;
  }

  /** Epoch ms at which {@link issueDueExits} has something to do, Infinity for never. */
  get nextRetryMs(): number {
    return this.#exits.nextRetryMs;
  }

  /** Whether TP1 may still trigger. */
  get firstTargetWaits(): boolean {
    const { trade } = this;
    if (trade === null || trade.tp1Ticks === NO_PRICE || trade.tp1Done) return false;
    if (this.#exits.firstTarget !== null || this.#exits.firstTargetRetry !== null) return false;
    return firstTargetLots(trade.lots, this.#execution.tp1BasisPoints) > 0;
  }

  /** The venue's available margin, quote currency: caps sizes from now on (trading rules 9.1, live). */
  setVenueMargin(available: number): void {
    const { entry } = this;
    const working = entry === null ? 0 : reservedMargin(entry.plan.limitTicks, entry.leftLots, this.risk);
    this.#margin.atVenue = available + this.reservedMargin() + working;
  }

  /**
   * Size of an entry as if an open position were closed already, and the margin it was taken from: the
   * equity, at a venue at most what is available there.
   */
  sizeWhenFlat(entryTicks: number, stopTicks: number): EntrySize & { readonly margin: number } {
    return this.#margin.sizeWhenFlat(this.equity(), entryTicks, stopTicks);
  }

  /** Submits an entry for a flat account. `timeMs` is the decision time. */
  enter(plan: EntryPlan, timeMs: number): void {
    invariant(!this.active, 'enter() needs a flat account');
    this.#submitEntry(plan, timeMs);
  }

  /** Closes the position at market and opens `plan` once it is flat (8.7 rows 14 and 15). */
  flip(plan: EntryPlan, timeMs: number): void {
    this.exitAtMarket('FLIP', timeMs);
    this.#entries.flipPlan = plan;
  }

  /** Leaves the position at market, reduce-only; a working entry rest is taken back. */
  exitAtMarket(leg: Leg, timeMs: number): void {
    const { trade } = this;
    invariant(trade !== null && !this.exiting, 'exitAtMarket() needs a position not yet exiting');
    this.#entries.drop('CANCELLED', leg, timeMs);
    this.#exits.firstTargetRetry = null;
    this.#issueExit(trade, leg, 0, 0, timeMs);
  }

  /**
   * Operator: leaves the position at market, in every state; entries are taken back, and what of them fills
   * all the same leaves too. Nothing when flat or exiting.
   */
  flatten(timeMs: number): void {
    this.#entries.flipPlan = null;
    this.#entries.drop('CANCELLED', 'MANUAL', timeMs);
    if (this.trade !== null && !this.exiting) this.exitAtMarket('MANUAL', timeMs);
  }

  /** Takes working entries back, the second leg of a flip included (shutdown, halt, operator). */
  cancelEntries(timeMs: number): void {
    this.#entries.flipPlan = null;
    this.#entries.drop('CANCELLED', null, timeMs);
  }

  /** The protective stop was triggered: its market order is on its way (venue side). */
  onStopTriggered(timeMs: number): void {
    const { trade } = this;
    const orderId = this.#stop.orderId;
    invariant(trade !== null && orderId !== 0, 'no stop to trigger');
    this.#stop.orderId = 0;
    // At a venue an exit may be on its way already; whichever fills first, the books take both.
    if (this.#exits.finalExit !== null) return;
    this.#entries.drop('CANCELLED', 'STOP', timeMs);
    this.#exits.firstTargetRetry = null;
    this.#exits.finalRetry = null;
    this.#exits.finalExit = {
      orderId,
      leg: 'STOP',
      attempt: 0,
      fruitless: 0,
      type: 'market',
      side: -trade.plan.side,
      lots: trade.lots,
      leftLots: trade.lots,
      submitMs: timeMs,
      submitMid2: this.mid2(),
    };
  }

  /** Tests the targets against a price at which the position could leave (after any stop was tested). */
  watchTargets(exitTicks: number, timeMs: number): void {
    const { trade } = this;
    if (trade === null || this.exiting || this.halted) return;
    const { side, tp2Ticks } = trade.plan;
    if (this.firstTargetWaits && side * (exitTicks - trade.tp1Ticks) >= 0)
      this.#takeFirstTarget(trade, timeMs);
    if (tp2Ticks !== NO_PRICE && side * (exitTicks - tp2Ticks) >= 0) this.exitAtMarket('TP2', timeMs);
  }

  /** A print at or beyond the stop before any fill takes the entry back (8.7 row 10). */
  watchPrintBeforeFill(priceTicks: number, timeMs: number): void {
    const { entry } = this;
    if (entry === null || this.trade !== null) return;
    const { side, stopTicks } = entry.plan;
    if (side * (priceTicks - stopTicks) <= 0) this.#entries.drop('STOP_FIRST', null, timeMs);
  }

  /** The limit's time is up: cancel it and, once that is confirmed, re-check and go to market. */
  onEntryTimeout(timeMs: number): void {
    const { entry } = this;
    invariant(entry !== null && timeMs >= entry.deadlineMs, 'the entry has not timed out');
    this.#entries.timeOut(timeMs);
  }

  /** The venue confirmed that an entry order is no longer working. */
  onEntryCancelled(timeMs: number): void {
    const { entry } = this;
    invariant(entry !== null, 'no entry to cancel');
    this.#entries.working = null;
    this.#lose(entry, timeMs);
    if (entry.cancelling === 'no') this.listener.onEntryDropped('CANCELLED', timeMs);
    if (entry.cancelling === 'then-market') this.#goToMarket(entry, timeMs);
    if (this.trade === null) this.#openFlip(timeMs);
  }

  /** The venue refused an entry order; what an order before it filled is kept. */
  onEntryRejected(timeMs: number): void {
    const { entry } = this;
    invariant(entry !== null, 'no entry to reject');
    this.#entries.working = null;
    this.#lose(entry, timeMs);
    if (entry.cancelling !== 'then-drop') this.listener.onEntryDropped('REJECTED', timeMs);
    if (this.trade === null) this.#openFlip(timeMs);
  }

  /**
   * The venue ended an exit or the stop without filling all of it. Exits are issued again until the
   * position is flat; a stop is placed again once it was taken off, and replaced by a market exit once it
   * was refused. Orders that are not at work are ignored.
   *
   * @param refused it never worked
   * @param nowMs the driver's clock: what the pace goes by
   */
  onExitEnded(orderId: number, refused: boolean, nowMs: number): void {
    const { trade } = this;
    const { firstTarget, finalExit } = this.#exits;
    if (trade === null || orderId === 0) return;
    if (firstTarget?.orderId === orderId) {
      this.#exits.firstTargetEnded(nowMs);
      this.#exitRest(trade, nowMs);
    } else if (finalExit?.orderId === orderId) {
      this.#exits.finalExitEnded(nowMs);
      // An exit that has to wait does so behind a stop.
      if (this.nextRetryMs > nowMs) this.#stop.cover(trade, true, nowMs);
      this.issueDueExits(nowMs);
    } else if (this.#stop.orderId === orderId) this.#stopEnded(trade, refused, nowMs);
  }

  /** The venue left the stop as it was: another one takes its place, or the position leaves at market. */
  onAmendRefused(orderId: number, why: RejectReason, nowMs: number): void {
    const { trade } = this;
    if (trade === null || this.exiting || this.#stop.orderId !== orderId) return;
    if (why === 'trigger-passed' || !this.#stop.mayBeReplaced) {
      this.#tellStopMissing(trade, 'the venue refused to move the protective stop', nowMs);
      this.exitAtMarket('STOP', nowMs);
      return;
    }
    this.#stop.lose();
    this.#stop.cover(trade, true, nowMs);
    this.#desk.cancel(orderId, nowMs);
  }

  /** The stop was not confirmed in time: the position leaves at market (9.3). */
  onStopUnconfirmed(nowMs: number): void {
    const { trade } = this;
    if (trade === null || this.exiting) return;
    this.#tellStopMissing(trade, 'the protective stop was not confirmed in time', nowMs);
    this.exitAtMarket('STOP', nowMs);
  }

  /** Issues exits again whose time has come. */
  issueDueExits(nowMs: number): void {
    const { trade } = this;
    const { firstTargetRetry, finalRetry } = this.#exits;
    if (trade === null) return;
    if (finalRetry !== null && finalRetry.dueMs <= nowMs) {
      this.#exits.finalRetry = null;
      this.#issueExit(trade, finalRetry.leg, finalRetry.attempt, finalRetry.fruitless, nowMs);
    }
    if (firstTargetRetry === null || firstTargetRetry.dueMs > nowMs || this.exiting) return;
    this.#exits.firstTargetRetry = null;
    const lots = Math.min(firstTargetRetry.lots, trade.lots);
    const { attempt, fruitless } = firstTargetRetry;
    this.#exits.firstTarget = this.#placeExit('TP1', lots, attempt, fruitless, nowMs);
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

  /** The order at work by this id; null for a stop that waits, and for orders not wanted any more. */
  workingOrder(orderId: number): WorkingOrder | null {
    const { entry, firstTarget, finalExit } = this;
    return [entry, firstTarget, finalExit].find((order) => order?.orderId === orderId) ?? null;
  }

  /** Takes up an execution of an exit that is not wanted any more: it has reduced the position all the same. */
  onFormerFill(fill: FillReport, leg: Leg, submitMs: number): void {
    this.rollDay(fill.timeMs);
    this.#exitFilled(fill, this.#unaskedExit(leg, fill, submitMs));
  }

  /**
   * The venue holds something else than the books say: the books follow. What the venue does not hold any
   * more leaves at the newest quote (leg MANUAL); what it holds more enters at its price; a position of
   * another side is a foreign one, without stop or target. What a working entry may have filled counts as
   * its fill. The trade is marked as adjusted.
   *
   * @param side +1, -1, 0
   * @param entryTicks average entry price, may lie between ticks; not read when flat
   * @returns lots that were booked as a fill of the working entry
   */
  adoptPosition(side: number, lots: number, entryTicks: number, timeMs: number): number {
    this.rollDay(timeMs);
    this.#entries.flipPlan = null;
    const held = this.trade;
    if (held !== null && held.plan.side !== side) this.#takeOffUnseen(held, held.lots, timeMs);
    else if (held !== null && lots < held.lots) this.#takeOffUnseen(held, held.lots - lots, timeMs);
    if (lots === 0) return 0;
    const entered = this.#enterUnseen(side, lots, entryTicks, timeMs);
    this.#takeOnUnseen(side, lots, entryTicks, timeMs);
    return entered;
  }

  /** Makes the protective stop cover exactly the position, placing it when there is none and no exit is under way. */
  coverWithStop(timeMs: number): void {
    if (this.trade !== null) this.#coverWithStop(this.trade, timeMs);
  }

  /**
   * Counts what was realised on the UTC day of `timeMs` before this manager was made towards the day's
   * result: a new run is no new day (9.7). To be called while flat, before anything of the day.
   */
  carryDay(timeMs: number, realisedPnl: number): void {
    const base = this.account.cash - realisedPnl;
    Object.assign(this.account.daily, newDailyLoss(timeMs, base, base));
  }

  /** Trips the kill switch when the day's loss has reached the limit (9.7). */
  testDailyLoss(timeMs: number): void {
    if (this.risk.maxDailyLoss === null) return;
    const { daily, cash } = this.account;
    const equity = this.equity();
    if (testDailyLoss(daily, equity, cash, this.risk)) {
      this.#entries.flipPlan = null;
      this.listener.onKillSwitch(timeMs, dailyPnl(daily, equity, cash, this.risk));
      this.#entries.drop('CANCELLED', null, timeMs);
    }
    if (!daily.tripped || !this.#execution.killSwitchFlatten) return;
    if (this.trade !== null && !this.exiting) this.exitAtMarket('KILL', timeMs);
  }

  /** Whether a minute close at `closeTicks` is at or inside a breakout's lock (9.4). */
  softStopReached(closeTicks: number): boolean {
    const { trade } = this;
    if (trade === null || this.halted || trade.plan.softStopTicks === NO_PRICE) return false;
    return trade.plan.side * (closeTicks - trade.plan.softStopTicks) <= 0;
  }

  /** Whether the time stop takes the position out at `decisionMs` (9.6). */
  timeStopReached(decisionMs: number): boolean {
    const { trade } = this;
    if (trade === null || this.halted) return false;
    if (!timeStopDue(decisionMs, trade.timerStartMs, this.#execution.maxHoldMs)) return false;
    return !this.#execution.extendIfProfitable || this.remainingNet(trade) <= 0;
  }

  /** Moves the stop toward profit; a looser price is ignored. */
  tightenStop(stopTicks: number, timeMs: number): void {
    const { trade } = this;
    if (trade === null || this.exiting || trade.foreign) return;
    if (trade.plan.side * (stopTicks - trade.stopTicks) <= 0) return;
    trade.stopTicks = stopTicks;
    this.#coverWithStop(trade, timeMs);
  }

  /** Everything needed to go on after a restart, as plain JSON data. */
  snapshot(): PositionManagerState {
    const { account, bidTicks, askTicks, entriesAllowed, halted, trade, lastExitMs } = this;
    return encodeManagerState({
      account,
      bidTicks,
      askTicks,
      entriesAllowed,
      halted,
      trade,
      entry: this.#entries.working,
      flipPlan: this.#entries.flipPlan,
      lostPlan: this.#lost === null ? null : this.#lost.plan,
      lostMs: this.#lost === null ? 0 : this.#lost.timeMs,
      firstTarget: this.#exits.firstTarget,
      finalExit: this.#exits.finalExit,
      firstTargetRetry: this.#exits.firstTargetRetry,
      finalRetry: this.#exits.finalRetry,
      stopOrderId: this.#stop.orderId,
      stopsReplaced: this.#stop.replaced,
      lastExitMs,
      lastOrderId: this.#desk.lastOrderId,
      trades: this.trades,
      fills: this.fills,
      venueMargin: this.#margin.atVenue,
    });
  }

  /**
   * Goes on where {@link snapshot} was taken, on a new manager of the same settings.
   *
   * @throws AuctionTraderError (`BAD_STATE`)
   */
  restore(found: unknown): void {
    const state = decodeManagerState(found, this.risk.quotePerTickLot);
    const { bidTicks, askTicks, entriesAllowed, halted, trade, lastExitMs } = state;
    Object.assign(this.account, state.account);
    Object.assign(this, { bidTicks, askTicks, entriesAllowed, halted, trade, lastExitMs });
    this.#entries.working = state.entry;
    this.#entries.flipPlan = state.flipPlan;
    this.#lost = state.lostPlan === null ? null : { plan: state.lostPlan, timeMs: state.lostMs };
    const { firstTarget, finalExit, firstTargetRetry, finalRetry } = state;
    Object.assign(this.#exits, { firstTarget, finalExit, firstTargetRetry, finalRetry });
    this.#stop.orderId = state.stopOrderId;
    this.#stop.replaced = state.stopsReplaced;
    this.#desk.lastOrderId = state.lastOrderId;
    this.trades = state.trades;
    this.fills = state.fills;
    this.#margin.atVenue = state.venueMargin;
  }

  #submitEntry(plan: EntryPlan, timeMs: number): void {
    const limit = this.#execution.useLimitForEntry;
    const deadlineMs = limit ? timeMs + this.#execution.limitTimeoutMs : Number.POSITIVE_INFINITY;
    this.#entries.place(plan, plan.lots, 0, 0, timeMs, deadlineMs, this.mid2());
    this.listener.onEntrySubmitted(plan.side, timeMs);
  }

  /** After the limit's timeout: the rest goes to market if the re-check passes (9.2 rule 3). */
  #goToMarket(entry: WorkingEntry, timeMs: number): void {
    const { plan, filledLots, submitMs } = entry;
    const expected = this.#expectedMarketTicks(plan.side);
    const lots = this.#marketLots(plan, expected, filledLots);
    if (lots === 0) {
      this.listener.onEntryDropped('RECHECK', timeMs);
      return;
    }
    const atMarket = planAtMarket(plan, expected);
    if (this.trade !== null) this.trade.tp1Ticks = atMarket.tp1Ticks;
    // Under the limit's submit time, so that this very quote may fill it.
    this.#entries.place(atMarket, lots, filledLots, 1, submitMs, Number.POSITIVE_INFINITY, this.mid2());
  }

  #marketLots(plan: EntryPlan, expectedTicks: number, filledLots: number): number {
    if (!this.entriesAllowed || this.account.daily.tripped) return 0;
    const reserved = this.reservedMargin();
    return this.#margin.lotsAtMarket(plan, expectedTicks, filledLots, this.equity(), reserved);
  }

  #entryFilled(fill: FillReport, entry: WorkingEntry): void {
    const { plan } = entry;
    const trade = this.tradeOf(plan, fill.timeMs);
    trade.add(fill.lots, fill.priceTicks, fill.fee);
    this.account.cash -= fill.fee;
    entry.filledLots += fill.lots;
    entry.leftLots -= fill.lots;
    this.recordFill(trade, fill, entry, 0);
    if (entry.leftLots <= 0) this.#entries.working = null;
    if (entry.exitLeg !== null && !this.exiting) this.exitAtMarket(entry.exitLeg, fill.timeMs);
    this.#coverWithStop(trade, fill.timeMs);
    this.testDailyLoss(fill.timeMs);
  }

  #exitFilled(fill: FillReport, order: WorkingOrder): void {
    const { trade } = this;
    invariant(trade !== null && fill.lots <= trade.lots, 'an exit fill is larger than the position');
    const gross = trade.takeOff(fill.lots, fill.priceTicks, fill.fee, order.leg);
    this.account.cash += gross - fill.fee;
    order.leftLots -= fill.lots;
    this.recordFill(trade, fill, order, gross);
    if (order === this.#exits.firstTarget && order.leftLots <= 0) this.#firstTargetDone(trade);
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
    this.#exits.firstTarget = null;
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
    const { finalExit, firstTarget } = this.#exits;
    if (finalExit === null || finalExit.leftLots > 0 || firstTarget !== null) return;
    this.#exits.finalExit = null;
    this.#issueExit(trade, finalExit.leg, finalExit.attempt + 1, 0, timeMs);
  }

  /** Sends the final exit for what TP1 does not take; when TP1 takes it all, looks again a little later. */
  #issueExit(trade: OpenTrade, leg: Leg, attempt: number, fruitless: number, timeMs: number): void {
    const lots = trade.lots - this.#exits.firstTargetLots;
    if (lots > 0) this.#exits.finalExit = this.#placeExit(leg, lots, attempt, fruitless, timeMs);
    else this.#exits.finalRetry = { leg, attempt, fruitless, lots: trade.lots, dueMs: timeMs + 1_000 };
  }

  #placeExit(leg: Leg, lots: number, attempt: number, fruitless: number, timeMs: number): WorkingOrder {
    return this.#exits.place(leg, lots, -this.side, attempt, fruitless, timeMs, this.mid2());
  }

  #closeTrade(trade: OpenTrade, timeMs: number): void {
    this.#entries.drop('CANCELLED', trade.lastLeg, timeMs);
    this.#stop.clear(timeMs);
    const { firstTarget } = this.#exits;
    if (firstTarget !== null) this.#desk.cancel(firstTarget.orderId, timeMs);
    this.#exits.clear();
    this.trade = null;
    this.lastExitMs = timeMs;
    this.listener.onTradeClosed(trade.record(timeMs));
  }

  /** Second leg of a flip: sized again from the margin after the first (8.7 row 15), once nothing of the first is left. */
  #openFlip(timeMs: number): void {
    const plan = this.#entries.flipPlan;
    if (plan === null || this.#entries.working !== null) return;
    this.#entries.flipPlan = null;
    const limit = this.#execution.useLimitForEntry;
    const sizingEntryTicks = limit ? plan.limitTicks : this.#expectedMarketTicks(plan.side);
    const { lots, capped, wantedLots, margin } = this.sizeWhenFlat(sizingEntryTicks, plan.stopTicks);
    const stopDistance = plan.side * (sizingEntryTicks - plan.stopTicks);
    if (lots === 0 || stopDistance < this.risk.minStopTicks) {
      this.listener.onEntryDropped('FLIP_SIZE', timeMs);
      return;
    }
    if (capped) this.listener.onLeverageCap(timeMs, lots, wantedLots);
    this.#submitEntry({ ...plan, lots, margin, sizingEntryTicks }, timeMs);
  }

  #takeFirstTarget(trade: OpenTrade, timeMs: number): void {
    this.#entries.drop('CANCELLED', null, timeMs);
    trade.lotsAtTp1 = trade.lots;
    const lots = firstTargetLots(trade.lots, this.#execution.tp1BasisPoints);
    this.#exits.firstTarget = this.#placeExit('TP1', lots, 0, 0, timeMs);
  }

  #coverWithStop(trade: OpenTrade, timeMs: number): void {
    this.#stop.cover(trade, this.#exits.finalExit === null, timeMs);
  }

  #stopEnded(trade: OpenTrade, refused: boolean, nowMs: number): void {
    this.#stop.lose();
    if (this.exiting) return;
    this.#tellStopMissing(trade, `the protective stop was ${refused ? 'refused' : 'taken off'}`, nowMs);
    if (refused || !this.#stop.mayBeReplaced) this.exitAtMarket('STOP', nowMs);
    else this.#stop.cover(trade, true, nowMs);
  }

  #takeOffUnseen(trade: OpenTrade, lots: number, timeMs: number): void {
    trade.adjusted = true;
    const priceTicks = this.bestKnownTicks(trade);
    const fill = this.#unseenFill(lots, priceTicks, timeMs);
    this.#exitFilled(fill, this.#unaskedExit('MANUAL', fill, timeMs - 1));
  }

  #enterUnseen(side: number, lots: number, entryTicks: number, timeMs: number): number {
    const { entry, trade } = this;
    if (entry === null || entry.side !== side) return 0;
    const entered = Math.min(entry.leftLots, lots - (trade === null ? 0 : trade.lots));
    if (entered <= 0) return 0;
    const fill = this.#unseenFill(entered, Math.round(entryTicks), Math.max(timeMs, entry.submitMs + 1));
    this.#entryFilled({ ...fill, orderId: entry.orderId }, entry);
    return entered;
  }

  #takeOnUnseen(side: number, lots: number, entryTicks: number, timeMs: number): void {
    const plan =
      lostPlan(this.#lost, side, lots, timeMs) ?? foreignPlan(side, lots, entryTicks, this.equity(), timeMs);
    const trade = this.tradeOf(plan, timeMs);
    const added = lots - trade.lots;
    const fill = this.#unseenFill(added, Math.round(entryTicks), timeMs);
    trade.adopt(lots, entryTicks, fill.fee);
    this.account.cash -= fill.fee;
    if (added > 0) {
      const order = { ...this.#unaskedExit('MANUAL', fill, timeMs - 1), side };
      this.recordFill(trade, fill, order, 0);
    }
    this.#coverWithStop(trade, timeMs);
    this.testDailyLoss(timeMs);
  }

  #lose({ plan }: WorkingEntry, timeMs: number): void {
    if (this.trade === null) this.#lost = { plan, timeMs };
  }

  /** An execution that nobody reported, with the fee it is likely to have had. */
  #unseenFill(lots: number, priceTicks: number, timeMs: number): FillReport {
    return unseenFill(lots, priceTicks, this.takerFee(priceTicks, lots), timeMs);
  }

  #unaskedExit(leg: Leg, fill: FillReport, submitMs: number): WorkingOrder {
    return unaskedOrder(leg, -this.side, fill, submitMs, this.mid2());
  }

  #tellStopMissing(trade: OpenTrade, what: string, timeMs: number): void {
    const { lots, stopTicks } = trade;
    this.tell('STOP_MISSING', `${what}: ${lots} lots are without it`, timeMs, { lots, stopTicks });
  }

  #expectedMarketTicks(side: number): number {
    const slip = this.#execution.slippageTicksEntry;
    return side > 0 ? this.askTicks + slip : this.bidTicks - slip;
  }
}
