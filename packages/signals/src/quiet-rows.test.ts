import { configSchema, defineInstrument, NO_PRICE, REASON } from '@auction-trader/core';
import { FeatureColumns } from '@auction-trader/features';
import { MINUTE_FLAG, MinuteTape } from '@auction-trader/ingestion';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AuctionStrategy } from './auction-strategy.ts';
import { Decision } from './decision.ts';
import { signalSettings } from './signal-settings.ts';

const instrument = defineInstrument({ venue: 'bybit', symbol: 'BTCUSDT', tickSize: '0.1', lotSize: '0.001' });

/** Three prints about a price. */
function nearby(middle: number, reach = 3) {
  const print = fc.integer({ min: middle - reach, max: middle + reach });
  return fc.tuple(print, print, print);
}

/** One minute near a value area of 90..110 about 100, ticks. */
const minutes = fc.array(
  fc.record({
    prices: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(85, 100, 100, 115).chain((middle) => nearby(middle)) },
      { weight: 1, arbitrary: fc.constant(100).chain((middle) => nearby(middle, 20)) },
    ),
    val: fc.integer({ min: 88, max: 92 }),
    vah: fc.integer({ min: 108, max: 112 }),
    valid: fc.integer({ min: 0, max: 40 }).map((draw) => (draw === 0 ? 0 : 1)),
    flags: fc.oneof(
      { weight: 30, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.constantFrom(MINUTE_FLAG.SYNTHETIC, MINUTE_FLAG.FEED_GAP) },
    ),
    flow: fc.integer({ min: -50, max: 50 }),
  }),
  { minLength: 1, maxLength: 120 },
);

type Minute = typeof minutes extends fc.Arbitrary<(infer Row)[]> ? Row : never;

function columns(rows: readonly Minute[]) {
  // Low, high and close are prints, which is all that a tolerance this wide needs.
  const levels = { priceTicks: new Int32Array(0), sizeLots: new Int32Array(0), from: 0, to: 0, locate() {} };
  const tape = new MinuteTape(rows.length, levels);
  const features = new FeatureColumns(rows.length);
  for (const [index, { prices, val, vah, valid, flags, flow }] of rows.entries()) {
    tape.lowTicks[index] = Math.min(...prices);
    tape.highTicks[index] = Math.max(...prices);
    tape.closeTicks[index] = prices[0];
    tape.openTicks[index] = prices[1];
    tape.volumeLots[index] = 100;
    tape.flags[index] = flags;
    tape.quoteImbalanceEma[index] = flow / 100;
    features.valid[index] = valid;
    features.valTicks[index] = valid === 1 ? val : NO_PRICE;
    features.vahTicks[index] = valid === 1 ? vah : NO_PRICE;
    features.pocHalfTicks[index] = valid === 1 ? 200 : NO_PRICE;
    features.flowLots[index] = flow;
    features.spreadCount[index] = 1;
    features.spreadSumTicks[index] = 1;
  }
  tape.length = rows.length;
  return { tape, features };
}

describe('the auction strategy asleep', () => {
  it('misses no decision and no change of a tracker', () => {
    let passed = 0;
    fc.assert(
      fc.property(
        minutes,
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 1, max: 3 }),
        (rows, retest, context, k) => {
          const config = configSchema.parse({
            signal: {
              enable_retest_mode: retest,
              failbreak_context_required: context,
              accept_outside_k: k,
              crossing_min_ticks: 40,
            },
          });
          const strategy = new AuctionStrategy(signalSettings(config, instrument));
          const { tape, features } = columns(rows);
          const position = { side: 0, lots: 0, entryTicks: 0, stopTicks: 0, openedMs: 0 };
          const decision = new Decision();
          let wakesAt = 0;
          for (let index = 0; index < rows.length; index++) {
            if (index >= wakesAt) wakesAt = strategy.nextRow(tape, features, index, rows.length);
            const before = JSON.stringify(strategy.state());
            const { revision } = strategy;
            decision.reset();
            strategy.onMinute({ instrument, tape, features, index, decisionMs: 0, position }, decision);
            if (JSON.stringify(strategy.state()) !== before) expect(strategy.revision).not.toBe(revision);
            if (index >= wakesAt) continue;
            passed++;
            expect(decision.side).toBe(0);
            expect(decision.reason === REASON.NO_SETUP || decision.reason === REASON.NO_TRADES).toBe(true);
            expect(JSON.stringify(strategy.state())).toBe(before);
          }
        },
      ),
      { numRuns: 800 },
    );
    expect(passed).toBeGreaterThan(1_000);
  });
});
