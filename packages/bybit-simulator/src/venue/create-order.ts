import type { Account } from './account.ts';
import { marginState, marketPriceTicks, openingMargin } from './margin.ts';
import type { MarketState } from './market-state.ts';
import { parseMoney, rateOf } from './money.ts';
import type { OrderTerms, ProtectionPrices, TimeInForce } from './order.ts';
import {
  booleanParam,
  choiceParam,
  integerParam,
  type Params,
  priceParam,
  quantityParam,
  textParam,
} from './params.ts';
import { refuse } from './refusal.ts';
import type { SymbolFacts } from './symbol-facts.ts';
import { triggerPriceHundredths } from './triggers.ts';

const LINK_ID = /^[A-Za-z0-9_-]{1,36}$/;
export const TRIGGERS = ['LastPrice', 'MarkPrice', 'IndexPrice'] as const;
const TIMES_IN_FORCE = ['GTC', 'IOC', 'FOK', 'PostOnly'] as const;
/** How far a limit may cross the mark, in hundredths: `priceLimitRatioY`. */
const PRICE_LIMIT_PERCENT = 2;

/**
 * Reads and checks a request for an order as the venue does before it acknowledges it.
 *
 * @throws Refusal
 */
export function readOrder(account: Account, market: MarketState, params: Params): OrderTerms {
  const { facts } = market;
  if (facts.status !== 'Trading') refuse(10001, 'the symbol is not trading');
  checkPositionIdx(params);
  const side = choiceParam(params, 'side', ['Buy', 'Sell']) === 'Buy' ? 1 : -1;
  const type = choiceParam(params, 'orderType', ['Market', 'Limit']);
  const priceTicks = type === 'Limit' ? priceParam(params, 'price', facts) : 0;
  if (type === 'Limit' && priceTicks === 0) refuse(10001, 'price is missing');
  const terms: OrderTerms = {
    linkId: readLinkId(account, params),
    side,
    type,
    priceTicks,
    lots: readLots(params, type, facts),
    timeInForce: readTimeInForce(params, type),
    reduceOnly: booleanParam(params, 'reduceOnly'),
    closeOnTrigger: booleanParam(params, 'closeOnTrigger'),
    ...readTrigger(params, market),
    protection: readProtection(params, facts),
  };
  if (terms.protection) checkProtection(terms.protection, market, side);
  checkBounds(terms, market);
  checkAccount(terms, account, market);
  return terms;
}

/** @throws Refusal unless the request is for one-way mode */
export function checkPositionIdx(params: Params): void {
  if ((integerParam(params, 'positionIdx') ?? 0) !== 0) refuse(10001, 'position idx not match position mode');
}

function readLinkId(account: Account, params: Params): string {
  const linkId = textParam(params, 'orderLinkId');
  if (linkId === '') return linkId;
  if (!LINK_ID.test(linkId)) refuse(10001, 'orderLinkId is invalid');
  if (account.byLink.has(linkId)) refuse(110072, 'OrderLinkedID is duplicate');
  return linkId;
}

function readLots(params: Params, type: 'Market' | 'Limit', facts: SymbolFacts): number {
  if (textParam(params, 'qty') === '') refuse(10001, 'qty is missing');
  const lots = quantityParam(params, 'qty', facts);
  checkLots(lots, type, facts);
  return lots;
}

/** @throws Refusal for a size that the symbol does not take */
export function checkLots(lots: number, type: 'Market' | 'Limit', facts: SymbolFacts): void {
  if (lots < facts.minOrderLots) refuse(10001, 'The number of contracts is below the minimum limit allowed');
  const most = type === 'Market' ? facts.maxMarketLots : facts.maxOrderLots;
  if (lots > most) refuse(10001, 'The number of contracts exceeds the maximum limit allowed');
}

function readTimeInForce(params: Params, type: 'Market' | 'Limit'): TimeInForce {
  const timeInForce = choiceParam(params, 'timeInForce', TIMES_IN_FORCE, 'GTC');
  return type === 'Market' ? 'IOC' : timeInForce;
}

function readTrigger(params: Params, market: MarketState) {
  const triggerTicks = priceParam(params, 'triggerPrice', market.facts);
  const triggerBy = choiceParam(params, 'triggerBy', TRIGGERS, 'LastPrice');
  if (triggerTicks === 0) {
    const none = { triggerTicks, triggerBy, triggerDirection: 0, stopOrderType: '' } as const;
    return { ...none, createType: 'CreateByUser' };
  }
  const triggerDirection = integerParam(params, 'triggerDirection');
  if (triggerDirection !== 1 && triggerDirection !== 2) return refuse(10001, 'triggerDirection is invalid');
  checkTrigger(market, triggerBy, triggerDirection, triggerTicks);
  const stop = { triggerTicks, triggerBy, triggerDirection, stopOrderType: 'Stop' } as const;
  return { ...stop, createType: 'CreateByStopOrder' };
}

/** @throws Refusal when the trigger is passed already */
export function checkTrigger(
  market: MarketState,
  by: (typeof TRIGGERS)[number],
  direction: 1 | 2,
  triggerTicks: number,
): void {
  const price = triggerPriceHundredths(market, by);
  if (price === 0) return;
  if (direction === 1 && price >= triggerTicks * 100)
    refuse(110092, 'expect Rising, but trigger_price <= current');
  if (direction === 2 && price <= triggerTicks * 100)
    refuse(110093, 'expect Falling, but trigger_price >= current');
}

function readProtection(params: Params, facts: SymbolFacts): ProtectionPrices | null {
  const takeProfitTicks = priceParam(params, 'takeProfit', facts);
  const stopLossTicks = priceParam(params, 'stopLoss', facts);
  if (takeProfitTicks === 0 && stopLossTicks === 0) return null;
  const mode = choiceParam(params, 'tpslMode', ['Full', 'Partial'], 'Full');
  const limits = {
    takeProfitLimitTicks: readLimit(params, 'tp', facts),
    stopLossLimitTicks: readLimit(params, 'sl', facts),
  };
  if (mode === 'Full' && (limits.takeProfitLimitTicks > 0 || limits.stopLossLimitTicks > 0))
    refuse(10001, 'tpslMode Full takes market orders only');
  return {
    takeProfitTicks,
    stopLossTicks,
    takeProfitBy: choiceParam(params, 'tpTriggerBy', TRIGGERS, 'LastPrice'),
    stopLossBy: choiceParam(params, 'slTriggerBy', TRIGGERS, 'LastPrice'),
    ...limits,
    mode,
  };
}

/** Limit price of a take-profit or stop, 0 for one at the market. */
export function readLimit(params: Params, leg: 'tp' | 'sl', facts: SymbolFacts): number {
  if (choiceParam(params, `${leg}OrderType`, ['Market', 'Limit'], 'Market') === 'Market') return 0;
  const ticks = priceParam(params, `${leg}LimitPrice`, facts);
  return ticks === 0 ? refuse(10001, `${leg}LimitPrice is missing`) : ticks;
}

/**
 * @param side of the position that is protected
 * @throws Refusal when a take-profit or stop lies on the wrong side of the market
 */
export function checkProtection(
  { takeProfitTicks, takeProfitBy, stopLossTicks, stopLossBy }: ProtectionPrices,
  market: MarketState,
  side: number,
): void {
  const profit = triggerPriceHundredths(market, takeProfitBy);
  if (takeProfitTicks > 0 && profit > 0 && side * (takeProfitTicks * 100 - profit) <= 0)
    refuse(10001, 'takeProfit lies on the wrong side of the price');
  const stop = triggerPriceHundredths(market, stopLossBy);
  if (stopLossTicks > 0 && stop > 0 && side * (stopLossTicks * 100 - stop) >= 0)
    refuse(10001, 'stopLoss lies on the wrong side of the price');
}

function checkBounds(terms: OrderTerms, market: MarketState): void {
  const { side, type, lots, reduceOnly, closeOnTrigger } = terms;
  checkPriceLimit(terms, market);
  const ticks = type === 'Limit' ? terms.priceTicks : terms.triggerTicks || marketPriceTicks(market, side);
  const value = BigInt(ticks) * BigInt(lots) * market.tickLotMoney;
  if (ticks > 0 && !reduceOnly && !closeOnTrigger && value < parseMoney(String(market.facts.minNotional)))
    refuse(110094, 'Order does not meet minimum order value');
}

/** @throws Refusal for a limit that crosses the mark too far */
export function checkPriceLimit(
  { side, type, priceTicks, triggerTicks }: Pick<OrderTerms, 'side' | 'type' | 'priceTicks' | 'triggerTicks'>,
  { markHundredths }: MarketState,
): void {
  if (type !== 'Limit' || triggerTicks !== 0 || markHundredths === 0) return;
  const bound = markHundredths * (100 + side * PRICE_LIMIT_PERCENT);
  if (side * (priceTicks * 10_000 - bound) > 0) refuse(110003, 'Order price exceeds the allowable range');
}

function checkAccount(terms: OrderTerms, account: Account, market: MarketState): void {
  const { side, type, lots, priceTicks, reduceOnly, closeOnTrigger, triggerTicks } = terms;
  if (triggerTicks !== 0) return;
  const position = account.position(market);
  if (reduceOnly && position.closable(side) === 0)
    refuse(110017, 'current position is zero, cannot fix reduce-only order qty');
  if (reduceOnly || closeOnTrigger) return;
  const ticks = type === 'Limit' ? priceTicks : marketPriceTicks(market, side);
  const margin = openingMargin(position, side, lots, ticks);
  if (margin === 0n) return;
  const fee = rateOf(BigInt(ticks) * BigInt(lots) * market.tickLotMoney, market.facts.takerFeeE8);
  if (marginState(account).free < margin + fee) refuse(110007, 'ab not enough for new order');
}
