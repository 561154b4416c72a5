import { invariant } from '@auction-trader/core';
import { booksView } from './books-view.ts';
import type { Exchange } from './exchange.ts';
import type { AmendOrder, FillReport, OrderCommand, PlaceOrder } from './order-command.ts';
import type { OrderOwner } from './order-link-id.ts';
import type { OrderReport } from './order-report.ts';
import type { PositionManager } from './position-manager.ts';
import {
  type BooksView,
  type DifferenceKind,
  IN_FLIGHT_MS,
  type Reconciliation,
  reconcile,
  type Unsettled,
} from './reconcile.ts';
import {
  decodeRemoteState,
  type EarlyFill,
  encodeRemoteState,
  type RemoteExchangeState,
} from './remote-exchange-state.ts';
import { isFilled, type RemoteOrder, remoteOrder } from './remote-order.ts';
import { badFill } from './report-check.ts';
import type { VenueAccount, VenueTruth } from './venue.ts';

/** A protective stop must be confirmed within this time (trading rules 9.3). */
const STOP_CONFIRM_MS = 1_000;
/** A triggered stop with lots left that is silent for so long had another size at the venue. */
const STOP_SILENT_MS = 2_000;
/** A market entry that has not arrived by then must not arrive any more. */
const MARKET_ENTRY_MS = 5_000;
const ABOUT_POSITION: ReadonlySet<DifferenceKind> = new Set(['side', 'size', 'entry-price']);

/**
 * A real venue as the session sees it: commands are collected for the driver to send, and the venue's
 * reports come in by {@link apply}. It watches what the venue does not: targets, prints before the fill,
 * the entry's timeout, the stop's confirmation, and exits that must be issued again. Without I/O and
 * clock: whoever drives it tells the time.
 */
export class RemoteExchange implements Exchange {
  readonly #owner: OrderOwner;
  #manager: PositionManager | null = null;
  #commands: OrderCommand[] = [];
  /** Orders that have not ended, by number. */
  readonly #orders = new Map<number, RemoteOrder>();
  /** Exits' fills that came before the entry's fills which they take off. */
  #early: EarlyFill[] = [];
  /** Newest time of the driver. */
  #nowMs = 0;
  #lastOrderId = 0;
  /** Time of the newest command or report. */
  #changedMs = Number.NEGATIVE_INFINITY;
  #unsettled: Unsettled | null = null;

  /** @param owner part of the ids of its orders, by which they are known at the venue */
  constructor(owner: OrderOwner) {
    this.#owner = owner;
  }

  connect(manager: PositionManager): void {
    this.#manager = manager;
  }

  /** Takes a command of the manager. */
  send(command: OrderCommand): void {
    if (command.kind === 'place') this.#place(command);
    else if (command.kind === 'amend') this.#amend(command);
    else this.#cancel(command.orderId, command.timeMs);
  }

  processQuote(timeMs: number, bidTicks: number, askTicks: number, bidLots: number, askLots: number): void {
    if (bidTicks >= askTicks || bidTicks <= 0 || bidLots <= 0 || askLots <= 0) return;
    const manager = this.#connected();
    manager.bidTicks = bidTicks;
    manager.askTicks = askTicks;
    if (manager.trade !== null) manager.watchTargets(manager.side > 0 ? bidTicks : askTicks, timeMs);
  }

  processPrint(timeMs: number, priceTicks: number, _lots: number): void {
    this.#connected().watchPrintBeforeFill(priceTicks, timeMs);
  }

  /**
   * Time passed (driver's clock): entry timeout, stops not confirmed, exits to issue again. To be called
   * before every other input.
   */
  onTime(nowMs: number): void {
    const manager = this.#connected();
    this.#nowMs = Math.max(this.#nowMs, nowMs);
    const { entry } = manager;
    if (entry !== null && entry.cancelling === 'no' && nowMs >= entry.deadlineMs)
      manager.onEntryTimeout(nowMs);
    for (const order of [...this.#orders.values()]) this.#meetDeadlines(manager, order);
    if (manager.nextRetryMs <= nowMs) manager.issueDueExits(nowMs);
    this.#takeBackWhenFlat();
  }

  /** Epoch ms at which {@link onTime} has something to do; Infinity for never. */
  get nextDeadlineMs(): number {
    const { entry, nextRetryMs } = this.#connected();
    let next = nextRetryMs;
    if (entry !== null && entry.cancelling === 'no') next = Math.min(next, entry.deadlineMs);
    for (const { acceptByMs, hearByMs } of this.#orders.values()) next = Math.min(next, acceptByMs, hearByMs);
    return next;
  }

  /** Epoch ms from which a reading of the venue would settle what differs; Infinity when nothing does. */
  get nextTruthMs(): number {
    return this.#unsettled === null ? Number.POSITIVE_INFINITY : this.#unsettled.sinceMs + IN_FLIGHT_MS;
  }

  /** Takes up what the venue said of an order. What cannot be is told as a problem and not booked. */
  apply(report: OrderReport, nowMs: number): void {
    this.onTime(nowMs);
    const orderId = report.kind === 'fill' ? report.fill.orderId : report.orderId;
    const order = this.#orders.get(orderId);
    if (order === undefined) {
      this.#reportOfEnded(report, orderId);
      return;
    }
    order.changedMs = this.#nowMs;
    this.#changedMs = this.#nowMs;
    if (report.kind === 'fill') this.#fill(order, report.executionId, report.fill);
    else if (report.kind === 'accepted') accept(order);
    else if (report.kind === 'triggered') this.#trigger(order, report.timeMs);
    else if (report.kind === 'amend-refused') this.#refuseAmend(order, report);
    else this.#endWithRest(order, report);
    this.#takeBackWhenFlat();
  }

  /** The venue's figure of available margin caps sizing from now on. */
  setAccount(account: VenueAccount): void {
    this.#connected().setVenueMargin(account.availableMargin);
  }

  /** What the session thinks the venue holds: the position, and orders that have not ended. */
  get books(): BooksView {
    return booksView(this.#connected(), [...this.#orders.values()], this.#owner, this.#changedMs);
  }

  /** Compares the venue's truth with the books. After a mismatch: halt, then {@link repair}. */
  compare(truth: VenueTruth, nowMs: number): Reconciliation {
    this.onTime(nowMs);
    const found = reconcile(truth, this.books, this.#owner, this.#unsettled);
    this.#unsettled = found.unsettled;
    for (const orderId of found.goneOrderIds) this.#end(orderId);
    return found;
  }

  /**
   * Does what a mismatch asks for: entries are taken back, the venue's position is adopted, its stop is
   * placed or resized, orders of ours that nobody waits for are taken back. Nothing is sent that would
   * change the position.
   */
  repair(found: Reconciliation, truth: VenueTruth, nowMs: number): void {
    const manager = this.#connected();
    this.onTime(nowMs);
    const texts = found.differences.map(({ text }) => text);
    manager.tell('POSITION_MISMATCH', texts.join('; '), nowMs, {
      booksLots: manager.side * (manager.trade?.lots ?? 0),
      venueLots: truth.side * truth.lots,
    });
    manager.cancelEntries(nowMs);
    if (found.certain.some(({ kind }) => ABOUT_POSITION.has(kind))) this.#adopt(manager, truth, nowMs);
    for (const { kind, orderId, linkId } of found.certain) {
      if (kind === 'order-missing' || kind === 'stop-missing') this.#end(orderId);
      else if (kind === 'stop-changed') this.#takeChange(orderId, linkId, truth);
    }
    manager.coverWithStop(nowMs);
    for (const { kind, linkId } of found.certain)
      if (kind === 'order-orphaned' && !this.#protects(linkId, truth))
        this.#commands.push({ kind: 'cancel', orderId: 0, linkId, timeMs: nowMs });
    this.#takeBackWhenFlat();
  }

  /** Whether an order is all that protects the venue's position: a stop of an earlier run. */
  #protects(linkId: string, { side, orders }: VenueTruth): boolean {
    if (side === 0 || this.#connected().stopOrderId !== 0) return false;
    const order = orders.find((one) => one.linkId === linkId);
    return order !== undefined && order.type === 'stop' && order.reduceOnly && order.side === -side;
  }

  /** Commands since the last call, in order: to be journaled, then sent. */
  takeCommands(): OrderCommand[] {
    const commands = this.#commands;
    this.#commands = [];
    return commands;
  }

  /** Everything needed to go on after a restart, as plain JSON data. The manager has a snapshot of its own. */
  snapshot(): RemoteExchangeState {
    return encodeRemoteState({
      nowMs: this.#nowMs,
      changedMs: this.#changedMs,
      lastOrderId: this.#lastOrderId,
      orders: [...this.#orders.values()],
      early: this.#early,
      commands: this.#commands,
      unsettled: this.#unsettled,
    });
  }

  /**
   * Goes on where {@link snapshot} was taken.
   *
   * @throws AuctionTraderError (`BAD_STATE`)
   */
  restore(found: unknown): void {
    const parts = decodeRemoteState(found);
    this.#nowMs = parts.nowMs;
    this.#changedMs = parts.changedMs;
    this.#lastOrderId = parts.lastOrderId;
    this.#orders.clear();
    for (const order of parts.orders) this.#orders.set(order.place.orderId, order);
    this.#early = [...parts.early];
    this.#commands = [...parts.commands];
    this.#unsettled = parts.unsettled;
  }

  #connected(): PositionManager {
    invariant(this.#manager !== null, 'the remote exchange has no manager');
    return this.#manager;
  }

  #place(command: PlaceOrder): void {
    const { orderId, leg, type, submitMs, deadlineMs } = command;
    const nowMs = Math.max(this.#nowMs, submitMs);
    const isStop = type === 'stop';
    const isMarketEntry = leg === 'ENTRY' && deadlineMs === Number.POSITIVE_INFINITY;
    const place = isMarketEntry ? { ...command, deadlineMs: nowMs + MARKET_ENTRY_MS } : command;
    const acceptByMs = isStop ? nowMs + STOP_CONFIRM_MS : Number.POSITIVE_INFINITY;
    this.#orders.set(orderId, remoteOrder(place, nowMs, acceptByMs));
    this.#lastOrderId = orderId;
    this.#changedMs = nowMs;
    this.#commands.push(place);
  }

  #amend(command: AmendOrder): void {
    const { orderId, lots, priceTicks } = command;
    const order = this.#orders.get(orderId);
    if (order === undefined || (order.lots === lots && order.priceTicks === priceTicks)) return;
    order.lots = lots;
    order.mostLots = Math.max(order.mostLots, lots);
    order.priceTicks = priceTicks;
    order.sizeSureMs = Math.max(order.sizeSureMs, this.#nowMs + IN_FLIGHT_MS);
    this.#touch(order);
    const earlier = this.#commands.findIndex((one) => one.kind === 'amend' && one.orderId === orderId);
    if (earlier >= 0) this.#commands.splice(earlier, 1);
    this.#commands.push(command);
  }

  #cancel(orderId: number, timeMs: number): void {
    const order = this.#orders.get(orderId);
    if (order === undefined || order.cancelSent) return;
    order.cancelSent = true;
    this.#touch(order);
    this.#commands.push({ kind: 'cancel', orderId, timeMs });
  }

  #touch(order: RemoteOrder): void {
    order.changedMs = this.#nowMs;
    this.#changedMs = this.#nowMs;
  }

  #meetDeadlines(manager: PositionManager, order: RemoteOrder): void {
    const { orderId } = order.place;
    if (order.acceptByMs <= this.#nowMs) {
      order.acceptByMs = Number.POSITIVE_INFINITY;
      if (orderId === manager.stopOrderId) manager.onStopUnconfirmed(this.#nowMs);
    }
    if (order.hearByMs <= this.#nowMs) {
      order.hearByMs = Number.POSITIVE_INFINITY;
      manager.onExitEnded(orderId, false, this.#nowMs);
    }
  }

  #fill(order: RemoteOrder, executionId: string, fill: FillReport): void {
    const wrong = badFill(order, executionId, fill);
    if (wrong !== null) {
      this.#tellBadReport(`execution ${executionId} of order ${fill.orderId} ${wrong}`, fill.orderId);
      return;
    }
    accept(order);
    order.executionIds.push(executionId);
    order.filledLots += fill.lots;
    if (order.place.type === 'stop') this.#hearStopFill(order, fill);
    const known = Math.min(order.adoptedLots, fill.lots);
    order.adoptedLots -= known;
    if (known < fill.lots)
      this.#early.push({ place: order.place, fill: { ...fill, lots: fill.lots - known, executionId } });
    this.#bookFills();
    if (isFilled(order, this.#nowMs)) this.#orders.delete(fill.orderId);
    this.#refuseEarly();
    this.#endSpent(fill.orderId);
  }

  /** A fill of the stop says that it was triggered, whether or not the fill can be booked. */
  #hearStopFill(order: RemoteOrder, { orderId, timeMs }: FillReport): void {
    const manager = this.#connected();
    order.hearByMs = this.#nowMs + STOP_SILENT_MS;
    if (orderId === manager.stopOrderId) manager.onStopTriggered(timeMs - 1);
  }

  /** Books every fill that fits the position: one may make room for others. */
  #bookFills(): void {
    for (;;) {
      const index = this.#early.findIndex(({ place, fill }) => this.#fits(place, fill.lots));
      const [next] = index < 0 ? [] : this.#early.splice(index, 1);
      if (next === undefined) return;
      this.#book(next);
    }
  }

  #fits(place: PlaceOrder, lots: number): boolean {
    const { trade, entry } = this.#connected();
    if (!place.reduceOnly) return entry !== null && entry.orderId === place.orderId;
    return trade !== null && trade.plan.side === -place.side && lots <= trade.lots;
  }

  #book({ place, fill }: EarlyFill): void {
    const manager = this.#connected();
    const { orderId } = fill;
    const working = manager.workingOrder(orderId);
    const { submitMs } = working ?? place;
    // The venue's clock and ours differ a little.
    const later = { ...fill, timeMs: Math.max(fill.timeMs, submitMs + 1) };
    if (working !== null) manager.onFill(later);
    else manager.onFormerFill(later, place.leg, submitMs);
  }

  /** Fills that still do not fit when no entry can make room for them cannot be. */
  #refuseEarly(): void {
    if (this.#early.length === 0 || this.#connected().entry !== null) return;
    for (const { fill } of this.#early.splice(0)) {
      this.#tellBadReport(`${fill.lots} lots of order ${fill.orderId} are more than is held`, fill.orderId);
      this.#endSpent(fill.orderId);
    }
  }

  /** An exit has filled at the venue, but not all of that could be booked: what is still held leaves by another order. */
  #endSpent(orderId: number): void {
    const manager = this.#connected();
    if (this.#orders.has(orderId) || this.#early.some(({ place }) => place.orderId === orderId)) return;
    const working = manager.workingOrder(orderId);
    if (working !== null && working.leftLots > 0) manager.onExitEnded(orderId, false, this.#nowMs);
  }

  #trigger(order: RemoteOrder, timeMs: number): void {
    const manager = this.#connected();
    const { orderId, type } = order.place;
    if (type !== 'stop') {
      this.#tellBadReport(`order ${orderId} was triggered, but is no stop`, orderId);
      return;
    }
    accept(order);
    order.triggered = true;
    order.hearByMs = this.#nowMs + STOP_SILENT_MS;
    if (orderId === manager.stopOrderId) manager.onStopTriggered(timeMs);
  }

  #refuseAmend(order: RemoteOrder, report: Extract<OrderReport, { kind: 'amend-refused' }>): void {
    order.sizeSureMs = Number.MAX_SAFE_INTEGER;
    this.#tellRejected(order, 'refused to change', report.code);
    this.#connected().onAmendRefused(report.orderId, report.why, this.#nowMs);
  }

  #endWithRest(order: RemoteOrder, report: Extract<OrderReport, { kind: 'cancelled' | 'rejected' }>): void {
    const manager = this.#connected();
    const { orderId, type } = order.place;
    const left = order.lots - order.filledLots - order.adoptedLots;
    this.#orders.delete(orderId);
    if (report.kind === 'rejected') this.#tellRejected(order, `refused (${report.why})`, report.code);
    else {
      if (!order.cancelSent) this.#tellRejected(order, 'took off', report.code);
      // A stop's size at the venue may be an earlier one.
      if (type !== 'stop' && report.leftLots !== left)
        this.#tellBadReport(`order ${orderId} ended with ${report.leftLots} lots left, not ${left}`, orderId);
    }
    const refused = report.kind === 'rejected';
    if (manager.entry?.orderId !== orderId) manager.onExitEnded(orderId, refused, this.#nowMs);
    else if (refused) manager.onEntryRejected(this.#nowMs);
    else manager.onEntryCancelled(this.#nowMs);
    this.#refuseEarly();
  }

  /** An order is not at the venue any more, whatever became of it. */
  #end(orderId: number): void {
    const manager = this.#connected();
    if (!this.#orders.delete(orderId)) return;
    if (manager.entry?.orderId === orderId) manager.onEntryCancelled(this.#nowMs);
    else manager.onExitEnded(orderId, false, this.#nowMs);
  }

  #adopt(manager: PositionManager, truth: VenueTruth, nowMs: number): void {
    this.#early = [];
    this.#changedMs = nowMs;
    const entry = manager.entry === null ? undefined : this.#orders.get(manager.entry.orderId);
    const known = truth.entryTicks > 0 ? truth.entryTicks : manager.knownEntryTicks;
    const entered = manager.adoptPosition(truth.side, truth.lots, known, nowMs);
    if (entry === undefined) return;
    // Should the entry's fills be reported yet, they are not booked twice.
    entry.adoptedLots += entered;
  }

  /** Somebody changed the stop: from what it is now, it will be changed back. */
  #takeChange(orderId: number, linkId: string, truth: VenueTruth): void {
    const order = this.#orders.get(orderId);
    const there = truth.orders.find((one) => one.linkId === linkId);
    if (order === undefined || there === undefined) return;
    order.lots = order.filledLots + there.leftLots;
    order.mostLots = Math.max(order.mostLots, order.lots);
    order.priceTicks = there.priceTicks;
  }

  /** Nothing of ours stays at the venue without a position. */
  #takeBackWhenFlat(): void {
    if (this.#orders.size === 0 || this.#connected().trade !== null) return;
    for (const { place, cancelSent } of [...this.#orders.values()])
      if (place.reduceOnly && !cancelSent) this.#cancel(place.orderId, this.#nowMs);
  }

  #reportOfEnded(report: OrderReport, orderId: number): void {
    const known = orderId >= 1 && orderId <= this.#lastOrderId;
    if (report.kind !== 'fill' && known) return;
    const what = report.kind === 'fill' ? `execution ${report.executionId}` : `'${report.kind}'`;
    this.#tellBadReport(
      `${what} is of order ${orderId}, which ${known ? 'has ended' : 'nobody knows'}`,
      orderId,
    );
  }

  #tellRejected(order: RemoteOrder, did: string, code: string): void {
    const { orderId, leg, type, lots } = order.place;
    const leftLots = order.lots - order.filledLots;
    const text = `the venue ${did} the ${leg} order ${orderId} (${type}, ${leftLots} of ${lots} lots left): ${code}`;
    this.#connected().tell('ORDER_REJECTED', text, this.#nowMs, { orderId, leg, leftLots, code });
  }

  #tellBadReport(what: string, orderId: number): void {
    this.#connected().tell('BAD_REPORT', `not booked: ${what}`, this.#nowMs, { orderId });
  }
}

function accept(order: RemoteOrder): void {
  order.accepted = true;
  order.acceptByMs = Number.POSITIVE_INFINITY;
}
