import { configSchema } from '@auction-trader/core';
import { AuctionStrategy, signalSettings } from '@auction-trader/signals';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prepareFeatures, prepareMarket } from '../market.ts';
import { randomMarket } from '../testing/random-market.ts';
import { RandomStrategy } from '../testing/random-strategy.ts';
import { runBars } from './run-bars.ts';

const config = configSchema.parse({
  instrument: { rolling_window_minutes: 30 },
  startup: { warmup_minutes: 30, warmup_max_missing_minutes: 10 },
  value_area: { min_va_bins: 5 },
});

const shapes = fc.record({
  seed: fc.integer(),
  minutes: fc.integer({ min: 200, max: 900 }),
  perMinute: fc.constantFrom(2, 15),
  quotes: fc.boolean(),
  unsided: fc.constant(0),
  startHour: fc.constantFrom(0, 20),
});

describe('bar mode on random markets', () => {
  it('asks a strategy for prints near a level by the range, as if it knew', () => {
    let trades = 0;
    fc.assert(
      fc.property(shapes, (shape) => {
        const source = randomMarket(shape);
        const market = prepareMarket(source, config);
        const features = prepareFeatures(market, config);
        const run = (byRange: boolean) =>
          runBars({
            source,
            quotes: market.days.quotes,
            tape: market.tape,
            features,
            config,
            strategy: new AuctionStrategy(signalSettings(config, source.instrument, { byRange })),
          });
        const [levels, knows] = [run(false), run(true)];
        expect(levels.fills).toEqual(knows.fills);
        expect([...levels.signals.flags]).toEqual([...knows.signals.flags]);
        trades += levels.trades.length;
      }),
      { numRuns: 30 },
    );
    expect(trades).toBeGreaterThan(30);
  });

  it('keeps the books: fills later than decided, never more than wanted, cash as the trades say', () => {
    const wishes = fc.record({
      seed: fc.integer(),
      entries: fc.constantFrom(0.1, 1),
      reach: fc.constantFrom(5, 50),
      onTicks: fc.constant(false),
    });
    const limits = fc.record({
      use_limit_for_entry: fc.boolean(),
      limit_order_timeout_minutes: fc.constantFrom(0.5, 1, 3),
      limit_fill_rule: fc.constantFrom('through', 'touch', 'queue'),
    });
    fc.assert(
      fc.property(
        shapes,
        wishes,
        limits,
        fc.constantFrom(null, 200),
        (shape, wish, execution, maxDailyLoss) => {
          const source = randomMarket(shape);
          const drawn = configSchema.parse({ ...config, execution, risk: { max_daily_loss: maxDailyLoss } });
          const { tape, days } = prepareMarket(source, drawn);
          const features = prepareFeatures({ tape }, drawn);
          const strategy = new RandomStrategy(wish);
          const run = runBars({ source, quotes: days.quotes, tape, features, config: drawn, strategy });
          let held = 0;
          for (const fill of run.fills) {
            expect(fill.fillMs).toBeGreaterThan(fill.submitMs);
            expect(fill.displayedLots).toBeNaN();
            held += fill.side * fill.lots;
            const { lots } = [...run.trades, run.openTrade].find((trade) => trade?.tradeId === fill.tradeId)!;
            expect(Math.abs(held)).toBeLessThanOrEqual(lots);
          }
          const net = run.trades.reduce((sum, { netPnl }) => sum + netPnl, run.openTrade?.netPnl ?? 0);
          expect(run.finalEquity - run.openResult - 10_000).toBeCloseTo(net, 6);
        },
      ),
      { numRuns: 50 },
    );
  });
});
