import fc from 'fast-check';
import type { BenchMinute } from './minute-bench.ts';
import type { NaiveRules } from './naive-auction.ts';

/** Rules at random, dense around the values at which they decide. */
export const anyRules: fc.Arbitrary<NaiveRules> = fc.record({
  closes: fc.integer({ min: 1, max: 4 }),
  retest: fc.boolean(),
  waitMinutes: fc.constantFrom(0, 1, 2, 4),
  eachBar: fc.boolean(),
  contextRequired: fc.boolean(),
  crossingMinTicks: fc.integer({ min: 1, max: 3 }),
  crossingSpread: fc.constantFrom(0, 10_000, 15_000),
  flow: thresholds(0, 20),
  flowNorm: thresholds(0, 10_000),
  imbalance: thresholds(0, 3_000),
  useImbalance: fc.boolean(),
  ambiguousMax: fc.constantFrom(0, 3_500, 10_000),
  bufferTicks: fc.integer({ min: 0, max: 3 }),
  minStopTicks: fc.constantFrom(1, 2, 6),
  tp1R: fc.constantFrom(1, 5_000, 10_000, 15_000),
  tp2R: fc.constantFrom(1, 10_000, 12_500, 20_000),
  boundary: fc.boolean(),
});

/** Entry, breakout and fail: the last is written as at most 0. */
function thresholds(min: number, max: number): fc.Arbitrary<readonly [number, number, number]> {
  const one = fc.oneof(fc.constantFrom(min, 10, 1_000), fc.integer({ min, max }));
  return fc.tuple(one, one, one).map(([a, b, c]) => [a, b, 0 - c] as const);
}

const price = fc.integer({ min: 1_000, max: 1_040 });

/** A minute that often opens, crosses and closes around a small, moving value area. */
export const anyMinute: fc.Arbitrary<BenchMinute> = fc
  .record({
    bar: fc.tuple(price, price, price, price),
    // Keeps most bars on one side of a boundary, so that sequences grow long.
    reach: fc.constantFrom(0, 1, 1, 2, 3),
    poc: fc.integer({ min: 2_020, max: 2_060 }),
    spans: fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 8 })),
    skipped: fc.array(price, { maxLength: 12 }),
    flowLots: fc.integer({ min: -6, max: 6 }),
    otherLots: fc.integer({ min: 0, max: 6 }),
    imbalance: fc.constantFrom(Number.NaN, -0.3, -0.1, 0, 0.05, 0.1, 0.3),
    ambiguous: fc.constantFrom(0, 0, 0, 0.35, 0.36, 1),
    spread: fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 4 })),
    kind: fc.oneof(
      { weight: 40, arbitrary: fc.constant('traded' as const) },
      { weight: 3, arbitrary: fc.constant('synthetic' as const) },
      { weight: 1, arbitrary: fc.constant('invalid' as const) },
      { weight: 1, arbitrary: fc.constant('synthetic-invalid' as const) },
    ),
    gap: fc.integer({ min: 0, max: 49 }).map((n) => n === 0),
  })
  .map((raw) => {
    const [open, first, second, close] = raw.bar;
    const pull = (value: number) => close + Math.trunc(((value - close) * raw.reach) / 3);
    const [o, a, b] = [pull(open), pull(first), pull(second)];
    const lowTicks = Math.min(o, a, b, close);
    const highTicks = Math.max(o, a, b, close);
    const printed = new Set([o, lowTicks, highTicks, close]);
    const every = Array.from({ length: highTicks - lowTicks + 1 }, (_, i) => lowTicks + i);
    const traded = every.filter((tick) => printed.has(tick) || !raw.skipped.includes(tick));
    return {
      openTicks: o,
      highTicks,
      lowTicks,
      closeTicks: close,
      flowLots: raw.flowLots,
      volumeLots: Math.abs(raw.flowLots) + raw.otherLots,
      imbalance: raw.imbalance,
      valTicks: Math.floor(raw.poc / 2) - raw.spans[0],
      pocHalfTicks: raw.poc,
      vahTicks: Math.ceil(raw.poc / 2) + raw.spans[1],
      ambiguous: raw.ambiguous,
      spreadSum: raw.spread[0],
      spreadCount: raw.spread[1],
      kind: raw.kind,
      gap: raw.gap,
      tradedTicks: traded,
    };
  });

/** A run of minutes; the value area holds still for a while, as it does in a market. */
export const anyMinutes: fc.Arbitrary<BenchMinute[]> = fc
  .array(fc.tuple(anyMinute, fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 80, size: 'max' })
  .map((drawn) => {
    const minutes: BenchMinute[] = [];
    for (const [minute, keep] of drawn) {
      const last = minutes.at(-1);
      if (last === undefined || keep === 0) minutes.push(minute);
      else {
        const { valTicks, pocHalfTicks, vahTicks } = last;
        minutes.push({ ...minute, valTicks, pocHalfTicks, vahTicks });
      }
    }
    return minutes;
  });
