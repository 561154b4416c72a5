import type { Account } from './account.ts';
import { Changes } from './changes.ts';
import { checkPositionIdx, checkProtection, readLimit, TRIGGERS } from './create-order.ts';
import type { MarketState } from './market-state.ts';
import { isOpen, type Order, type ProtectionPrices } from './order.ts';
import { checkLinear } from './order-requests.ts';
import { choiceParam, type Params, priceParam, quantityParam, textParam } from './params.ts';
import type { Position } from './position.ts';
import { refuse } from './refusal.ts';
import { marketOf, type VenueState } from './venue-state.ts';

/** Most take-profits and stops for parts of one position. */
const MOST_PARTIAL = 20;

/** `POST /v5/position/trading-stop`: take-profit and stop of a position, carried out after the matching delay. */
export function setTradingStop(state: VenueState, account: Account, params: Params): Record<string, never> {
  checkLinear(params);
  checkPositionIdx(params);
  const market = marketOf(state, textParam(params, 'symbol'));
  const position = account.position(market);
  if (position.lots === 0) refuse(10001, 'can not set tp/sl/ts for zero position');
  const mode = choiceParam(params, 'tpslMode', ['Full', 'Partial'], position.tpslMode);
  const prices = readPrices(params, market, mode);
  checkProtection(prices, market, position.side);
  const apply =
    mode === 'Full' ? whole(state, params, position, prices) : parts(state, account, params, prices);
  state.engine.later(() => {
    const changes = new Changes(account, market);
    position.tpslMode = mode;
    apply(changes);
    state.engine.publish(changes);
  });
  return {};
}

function readPrices(params: Params, { facts }: MarketState, mode: 'Full' | 'Partial'): ProtectionPrices {
  const prices = {
    takeProfitTicks: priceParam(params, 'takeProfit', facts),
    stopLossTicks: priceParam(params, 'stopLoss', facts),
    takeProfitBy: choiceParam(params, 'tpTriggerBy', TRIGGERS, 'LastPrice'),
    stopLossBy: choiceParam(params, 'slTriggerBy', TRIGGERS, 'LastPrice'),
    takeProfitLimitTicks: readLimit(params, 'tp', facts),
    stopLossLimitTicks: readLimit(params, 'sl', facts),
    mode,
  };
  if (mode === 'Full' && (prices.takeProfitLimitTicks > 0 || prices.stopLossLimitTicks > 0))
    refuse(10001, 'tpslMode Full takes market orders only');
  return prices;
}

/** For the whole position: what is given is set, "0" removes it, what is left out stays. */
function whole(state: VenueState, params: Params, position: Position, prices: ProtectionPrices) {
  const given = (name: string) => textParam(params, name) !== '';
  const trailTicks = priceParam(params, 'trailingStop', position.market.facts);
  if (given('activePrice')) refuse(10001, 'activePrice is not simulated');
  const changesSomething =
    (given('takeProfit') && differs(position.takeProfit, prices.takeProfitTicks)) ||
    (given('stopLoss') && differs(position.stopLoss, prices.stopLossTicks)) ||
    (given('trailingStop') && trailTicks !== (open(position.trailingStop)?.trailTicks ?? 0));
  if (!changesSomething) refuse(10001, 'not modified');
  return (changes: Changes) => {
    if (given('takeProfit'))
      state.protection.set(changes, 'takeProfit', prices.takeProfitTicks, prices.takeProfitBy);
    if (given('stopLoss')) state.protection.set(changes, 'stopLoss', prices.stopLossTicks, prices.stopLossBy);
    if (given('trailingStop')) state.protection.setTrailing(changes, trailTicks);
  };
}

function open(order: Order | null): Order | null {
  return order && isOpen(order) ? order : null;
}

function differs(order: Order | null, ticks: number): boolean {
  return (open(order)?.triggerTicks ?? 0) !== ticks;
}

/** For a part of the position: every call adds orders. */
function parts(state: VenueState, account: Account, params: Params, prices: ProtectionPrices) {
  const market = marketOf(state, textParam(params, 'symbol'));
  const takeProfitLots = quantityParam(params, 'tpSize', market.facts);
  const stopLossLots = quantityParam(params, 'slSize', market.facts);
  const { takeProfitTicks, stopLossTicks } = prices;
  if (takeProfitTicks === 0 && stopLossTicks === 0) refuse(10001, 'takeProfit or stopLoss is needed');
  const missing = (takeProfitTicks > 0 && takeProfitLots === 0) || (stopLossTicks > 0 && stopLossLots === 0);
  if (missing) refuse(10001, 'tpSize and slSize are needed');
  if (takeProfitTicks > 0 && stopLossTicks > 0 && takeProfitLots !== stopLossLots)
    refuse(10001, 'tpSize must equal slSize');
  if (Math.max(takeProfitLots, stopLossLots) > account.position(market).size)
    refuse(10001, 'tpSize or slSize exceeds the position');
  let count = 0;
  for (const order of account.orders.values())
    if (order.market === market && order.stopOrderType.startsWith('Partial')) count++;
  if (count + Number(takeProfitTicks > 0) + Number(stopLossTicks > 0) > MOST_PARTIAL)
    refuse(10001, 'too many partial take-profits and stops');
  return (changes: Changes) => state.protection.add(changes, prices, takeProfitLots, stopLossLots);
}
