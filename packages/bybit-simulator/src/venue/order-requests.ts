import type { Account } from './account.ts';
import {
  checkLots,
  checkPriceLimit,
  checkProtection,
  checkTrigger,
  readOrder,
  TRIGGERS,
} from './create-order.ts';
import { marginState, orderMargin } from './margin.ts';
import { isOpen, isPositionOrder, type Order, type ProtectionPrices } from './order.ts';
import { choiceParam, type Params, priceParam, quantityParam, textParam } from './params.ts';
import { refuse } from './refusal.ts';
import { marketOf, type VenueState } from './venue-state.ts';

type Result = Readonly<Record<string, unknown>>;

/** @throws Refusal unless the request is for linear contracts */
export function checkLinear(params: Params): void {
  if (textParam(params, 'category') !== 'linear') refuse(10001, 'Illegal category');
}

/** `POST /v5/order/create` */
export function createOrder(state: VenueState, account: Account, params: Params): Result {
  checkLinear(params);
  const market = marketOf(state, textParam(params, 'symbol'));
  const terms = readOrder(account, market, params);
  const fault = state.takeFault(account, params);
  const { id, linkId } = state.engine.submit(account, market, terms, fault);
  return { orderId: id, orderLinkId: linkId };
}

/** `POST /v5/order/cancel` */
export function cancelOrder(state: VenueState, account: Account, params: Params): Result {
  checkLinear(params);
  const order = openOrder(state, account, params);
  state.engine.requestCancel(order, 'CancelByUser');
  return { orderId: order.id, orderLinkId: order.linkId };
}

/** `POST /v5/order/cancel-all`. Without a filter it takes conditional orders and the position's stops too. */
export function cancelAll(state: VenueState, account: Account, params: Params): Result {
  checkLinear(params);
  const isMeant = symbolFilter(params, true);
  const filter = textParam(params, 'orderFilter');
  if (!['', 'Order', 'StopOrder', 'tpslOrder'].includes(filter)) refuse(10001, 'orderFilter is invalid');
  const orders = [...account.orders.values()].filter((order) => isMeant(order) && passes(order, filter));
  for (const order of orders) state.engine.requestCancel(order, 'CancelByUser');
  return {
    list: orders.map(({ id, linkId }) => ({ orderId: id, orderLinkId: linkId })),
    success: '1',
  };
}

/** Whether an order is of the kind that `orderFilter` names. */
export function passes(order: Order, filter: string): boolean {
  const waits =
    order.status === 'Untriggered' || (order.status === 'Created' && order.triggerDirection !== 0);
  if (filter === 'Order') return !waits;
  if (filter === 'StopOrder') return waits;
  if (filter === 'tpslOrder') return waits && isPositionOrder(order);
  return true;
}

/**
 * Which orders a request is for, by `symbol`, `baseCoin` or `settleCoin`.
 *
 * @throws Refusal when one is needed and none is given
 */
export function symbolFilter(params: Params, needed: boolean): (order: Pick<Order, 'market'>) => boolean {
  const symbol = textParam(params, 'symbol');
  const baseCoin = textParam(params, 'baseCoin');
  const settleCoin = textParam(params, 'settleCoin');
  if (needed && symbol === '' && baseCoin === '' && settleCoin === '')
    refuse(10001, 'symbol, baseCoin or settleCoin is needed');
  return ({ market: { facts } }) =>
    (symbol === '' || facts.symbol === symbol) &&
    (baseCoin === '' || facts.baseCoin === baseCoin) &&
    (settleCoin === '' || facts.settleCoin === settleCoin);
}

/** `POST /v5/order/amend` */
export function amendOrder(state: VenueState, account: Account, params: Params): Result {
  checkLinear(params);
  const order = openOrder(state, account, params);
  const { facts } = order.market;
  const amendment = {
    lots: quantityParam(params, 'qty', facts) || order.lots,
    priceTicks: priceParam(params, 'price', facts) || order.priceTicks,
    triggerTicks: priceParam(params, 'triggerPrice', facts) || order.triggerTicks,
    protection: amendProtection(order, params),
  };
  const { lots, priceTicks, triggerTicks, protection } = amendment;
  const same = lots === order.lots && priceTicks === order.priceTicks && triggerTicks === order.triggerTicks;
  if (same && protection === order.protection) refuse(10001, 'order not modified');
  checkLots(lots, order.type, facts);
  if (lots <= order.filledLots) refuse(10001, 'qty is not more than what has filled');
  if (priceTicks !== order.priceTicks) {
    if (order.type === 'Market') refuse(10001, 'a market order has no price');
    checkPriceLimit({ ...order, priceTicks }, order.market);
  }
  if (triggerTicks !== order.triggerTicks) {
    if (order.triggerDirection === 0 || order.status === 'Triggered')
      return refuse(10001, 'no trigger to move');
    checkTrigger(order.market, order.triggerBy, order.triggerDirection, triggerTicks);
  }
  checkMargin(account, order, lots, priceTicks);
  state.engine.requestAmend(order, amendment);
  return { orderId: order.id, orderLinkId: order.linkId };
}

/** @throws Refusal when what the order would open needs more margin than there is */
function checkMargin(account: Account, order: Order, lots: number, priceTicks: number): void {
  if (order.status === 'Untriggered') return;
  const position = account.position(order.market);
  const needed = orderMargin({ ...order, lots, priceTicks }, position);
  const held = orderMargin(order, position);
  if (needed > held && marginState(account).free < needed - held)
    refuse(110007, 'ab not enough for new order');
}

/** What an amendment makes of an order's take-profit and stop; "0" removes one. */
function amendProtection(order: Order, params: Params): ProtectionPrices | null {
  const given = (name: string) => textParam(params, name) !== '';
  if (!given('takeProfit') && !given('stopLoss')) return order.protection;
  const { facts } = order.market;
  const before = order.protection;
  const protection: ProtectionPrices = {
    takeProfitTicks: given('takeProfit')
      ? priceParam(params, 'takeProfit', facts)
      : (before?.takeProfitTicks ?? 0),
    stopLossTicks: given('stopLoss') ? priceParam(params, 'stopLoss', facts) : (before?.stopLossTicks ?? 0),
    takeProfitBy: choiceParam(params, 'tpTriggerBy', TRIGGERS, before?.takeProfitBy ?? 'LastPrice'),
    stopLossBy: choiceParam(params, 'slTriggerBy', TRIGGERS, before?.stopLossBy ?? 'LastPrice'),
    takeProfitLimitTicks: before?.takeProfitLimitTicks ?? 0,
    stopLossLimitTicks: before?.stopLossLimitTicks ?? 0,
    mode: before?.mode ?? 'Full',
  };
  checkProtection(protection, order.market, order.side);
  return protection.takeProfitTicks === 0 && protection.stopLossTicks === 0 ? null : protection;
}

/** @throws Refusal when the order does not exist or is done */
function openOrder(state: VenueState, account: Account, params: Params): Order {
  const market = marketOf(state, textParam(params, 'symbol'));
  const id = textParam(params, 'orderId');
  const linkId = textParam(params, 'orderLinkId');
  if (id === '' && linkId === '') refuse(10001, 'orderId or orderLinkId is needed');
  const order = id === '' ? account.byLink.get(linkId) : account.orders.get(id);
  const found = order && order.market === market && (isOpen(order) || order.status === 'Created');
  return found ? order : refuse(110001, 'order not exists or too late to cancel');
}
