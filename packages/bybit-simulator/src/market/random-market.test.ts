import { describe, expect, it } from 'vitest';
import type { MarketEvents } from './market-source.ts';
import { type RandomMarketOptions, randomMarket } from './random-market.ts';
import { playAll } from './testing/play-all.ts';

const START_MS = Date.UTC(2026, 0, 1);
const options: RandomMarketOptions = { seed: 1, startMs: START_MS, startTicks: 600_000 };

describe('randomMarket', () => {
  it('is decided by its seed', () => {
    expect(playAll(randomMarket(options))).toEqual(playAll(randomMarket(options)));
    expect(playAll(randomMarket(options))).not.toEqual(playAll(randomMarket({ ...options, seed: 2 })));
  });

  it('has a bid below its ask, trades at one of them, and prices near them', () => {
    let bid = 0;
    let ask = 0;
    const into: MarketEvents = {
      quote: (bidTicks, bidLots, askTicks, askLots) => {
        expect(bidTicks < askTicks && bidLots > 0 && askLots > 0).toBe(true);
        [bid, ask] = [bidTicks, askTicks];
      },
      trade: (ticks, lots, side) => {
        expect(ticks).toBe(side > 0 ? ask : bid);
        expect(lots).toBeGreaterThan(0);
      },
      prices: (mark, index) => {
        expect(Math.abs(mark / 100 - bid)).toBeLessThan(bid / 100);
        expect(Math.abs(index / 100 - bid)).toBeLessThan(bid / 100);
      },
      fundingRate: () => {},
    };
    const market = randomMarket(options);
    let lastMs = START_MS;
    for (let count = 0; count < 20_000; count++) {
      expect(market.nextMs).toBeGreaterThanOrEqual(lastMs);
      lastMs = market.nextMs;
      market.take(into);
    }
  });

  it('stays in the neighbourhood of its start for months', () => {
    const market = randomMarket({ ...options, eventsPerSecond: 0.1 });
    let least = Number.POSITIVE_INFINITY;
    let most = 0;
    const into: MarketEvents = {
      quote: () => {},
      trade: (ticks) => {
        least = Math.min(least, ticks);
        most = Math.max(most, ticks);
      },
      prices: () => {},
      fundingRate: () => {},
    };
    while (market.nextMs < START_MS + 60 * 86_400_000) market.take(into);
    expect(least).toBeGreaterThanOrEqual(299_990);
    expect(most).toBeLessThanOrEqual(1_200_010);
    expect(most - least).toBeGreaterThan(1_000);
  });

  it('has about the asked rate of events, and ends when told to', () => {
    const endMs = START_MS + 3_600_000;
    const events = playAll(randomMarket({ ...options, endMs, eventsPerSecond: 5 }), 100_000);
    const rate = events.filter((text) => !text.includes('prices')).length / 3_600;
    expect(rate).toBeGreaterThan(2);
    expect(rate).toBeLessThan(12);
    expect(Number(events.at(-1)!.split(' ')[0])).toBeLessThanOrEqual(endMs);
  });
});
