import { SimulatedClock } from '@auction-trader/core';
import { randomMarket } from '../market/random-market.ts';
import { SimulatedVenue } from './simulated-venue.ts';
import { linearSymbol } from './symbol-facts.ts';

const START_MS = Date.UTC(2026, 0, 1);
const HOUR_MS = 3_600_000;
const EVENTS_PER_SECOND = 20;

const CASES: [string, string[], boolean][] = [
  ['nobody listens', [], false],
  ['a position with its stop', [], true],
  ['trades and best quotes are wanted', ['publicTrade.BTCUSDT', 'orderbook.1.BTCUSDT'], true],
  ['all that a trader wants', ['publicTrade.BTCUSDT', 'orderbook.1.BTCUSDT', 'tickers.BTCUSDT'], true],
  [
    'a deep book as well',
    ['publicTrade.BTCUSDT', 'orderbook.50.BTCUSDT', 'tickers.BTCUSDT', 'kline.1.BTCUSDT'],
    true,
  ],
];

for (const [name, topics, trades] of CASES) {
  const clock = new SimulatedClock(START_MS);
  const facts = linearSymbol({ symbol: 'BTCUSDT', tickSize: '0.10', lotSize: '0.001' });
  const source = randomMarket({
    seed: 1,
    startMs: START_MS,
    startTicks: 600_000,
    eventsPerSecond: EVENTS_PER_SECOND,
  });
  const venue = new SimulatedVenue({ clock, markets: [{ facts, source }], accounts: [{ name: 'one' }] });
  let frames = 0;
  venue.listen({ onPrivate: () => {}, onPublic: () => frames++ });
  for (const topic of topics) venue.wantTopic(topic, true);
  venue.start();
  clock.runUntil(START_MS + HOUR_MS / 6);
  if (trades) enter(venue);
  const before = seqOf(venue);
  const startMs = performance.now();
  clock.runUntil(START_MS + 6 * HOUR_MS);
  const seconds = (performance.now() - startMs) / 1_000;
  const rate = Math.round((seqOf(venue) - before) / seconds);
  console.log(`${name}: ${rate.toLocaleString('en')} events/s, ${frames.toLocaleString('en')} frames`);
}

function enter(venue: SimulatedVenue): void {
  const order = { category: 'linear', symbol: 'BTCUSDT', orderType: 'Market', qty: '0.010' };
  venue.request('one', 'POST', '/v5/order/create', { ...order, side: 'Buy' });
  const stop = { side: 'Sell', triggerPrice: '1000', triggerDirection: 2, triggerBy: 'MarkPrice' };
  venue.request('one', 'POST', '/v5/order/create', { ...order, ...stop, reduceOnly: true });
}

function seqOf(venue: SimulatedVenue): number {
  const params = { category: 'linear', symbol: 'BTCUSDT', limit: '1' };
  return Number(venue.request(null, 'GET', '/v5/market/orderbook', params).result['seq']);
}
