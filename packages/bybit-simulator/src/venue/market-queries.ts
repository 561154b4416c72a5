import { MINUTE_MS } from '@auction-trader/core';
import { emptyList, readCategory } from './account-queries.ts';
import { intervalMinutes, intervalStartMs } from './intervals.ts';
import { instrumentRow, levelRows, recentTradeRow, tickerRow } from './market-rows.ts';
import type { Bar } from './minute-bars.ts';
import { priceText, rateText, shortQuantityText, valueText } from './number-text.ts';
import { timeFilter } from './pages.ts';
import { integerParam, type Params, textParam } from './params.ts';
import { refuse } from './refusal.ts';
import type { Row } from './rows.ts';
import type { SymbolFacts } from './symbol-facts.ts';
import { marketOf, type VenueState } from './venue-state.ts';

/** `GET /v5/market/time` */
export function serverTime(nowMs: number): Row {
  return { timeSecond: String(Math.floor(nowMs / 1_000)), timeNano: `${nowMs}000000` };
}

/** `GET /v5/market/instruments-info`. Everything is on one page. */
export function instrumentsInfo({ markets }: VenueState, params: Params): Row {
  const category = readCategory(params);
  if (category !== 'linear') return emptyList(category);
  const symbol = textParam(params, 'symbol');
  const status = textParam(params, 'status') || 'Trading';
  const baseCoin = textParam(params, 'baseCoin');
  const list = [...markets.values()]
    .map(({ facts }, index) => ({ facts, symbolId: 10 + index }))
    // Asked for by its name, a symbol is shown in any state.
    .filter(({ facts }) => (symbol === '' ? facts.status === status : facts.symbol === symbol))
    .filter(({ facts }) => baseCoin === '' || facts.baseCoin === baseCoin)
    .map(({ facts, symbolId }) => instrumentRow(facts, symbolId));
  return { category, list, nextPageCursor: '' };
}

/** `GET /v5/market/tickers` */
export function tickers(state: VenueState, params: Params): Row {
  const category = readCategory(params);
  if (category !== 'linear') return { category, list: [] };
  const symbol = textParam(params, 'symbol');
  const baseCoin = textParam(params, 'baseCoin');
  const markets = symbol === '' ? [...state.markets.values()] : [marketOf(state, symbol)];
  const meant = markets.filter(({ facts }) => baseCoin === '' || facts.baseCoin === baseCoin);
  return { category, list: meant.map(tickerRow) };
}

/** `GET /v5/market/kline`, newest first. */
export function kline(state: VenueState, params: Params, nowMs: number): Row {
  const category = textParam(params, 'category') || 'linear';
  const symbol = textParam(params, 'symbol');
  const { facts, bars } = marketOf(state, symbol);
  const minutes = intervalMinutes(textParam(params, 'interval'));
  if (minutes === undefined) return refuse(10001, 'interval is invalid');
  const limit = limitParam(params, 200, 1_000);
  const startMs = integerParam(params, 'start') ?? 0;
  const endMs = Math.min(integerParam(params, 'end') ?? nowMs, nowMs);
  bars.roll(nowMs);
  const list: string[][] = [];
  let atMs = intervalStartMs(endMs, minutes);
  for (
    ;
    list.length < limit && atMs >= startMs && atMs + minutes * MINUTE_MS > bars.firstMs;
    atMs -= minutes * MINUTE_MS
  ) {
    const bar = bars.sum(atMs, minutes);
    if (bar) list.push(barRow(bar, facts));
  }
  return { symbol, category, list };
}

function barRow(bar: Bar, facts: SymbolFacts): string[] {
  const { startMs, open, high, low, close, lots, tickLots } = bar;
  const prices = [open, high, low, close].map((ticks) => priceText(ticks, facts));
  return [String(startMs), ...prices, shortQuantityText(lots, facts), valueText(tickLots, facts)];
}

/** `GET /v5/market/recent-trade` */
export function recentTrades(state: VenueState, params: Params): Row {
  const category = readCategory(params);
  if (category !== 'linear') return { category, list: [] };
  const market = marketOf(state, textParam(params, 'symbol'));
  const trades = market.recentTrades(limitParam(params, 500, 1_000));
  return { category, list: trades.map((trade) => recentTradeRow(trade, market.facts)) };
}

/** `GET /v5/market/orderbook` */
export function orderBook(state: VenueState, params: Params): Row {
  if (readCategory(params) !== 'linear') refuse(10001, 'symbol invalid');
  const symbol = textParam(params, 'symbol');
  const market = marketOf(state, symbol);
  const count = limitParam(params, 25, 500);
  const { facts, timeMs, seq } = market;
  return {
    s: symbol,
    b: levelRows(market.levels(1, count), facts),
    a: levelRows(market.levels(-1, count), facts),
    ts: state.clock.nowMs(),
    u: state.updateId(symbol),
    seq,
    cts: timeMs,
  };
}

/** `GET /v5/market/funding/history`, newest first. */
export function fundingHistory(state: VenueState, params: Params): Row {
  const category = readCategory(params);
  if (category !== 'linear') return { category, list: [] };
  const { facts, fundings } = marketOf(state, textParam(params, 'symbol'));
  const isTimely = timeFilter(params);
  const list = fundings
    .filter(({ timeMs }) => isTimely(timeMs))
    .slice(-limitParam(params, 200, 200))
    .reverse()
    .map(({ timeMs, rateE8 }) => ({
      symbol: facts.symbol,
      fundingRate: rateText(rateE8),
      fundingRateTimestamp: String(timeMs),
    }));
  return { category, list };
}

function limitParam(params: Params, usual: number, most: number): number {
  const limit = integerParam(params, 'limit') ?? usual;
  return limit < 1 ? refuse(10001, 'limit is invalid') : Math.min(limit, most);
}
