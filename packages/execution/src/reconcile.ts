import { NO_PRICE } from '@auction-trader/core';
import { isOrderOf, type OrderOwner, parseOrderLinkId } from './order-link-id.ts';
import type { VenueOrder, VenueTruth } from './venue.ts';

/** Reports may be on their way for this long: what differs for longer is a mismatch. */
export const IN_FLIGHT_MS = 5_000;

/** An order that a session thinks is at the venue, or on its way there or back. */
export interface OrderView {
  readonly orderId: number;
  readonly linkId: string;
  readonly type: 'limit' | 'market' | 'stop';
  /** +1 buy, -1 sell. */
  readonly side: number;
  readonly leftLots: number;
  readonly priceTicks: number;
  readonly reduceOnly: boolean;
  /** The venue has shown it. */
  readonly shown: boolean;
  /** It was taken back or triggered. */
  readonly leaves: boolean;
  /** Epoch ms of the last command or report about it. */
  readonly changedMs: number;
}

/** What a session thinks the venue holds. */
export interface BooksView {
  /** +1, -1, 0. */
  readonly side: number;
  readonly lots: number;
  /** May lie between ticks; NaN when flat. */
  readonly entryTicks: number;
  /** Trigger of the stop that must cover the position; NO_PRICE when there must be none. */
  readonly stopTicks: number;
  /** The stop's number, 0 for none. */
  readonly stopOrderId: number;
  /** The position is on its way out: a stop may be missing. */
  readonly exiting: boolean;
  readonly orders: readonly OrderView[];
  /** Epoch ms of the newest command or report of any order. */
  readonly changedMs: number;
  /** Leverage that must be set at the venue. */
  readonly leverage: number;
}

/** One thing in which venue and books differ. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** One sentence: what the books say and what the venue says. */
  readonly text: string;
  /** The order it is about; 0 for none, or for one that the books do not know. */
  readonly orderId: number;
  /** The order's id at the venue; empty for none. */
  readonly linkId: string;
  /** A report still on its way may explain it. */
  readonly mayPass: boolean;
}

export type DifferenceKind =
  | 'side'
  | 'size'
  | 'entry-price'
  /** An order of the books is not at the venue. */
  | 'order-missing'
  /** An order of ours at the venue that nobody waits for. */
  | 'order-orphaned'
  /** An order at the venue that is not ours. */
  | 'order-foreign'
  | 'order-changed'
  /** No stop, or one that does not cover the position. */
  | 'stop-missing'
  | 'stop-changed'
  | 'leverage';

/** Differences that reports still on their way may explain. */
export interface Unsettled {
  /** Epoch ms of the first reading that had them. */
  readonly sinceMs: number;
  readonly texts: readonly string[];
}

/** What a comparison with the venue found. */
export interface Reconciliation {
  /**
   * `clean`: no difference. `unsettled`: what differs may be explained by reports still on their way;
   * read again 5 s after `unsettled.sinceMs`. `mismatch`: halt.
   */
  readonly verdict: 'clean' | 'unsettled' | 'mismatch';
  readonly differences: readonly Difference[];
  /** Those that no report still on its way can explain: after a mismatch they are to be dealt with. */
  readonly certain: readonly Difference[];
  /** Exits that were heard of last a while ago and are not at the venue any more: they have ended. */
  readonly goneOrderIds: readonly number[];
  /** Goes into the next comparison; null when clean. */
  readonly unsettled: Unsettled | null;
}

/**
 * Compares what the venue holds with the books (trading rules 10, Reconciliation): side, size, average
 * price, working orders, protective stop, leverage. A size that is off by one lot is no mismatch; what
 * orders at work may explain is one only when it stands for 5 s.
 *
 * @param earlier `unsettled` of the comparison before; null for none
 */
export function reconcile(
  truth: VenueTruth,
  books: BooksView,
  owner: OrderOwner,
  earlier: Unsettled | null,
): Reconciliation {
  const findings = [
    ...positionFindings(truth, books),
    ...truth.orders.flatMap((order) => orderFindings(order, truth, books, owner)),
    ...missingOrders(truth, books),
    ...stopFindings(books),
    ...leverageFindings(truth, books),
  ];
  const texts = findings.map(({ text }) => text);
  const sinceMs = earlier !== null && same(earlier.texts, texts) ? earlier.sinceMs : truth.readMs;
  const stands = truth.readMs - sinceMs >= IN_FLIGHT_MS;
  const certain = findings.filter(({ mayPass }) => stands || !mayPass);
  return {
    verdict: findings.length === 0 ? 'clean' : certain.length > 0 ? 'mismatch' : 'unsettled',
    differences: findings,
    certain,
    goneOrderIds: goneOrders(truth, books),
    unsettled: findings.length === 0 ? null : { sinceMs, texts },
  };
}

function positionFindings(truth: VenueTruth, books: BooksView): Difference[] {
  const mayPass = books.changedMs >= truth.readMs || ordersMayExplain(truth, books);
  const found = { orderId: 0, linkId: '', mayPass };
  const [ours, theirs] = [sizeText(books.side, books.lots), sizeText(truth.side, truth.lots)];
  const text = `the books hold ${ours}, the venue ${theirs}`;
  if (truth.side !== books.side) return [{ ...found, kind: 'side', text }];
  if (truth.side === 0) return [];
  if (Math.abs(truth.lots - books.lots) > 1) return [{ ...found, kind: 'size', text }];
  // Written so that a price which is no number differs.
  if (Math.abs(truth.entryTicks - books.entryTicks) <= 1) return [];
  const prices = `the books' average price is ${books.entryTicks} ticks, the venue's ${truth.entryTicks}`;
  const entering = books.orders.some(({ reduceOnly }) => !reduceOnly);
  const mayChange = books.changedMs >= truth.readMs || entering;
  return [{ ...found, kind: 'entry-price', text: prices, mayPass: mayChange }];
}

/** Whether fills of orders at work, not yet heard of, could make the difference in size. */
function ordersMayExplain(truth: VenueTruth, books: BooksView): boolean {
  const change = truth.side * truth.lots - books.side * books.lots;
  const side = Math.sign(change);
  const orders = books.orders.filter((order) => order.side === side);
  // Reduce-only orders stop at flat; the stop and an exit may each be as large as the position.
  const entering = orders.filter(({ reduceOnly }) => !reduceOnly);
  const reducing = orders.filter(({ reduceOnly }) => reduceOnly);
  const entered = entering.reduce((sum, { leftLots }) => sum + leftLots, 0);
  const held = books.side === -side ? books.lots : 0;
  const reduced = Math.min(
    held,
    reducing.reduce((sum, { leftLots }) => sum + leftLots, 0),
  );
  return Math.abs(change) <= entered + reduced;
}

function orderFindings(
  order: VenueOrder,
  truth: VenueTruth,
  books: BooksView,
  owner: OrderOwner,
): Difference[] {
  const { linkId } = order;
  const ours = linkId === '' ? undefined : books.orders.find((one) => one.linkId === linkId);
  const form = `${order.side > 0 ? 'buy' : 'sell'} ${order.leftLots} lots ${order.type}`;
  if (ours !== undefined) return changedOrder(order, truth, ours);
  if (linkId === '' || parseOrderLinkId(linkId) === null) {
    const text = `the venue has an order that is not ours: ${form} (${order.venueOrderId})`;
    return [{ kind: 'order-foreign', text, orderId: 0, linkId, mayPass: false }];
  }
  const text = `the venue still has ${linkId}, which the books have ended: ${form}`;
  const mayPass = isOrderOf(owner, linkId) && books.changedMs >= truth.readMs;
  return [{ kind: 'order-orphaned', text, orderId: 0, linkId, mayPass }];
}

function changedOrder(order: VenueOrder, truth: VenueTruth, ours: OrderView): Difference[] {
  if (!mustRest(ours)) return [];
  const moved = order.priceTicks !== ours.priceTicks || order.side !== ours.side;
  const resized = ours.type === 'stop' && Math.abs(order.leftLots - ours.leftLots) > 1;
  if (!moved && !resized) return [];
  const { orderId, linkId } = ours;
  const there = `${order.leftLots} lots at ${order.priceTicks} ticks`;
  const here = `${ours.leftLots} lots at ${ours.priceTicks} ticks`;
  const text = `${linkId} is ${there} at the venue and ${here} in the books`;
  const mayPass = !isQuiet(ours, truth);
  return [{ kind: ours.type === 'stop' ? 'stop-changed' : 'order-changed', text, orderId, linkId, mayPass }];
}

/** Orders that were at the venue and about which nobody has said anything for a while. */
function missingOrders(truth: VenueTruth, books: BooksView): Difference[] {
  const overdue = (order: OrderView) => !order.reduceOnly && order.shown && isQuiet(order, truth);
  return books.orders
    .filter((order) => (mustRest(order) || overdue(order)) && !isAt(truth, order))
    .map(({ type, orderId, linkId }) => ({
      kind: type === 'stop' ? 'stop-missing' : 'order-missing',
      text: `the venue has no ${linkId}`,
      orderId,
      linkId,
      mayPass: true,
    }));
}

function stopFindings(books: BooksView): Difference[] {
  if (books.side === 0 || books.exiting || books.stopTicks === NO_PRICE || books.stopOrderId !== 0) return [];
  const text = `the books know no stop for ${sizeText(books.side, books.lots)}`;
  return [{ kind: 'stop-missing', text, orderId: 0, linkId: '', mayPass: false }];
}

function leverageFindings(truth: VenueTruth, books: BooksView): Difference[] {
  // A venue that shows none has no say.
  if (!(truth.leverage > 0) || truth.leverage === books.leverage) return [];
  const text = `the venue's leverage is ${truth.leverage}, it should be ${books.leverage}`;
  return [{ kind: 'leverage', text, orderId: 0, linkId: '', mayPass: false }];
}

/** Exits that ended without a word: what they filled shows in the position. */
function goneOrders(truth: VenueTruth, books: BooksView): number[] {
  return books.orders
    .filter((order) => order.reduceOnly && isQuiet(order, truth) && !isAt(truth, order))
    .filter((order) => order.leaves || (order.shown && order.type === 'market'))
    .map(({ orderId }) => orderId);
}

function mustRest({ shown, leaves, type }: OrderView): boolean {
  return shown && !leaves && type !== 'market';
}

function isQuiet(order: OrderView, truth: VenueTruth): boolean {
  return truth.readMs - order.changedMs >= IN_FLIGHT_MS;
}

function isAt(truth: VenueTruth, order: OrderView): boolean {
  return truth.orders.some(({ linkId }) => linkId === order.linkId);
}

function sizeText(side: number, lots: number): string {
  return side === 0 ? 'nothing' : `${side > 0 ? 'long' : 'short'} ${lots} lots`;
}

function same(texts: readonly string[], others: readonly string[]): boolean {
  return texts.length === others.length && texts.every((text, index) => text === others[index]);
}
