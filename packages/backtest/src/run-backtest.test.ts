import { defaultConfig, defineInstrument, Random, resolveConfig } from '@auction-trader/core';
import { arraySource, type QuoteRow, type TradeRow } from '@auction-trader/ingestion';
import { describe, expect, it } from 'vitest';
import { type RunResult, runBacktest, runReference } from './index.ts';

const instrument = defineInstrument({ venue: 'bybit', symbol: 'BTCUSDT', tickSize: '0.1', lotSize: '0.001' });

/** A market that wanders and comes back, so that setups, stops and targets all happen. */
function randomMarket(
  seed: number,
  minutes: number,
  perMinute: number,
  withQuotes: boolean,
  unsided: number,
) {
  const random = new Random(seed);
  const trades: TradeRow[] = [];
  const quotes: QuoteRow[] = [];
  let price = 500_000;
  let anchor = price;
  const startMs = Date.UTC(2024, 0, 1, 20);
  for (let minute = 0; minute < minutes; minute++) {
    if (random.uniform() < 0.02) continue;
    const times = Array.from({ length: 1 + Math.floor(random.uniform() * 2 * perMinute) }, () =>
      Math.floor(random.uniform() * 60_000),
    ).sort((a, b) => a - b);
    const push = random.uniform() < 0.03 ? random.normal() * 60 : 0;
    for (const time of times) {
      price = Math.round(price + random.normal() * 12 + push + (anchor - price) * 0.004);
      if (random.uniform() < 0.0005) anchor = price + Math.round(random.normal() * 800);
      const timeMs = startMs + minute * 60_000 + time;
      const side = random.uniform() < 0.5 + push / 200 ? 1 : -1;
      if (withQuotes && random.uniform() < 0.7) {
        const wide = 1 + Math.floor(random.uniform() * 3);
        const crossed = random.uniform() < 0.01;
        quotes.push({
          timeMs,
          bidTicks: price - (crossed ? -wide : wide),
          askTicks: price,
          bidLots: 1 + Math.floor(random.uniform() * 50),
          askLots: 1 + Math.floor(random.uniform() * 50),
        });
        if (random.uniform() < 0.1) quotes.push({ ...quotes.at(-1)! });
      }
      trades.push({
        timeMs,
        priceTicks: price,
        sizeLots: 1 + Math.floor(random.exponential() * 40),
        side: random.uniform() < unsided ? 0 : side,
      });
    }
  }
  return arraySource({ instrument, trades, quotes });
}

function sameRun(fast: RunResult, plain: RunResult) {
  expect(fast.fills).toEqual(plain.fills);
  expect(fast.trades).toEqual(plain.trades);
  expect(fast.funding).toEqual(plain.funding);
  expect(fast.finalEquity).toBe(plain.finalEquity);
}

describe('runBacktest', () => {
  it('trades on a random market', () => {
    const source = randomMarket(1, 3000, 20, true, 0);
    const config = defaultConfig();
    const fast = runBacktest(source, config);
    const plain = runReference(source, config);
    console.log(fast.trades.length, fast.fills.length, fast.finalEquity, fast.tape.length);
    sameRun(fast, plain);
  });
});
