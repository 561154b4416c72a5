import { formatOnGrid } from '@auction-trader/core';
import type { Level } from './book-levels.ts';
import type { MarketState, PublicTrade } from './market-state.ts';
import { scaledText } from './money.ts';
import {
  hundredthsText,
  priceText,
  quantityText,
  rateText,
  shortQuantityText,
  valueText,
} from './number-text.ts';
import type { Row } from './rows.ts';
import type { SymbolFacts } from './symbol-facts.ts';

const OPEN_INTEREST = 50_000;

/** A symbol as `instruments-info` lists it. */
export function instrumentRow(facts: SymbolFacts, symbolId: number): Row {
  const { tick, lot } = facts;
  return {
    symbol: facts.symbol,
    symbolId,
    contractType: 'LinearPerpetual',
    status: facts.status,
    baseCoin: facts.baseCoin,
    quoteCoin: facts.settleCoin,
    settleCoin: facts.settleCoin,
    symbolType: '',
    launchTime: '1584230400000',
    deliveryTime: '0',
    deliveryFeeRate: '',
    priceScale: String(tick.decimals),
    leverageFilter: {
      minLeverage: '1',
      maxLeverage: (facts.maxLeverageHundredths / 100).toFixed(2),
      leverageStep: '0.01',
    },
    priceFilter: {
      minPrice: facts.tickText,
      maxPrice: formatOnGrid(facts.maxPriceTicks, tick) + facts.tickText.slice(tick.text.length),
      tickSize: facts.tickText,
    },
    lotSizeFilter: {
      maxOrderQty: quantityText(facts.maxOrderLots, facts),
      minOrderQty: quantityText(facts.minOrderLots, facts),
      qtyStep: lot.text,
      postOnlyMaxOrderQty: quantityText(facts.maxOrderLots, facts),
      maxMktOrderQty: quantityText(facts.maxMarketLots, facts),
      minNotionalValue: String(facts.minNotional),
    },
    unifiedMarginTrade: true,
    fundingInterval: facts.fundingIntervalMinutes,
    copyTrading: 'both',
    upperFundingRate: '0.005',
    lowerFundingRate: '-0.005',
    isPreListing: false,
    preListingInfo: null,
    riskParameters: { priceLimitRatioX: '0.01', priceLimitRatioY: '0.02' },
    displayName: '',
    fullName: '',
  };
}

/** A symbol as `tickers` shows it, in REST and stream. Open interest is made up. */
export function tickerRow(market: MarketState): Row {
  const { facts } = market;
  const last = market.lastOrMarkTicks;
  const { day, hour } = market.pastBars;
  const before = day?.open ?? last;
  return {
    symbol: facts.symbol,
    lastPrice: priceText(last, facts),
    indexPrice: hundredthsText(market.indexHundredths, facts),
    markPrice: hundredthsText(market.markHundredths, facts),
    prevPrice24h: priceText(before, facts),
    price24hPcnt: scaledText(before === 0 ? 0 : Math.round((1_000_000 * (last - before)) / before), 6),
    highPrice24h: priceText(day?.high ?? last, facts),
    lowPrice24h: priceText(day?.low ?? last, facts),
    prevPrice1h: priceText(hour?.open ?? last, facts),
    openInterest: String(OPEN_INTEREST),
    openInterestValue: scaledText(
      OPEN_INTEREST * market.markHundredths * facts.tick.mantissa,
      facts.tick.decimals + 2,
    ),
    turnover24h: valueText(day?.tickLots ?? 0, facts),
    volume24h: shortQuantityText(day?.lots ?? 0, facts),
    fundingRate: rateText(market.fundingRateE8),
    nextFundingTime: String(market.nextFundingMs),
    fundingIntervalHour: scaledText(Math.round((100 * facts.fundingIntervalMinutes) / 60), 2),
    fundingCap: '0.005',
    predictedDeliveryPrice: '',
    basisRate: '',
    deliveryFeeRate: '',
    deliveryTime: '0',
    ...bestFields(market),
    basis: '',
    preOpenPrice: '',
    preQty: '',
    curPreListingPhase: '',
  };
}

/** Best bid and ask, "" where there is none. */
function bestFields({ facts, bidTicks, bidLots, askTicks, askLots }: MarketState): Row {
  return {
    bid1Price: bidLots > 0 ? priceText(bidTicks, facts) : '',
    bid1Size: bidLots > 0 ? shortQuantityText(bidLots, facts) : '',
    ask1Price: askLots > 0 ? priceText(askTicks, facts) : '',
    ask1Size: askLots > 0 ? shortQuantityText(askLots, facts) : '',
  };
}

/** Price and size of levels as the book shows them. */
export function levelRows(levels: readonly Level[], facts: SymbolFacts): [string, string][] {
  return levels.map(({ ticks, lots }) => [priceText(ticks, facts), shortQuantityText(lots, facts)]);
}

/** A trade's id: the same in REST and stream. */
export function tradeId({ seq, timeMs }: Pick<PublicTrade, 'seq' | 'timeMs'>): string {
  const place = seq.toString(16).padStart(12, '0');
  const time = timeMs.toString(16).padStart(12, '0');
  return `${time.slice(-8)}-${time.slice(0, 4)}-5000-8000-${place}`;
}

/** A trade as `recent-trade` lists it. */
export function recentTradeRow(trade: PublicTrade, facts: SymbolFacts): Row {
  return {
    execId: tradeId(trade),
    symbol: facts.symbol,
    price: priceText(trade.ticks, facts),
    size: quantityText(trade.lots, facts),
    side: trade.side < 0 ? 'Sell' : 'Buy',
    time: String(trade.timeMs),
    isBlockTrade: false,
    isRPITrade: false,
    seq: String(trade.seq),
  };
}
