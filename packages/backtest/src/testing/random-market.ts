import { defineInstrument, Random, type TickSource } from '@auction-trader/core';
import { arraySource, type QuoteRow, type TradeRow } from '@auction-trader/ingestion';

const instrument = defineInstrument({ venue: 'bybit', symbol: 'BTCUSDT', tickSize: '0.1', lotSize: '0.001' });

/** What a {@link randomMarket} is like. */
export interface RandomMarketShape {
  readonly seed: number;
  readonly minutes: number;
  /** Mean prints a minute. */
  readonly perMinute: number;
  readonly quotes: boolean;
  /** Share of prints without a venue side. */
  readonly unsided: number;
  /** Hour of the first day at which it begins. */
  readonly startHour: number;
  /** Typical step from print to print, ticks; default 8. */
  readonly stepTicks?: number;
}

/** A market that wanders about a moving anchor, so that setups, stops and targets all happen. Has silent minutes, crossed and repeated quotes, and prints of one millisecond. */
export function randomMarket(shape: RandomMarketShape): TickSource {
  const random = new Random(shape.seed);
  const step = shape.stepTicks ?? 8;
  const trades: TradeRow[] = [];
  const quotes: QuoteRow[] = [];
  let price = 500_000;
  let anchor = price;
  let drift = 0;
  for (let minute = 0; minute < shape.minutes; minute++) {
    if (random.uniform() < 0.004) continue;
    if (random.uniform() < 0.03) drift = random.normal() * 4;
    if (random.uniform() < 0.01) anchor = price + Math.round(random.normal() * 600);
    const minuteMs = Date.UTC(2024, 0, 1, shape.startHour) + minute * 60_000;
    for (const time of times(random, shape.perMinute)) {
      price = Math.round(price + random.normal() * step + drift + (anchor - price) * 0.002);
      const timeMs = minuteMs + time;
      if (shape.quotes) addQuotes(random, quotes, timeMs, price);
      trades.push({
        timeMs,
        priceTicks: price,
        sizeLots: 1 + Math.floor(random.exponential() * 40),
        side: side(random, drift, shape.unsided),
      });
    }
  }
  return arraySource({ instrument, trades, quotes });
}

function times(random: Random, perMinute: number): number[] {
  const count = 1 + Math.floor(random.uniform() * 2 * perMinute);
  const list = Array.from({ length: count }, () => Math.floor(random.uniform() * 60_000));
  if (random.uniform() < 0.3) list.push(59_999, 59_999);
  if (random.uniform() < 0.3) list.push(0);
  return list.sort((left, right) => left - right);
}

function side(random: Random, drift: number, unsided: number): -1 | 0 | 1 {
  if (random.uniform() < unsided) return 0;
  return random.uniform() < 0.5 + drift / 20 ? 1 : -1;
}

function addQuotes(random: Random, quotes: QuoteRow[], timeMs: number, price: number): void {
  if (random.uniform() < 0.3) return;
  const wide = random.uniform() < 0.01 ? -2 : 1 + Math.floor(random.uniform() * 3);
  const bidTicks = random.uniform() < 0.5 ? price - wide : price;
  const lots = () => 1 + Math.floor(random.uniform() * 50);
  const quote = { timeMs, bidTicks, askTicks: bidTicks + wide, bidLots: lots(), askLots: lots() };
  quotes.push(quote);
  if (random.uniform() < 0.1) quotes.push({ ...quote });
}
