import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PositionView } from './strategy.ts';
import {
  type BenchMinute,
  btcSettings,
  MinuteBench,
  mirrored,
  mirroredResult,
} from './testing/minute-bench.ts';
import { NaiveAuction, type NaiveRules, naiveSections } from './testing/naive-auction.ts';

/** Rules at random, dense around the values at which they decide. */
const anyRules: fc.Arbitrary<NaiveRules> = fc.record({
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
const anyMinute: fc.Arbitrary<BenchMinute> = fc
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
const anyMinutes: fc.Arbitrary<BenchMinute[]> = fc
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

/** For each minute: whether an entry was submitted right after it. */
const anyEntries = fc.infiniteStream(fc.integer({ min: 0, max: 9 }).map((n) => n === 0));

test('equals the naive reference on random rules and minutes', () => {
  const seen = new Map<string, number>();
  const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  fc.assert(
    fc.property(anyRules, anyMinutes, anyEntries, (rules, minutes, entries) => {
      const bench = new MinuteBench(btcSettings(naiveSections(rules)));
      const naive = new NaiveAuction(rules);
      for (const minute of minutes) {
        const result = bench.judge(minute);
        expect(result).toEqual(naive.judge(minute));
        count(result.reason);
        count(`${result.action} ${result.setup}`);
        count(result.up.state);
        if (!entries.next().value) continue;
        bench.strategy.onEntrySubmitted();
        naive.onEntrySubmitted();
      }
    }),
    { numRuns: 800, seed: 1 },
  );
  // The runs must have been to all places that can differ.
  const places = [
    'NO_SETUP',
    'NO_TRADES',
    'VA_INVALID',
    'PENDING_RETEST',
    'BREAKOUT_UNCONFIRMED',
    'CONFLICT',
    'BAD_STOP',
    'NO_TARGET',
    'ENTER_LONG breakin',
    'ENTER_SHORT breakin',
    'ENTER_LONG breakout',
    'ENTER_SHORT breakout',
    'ENTER_LONG failbreak',
    'ENTER_SHORT failbreak',
    'IDLE',
    'COUNT',
    'PENDING',
    'DONE',
  ];
  for (const place of places) expect(seen.get(place) ?? 0, place).toBeGreaterThan(20);
});

test('a mirrored market gives mirrored decisions', () => {
  const sum = 2_040;
  fc.assert(
    fc.property(anyRules, anyMinutes, anyEntries, (rules, minutes, entries) => {
      const settings = btcSettings(naiveSections(rules));
      const [upright, turned] = [new MinuteBench(settings), new MinuteBench(settings)];
      for (const minute of minutes) {
        const result = upright.judge(minute);
        expect(mirroredResult(turned.judge(mirrored(minute, sum)), sum)).toEqual(result);
        if (!entries.next().value) continue;
        upright.strategy.onEntrySubmitted();
        turned.strategy.onEntrySubmitted();
      }
    }),
    { numRuns: 300 },
  );
});

test('decisions and trackers are the same with and without a position', () => {
  const open: PositionView = { side: -1, lots: 7, entryTicks: 1_010.5, stopTicks: 1_030, openedMs: 5 };
  fc.assert(
    fc.property(anyRules, anyMinutes, (rules, minutes) => {
      const settings = btcSettings(naiveSections(rules));
      const [flat, held] = [new MinuteBench(settings), new MinuteBench(settings)];
      for (const minute of minutes) expect(held.judge(minute, open)).toEqual(flat.judge(minute));
    }),
    { numRuns: 50 },
  );
});

test('a restart at any minute goes on as if nothing had been', () => {
  fc.assert(
    fc.property(anyRules, anyMinutes, (rules, minutes) => {
      const settings = btcSettings(naiveSections(rules));
      const through = new MinuteBench(settings);
      let restarted = new MinuteBench(settings);
      for (const minute of minutes) {
        const next = new MinuteBench(settings);
        next.skip(restarted);
        next.strategy.restore(JSON.parse(JSON.stringify(restarted.strategy.state())));
        expect(next.strategy.state()).toEqual(through.strategy.state());
        restarted = next;
        expect(restarted.judge(minute)).toEqual(through.judge(minute));
      }
    }),
    { numRuns: 100 },
  );
});

test('the place of a minute on the tape does not matter, nor what lies behind it', () => {
  fc.assert(
    fc.property(anyRules, anyMinutes, (rules, minutes) => {
      const settings = btcSettings(naiveSections(rules));
      const [long, short] = [new MinuteBench(settings, 100), new MinuteBench(settings, 1)];
      for (const minute of minutes) expect(short.judge(minute)).toEqual(long.judge(minute));
    }),
    { numRuns: 50 },
  );
});
