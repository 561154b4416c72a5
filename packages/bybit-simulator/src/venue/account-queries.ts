import { DAY_MS } from '@auction-trader/core';
import { type Account, RECENT_ORDERS } from './account.ts';
import { rateText } from './number-text.ts';
import { isOpen, type Order } from './order.ts';
import { passes, symbolFilter } from './order-requests.ts';
import { page, timeFilter } from './pages.ts';
import { integerParam, type Params, textParam } from './params.ts';
import { refuse } from './refusal.ts';
import { closedTradeRow, orderRow, positionRow, walletRow } from './rows.ts';
import { marketOf, type VenueState } from './venue-state.ts';

type Result = Readonly<Record<string, unknown>>;

const CATEGORIES = ['linear', 'inverse', 'spot', 'option'];

/** Category of a query; nothing is listed in any but `linear`. @throws Refusal for one that does not exist */
export function readCategory(params: Params): string {
  const category = textParam(params, 'category');
  return CATEGORIES.includes(category) ? category : refuse(10001, 'Illegal category');
}

/** The answer where nothing is listed. */
export function emptyList(category: string): Result {
  return { category, list: [], nextPageCursor: '' };
}

/** `GET /v5/order/realtime` */
export function realtimeOrders(account: Account, params: Params): Result {
  const category = readCategory(params);
  if (category !== 'linear') return emptyList(category);
  const one = idFilter(params);
  const closed = integerParam(params, 'openOnly') === 1;
  const isMeant = orderFilter(params, one === null);
  const open = [...account.orders.values()].filter(isOpen);
  const recent = account.recent.slice(-RECENT_ORDERS);
  // One order is found in whatever state it is.
  const orders = one ? [...open, ...recent] : closed ? recent : open;
  const sorted = orders.filter((order) => isMeant(order) && (one?.(order) ?? true)).sort(byNumber);
  return listed(
    page(sorted, params, 50, 20, () => true),
    orderRow,
  );
}

/** `GET /v5/order/history`. Orders of which nothing filled are forgotten after a day. */
export function orderHistory(account: Account, params: Params, nowMs: number): Result {
  const category = readCategory(params);
  if (category !== 'linear') return emptyList(category);
  const one = idFilter(params);
  const isMeant = orderFilter(params, false);
  const isTimely = timeFilter(params);
  const status = textParam(params, 'orderStatus');
  const sorted = account.history
    .filter(({ filledLots, updatedMs }) => filledLots > 0 || updatedMs > nowMs - DAY_MS)
    .filter((order) => isMeant(order) && (one?.(order) ?? true) && isTimely(order.updatedMs))
    .filter((order) => status === '' || order.status === status)
    .sort(byNumber);
  return listed(
    page(sorted, params, 50, 20, () => true),
    orderRow,
  );
}

function byNumber(left: Order, right: Order): number {
  return left.number - right.number;
}

function orderFilter(params: Params, needed: boolean): (order: Order) => boolean {
  const isOfSymbol = symbolFilter(params, needed);
  const filter = textParam(params, 'orderFilter');
  return (order) => isOfSymbol(order) && wasPassed(order, filter);
}

/** As {@link passes}, for closed orders too: a closed conditional order is a stop order. */
function wasPassed(order: Order, filter: string): boolean {
  if (filter === '' || isOpen(order)) return passes(order, filter);
  return (order.triggerDirection !== 0) === (filter !== 'Order');
}

function idFilter(params: Params): ((order: Order) => boolean) | null {
  const id = textParam(params, 'orderId');
  const linkId = textParam(params, 'orderLinkId');
  if (id === '' && linkId === '') return null;
  return (order) => (id === '' || order.id === id) && (linkId === '' || order.linkId === linkId);
}

function listed<Item>(
  { rows, nextPageCursor }: { rows: Item[]; nextPageCursor: string },
  toRow: (item: Item) => Result,
): Result {
  return { category: 'linear', list: rows.map(toRow), nextPageCursor };
}

/** `GET /v5/execution/list` */
export function executionList(account: Account, params: Params): Result {
  const category = readCategory(params);
  if (category !== 'linear') return emptyList(category);
  const isMeant = symbolFilter(params, false);
  const isTimely = timeFilter(params);
  const wanted = {
    type: textParam(params, 'execType'),
    orderId: textParam(params, 'orderId'),
    linkId: textParam(params, 'orderLinkId'),
  };
  const found = page(
    account.executions,
    params,
    100,
    50,
    (execution) =>
      isMeant(execution) &&
      isTimely(execution.timeMs) &&
      (wanted.type === '' || execution.type === wanted.type) &&
      (wanted.orderId === '' || execution.orderId === wanted.orderId) &&
      (wanted.linkId === '' || execution.order?.linkId === wanted.linkId),
  );
  return listed(found, ({ row }) => row);
}

/** `GET /v5/position/closed-pnl` */
export function closedPnl(account: Account, params: Params): Result {
  const category = readCategory(params);
  if (category !== 'linear') return emptyList(category);
  const isMeant = symbolFilter(params, false);
  const isTimely = timeFilter(params);
  const keep = ({ order, updatedMs }: { order: Order; updatedMs: number }) =>
    isMeant(order) && isTimely(updatedMs);
  return listed(page(account.closedTrades, params, 100, 50, keep), closedTradeRow);
}

/** `GET /v5/position/list`. A flat position is listed when asked for by its symbol. */
export function positionList(state: VenueState, account: Account, params: Params): Result {
  const category = readCategory(params);
  if (category !== 'linear') return emptyList(category);
  const symbol = textParam(params, 'symbol');
  if (symbol !== '') {
    const list = [positionRow(account.position(marketOf(state, symbol)))];
    return { category, list, nextPageCursor: '' };
  }
  const isMeant = symbolFilter(params, true);
  const open = [...account.positions].filter((position) => position.lots !== 0 && isMeant(position));
  return { category, list: open.map(positionRow), nextPageCursor: '' };
}

/** `GET /v5/account/wallet-balance` */
export function walletBalance(account: Account): Result {
  return { list: [walletRow(account)] };
}

/** `GET /v5/account/info` */
export function accountInfo(account: Account): Result {
  return {
    unifiedMarginStatus: 6,
    marginMode: 'REGULAR_MARGIN',
    dcpStatus: 'OFF',
    timeWindow: 0,
    smpGroup: 0,
    isMasterTrader: false,
    spotHedgingStatus: 'OFF',
    updatedTime: String(account.createdMs),
  };
}

/** `GET /v5/account/fee-rate`: of one symbol, or of all. */
export function feeRates(state: VenueState, params: Params): Result {
  // Some clients ask for all rates without a category.
  const category = params['category'] === undefined ? 'linear' : readCategory(params);
  if (category !== 'linear') return { category, list: [] };
  const symbol = textParam(params, 'symbol');
  const markets = symbol === '' ? [...state.markets.values()] : [marketOf(state, symbol)];
  const list = markets.map(({ facts }) => ({
    symbol: facts.symbol,
    baseCoin: '',
    takerFeeRate: rateText(facts.takerFeeE8),
    makerFeeRate: rateText(facts.makerFeeE8),
  }));
  return { category, list };
}
