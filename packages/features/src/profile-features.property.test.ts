import { defaultConfig, NO_PRICE } from '@auction-trader/core';
import type { MinuteTape } from '@auction-trader/ingestion';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FeatureColumns } from './feature-columns.ts';
import { ProfileFeatures } from './profile-features.ts';
import type { ProfileSettings } from './profile-settings.ts';
import { builtMarket, wanderingMarket } from './testing/built-market.ts';
import { type PlainRow, plainFeatures } from './testing/plain-features.ts';
import { FIRST_MINUTE_MS, type SmallMinute, smallTape } from './testing/small-tape.ts';

/** Any settings, most of them small enough that every rule decides within a few minutes. */
const anySettings: fc.Arbitrary<ProfileSettings> = fc.record({
  windowMinutes: fc.integer({ min: 2, max: 12 }),
  baseBinTicks: fc.constantFrom(1, 1, 2, 10),
  alphaBin: fc.constantFrom(0.05, 0.25, 1, 5),
  binWidthMaxTicks: fc.constantFrom(1, 7, 200, 10_000),
  rebucketIntervalMinutes: fc.constantFrom(1, 4, 15),
  rebucketChangeBasisPoints: fc.constantFrom(0, 2_500, 10_000),
  minBins: fc.integer({ min: 1, max: 6 }),
  fractionBasisPoints: fc.constantFrom(5_000, 7_000, 9_500),
  expansion: fc.constantFrom('single', 'pair'),
  edgeMode: fc.constantFrom('key', 'outer'),
  spreadLookbackMinutes: fc.integer({ min: 1, max: 6 }),
  useBvc: fc.boolean(),
  bvcLookbackMinutes: fc.integer({ min: 1, max: 8 }),
});

const anyDraw = fc.record({
  traded: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  // The last outgrows the profile's first memory.
  move: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: -30, max: 30 }) },
    { weight: 1, arbitrary: fc.constantFrom(-5_000, 9_000) },
  ),
  levels: fc.array(fc.tuple(fc.integer({ min: -25, max: 25 }), fc.integer({ min: 1, max: 30 })), {
    minLength: 1,
    maxLength: 10,
  }),
  spread: fc.integer({ min: 1, max: 4 }),
  missing: fc.boolean(),
  realSide: fc.boolean(),
  flow: fc.integer({ min: -20, max: 20 }),
  ambiguous: fc.integer({ min: 0, max: 4 }),
  close: fc.nat(),
});

/** Minutes of a wandering price; quotes begin at some minute and never end. */
const minutesOf = (minLength: number, maxLength: number): fc.Arbitrary<SmallMinute[]> =>
  fc
    .tuple(fc.array(anyDraw, { minLength, maxLength }), fc.constantFrom(0, 0, 0, 2, 100))
    .map(([draws, quotedFrom]) => {
      let price = 100_000;
      return draws.map((draw, index): SmallMinute => {
        price += draw.move;
        const quote = index < quotedFrom ? null : ([price, price + draw.spread] as const);
        // A tape begins with a trade.
        if (!draw.traded && index > 0) return { quote, missing: draw.missing };
        const levels = Object.fromEntries(draw.levels.map(([offset, lots]) => [price + offset, lots]));
        const prices = Object.keys(levels).map(Number);
        const { realSide, flow: flowLots, ambiguous: ambiguousLots } = draw;
        const closeTicks = prices[draw.close % prices.length]!;
        return { levels, quote, realSide, flowLots, ambiguousLots, closeTicks };
      });
    });

const anyMinutes = minutesOf(1, 50);

function featuresOf(tape: MinuteTape, settings: ProfileSettings, from = 0): FeatureColumns {
  const features = new FeatureColumns(tape.capacity);
  const profile = new ProfileFeatures(settings);
  for (let index = from; index < tape.length; index++) profile.update(tape, features, index);
  return features;
}

function rowOf(features: FeatureColumns, index: number): PlainRow {
  const price = (ticks: number) => (ticks === NO_PRICE ? null : ticks);
  return {
    sigma: features.sigma[index]!,
    binWidthTicks: features.binWidthTicks[index]!,
    rebucketed: features.rebucketed[index]!,
    valid: features.valid[index] === 1,
    pocHalfTicks: price(features.pocHalfTicks[index]!),
    vahTicks: price(features.vahTicks[index]!),
    valTicks: price(features.valTicks[index]!),
    vahEdgeTicks: price(features.vahEdgeTicks[index]!),
    valueAreaLots: features.valueAreaLots[index]!,
    valueAreaBins: features.valueAreaBins[index]!,
    profileBins: features.profileBins[index]!,
    windowLots: features.windowLots[index]!,
    spreadSumTicks: features.spreadSumTicks[index]!,
    spreadCount: features.spreadCount[index]!,
    missingMinutes: features.missingMinutes[index]!,
    flowLots: features.flowLots[index]!,
    ambiguousFraction: features.ambiguousFraction[index]!,
    bvcBuyFraction: features.bvcBuyFraction[index]!,
  };
}

const rowsOf = (features: FeatureColumns) =>
  Array.from({ length: features.length }, (_, index) => rowOf(features, index));

describe('profile features', () => {
  it('equal the plain reading of the rules, bit for bit', () => {
    fc.assert(
      fc.property(anyMinutes, anySettings, (minutes, settings) => {
        expect(rowsOf(featuresOf(smallTape(minutes), settings))).toEqual(plainFeatures(minutes, settings));
      }),
      { numRuns: 300 },
    );
  });

  it('know nothing of what comes later', () => {
    fc.assert(
      fc.property(anyMinutes, anySettings, fc.nat(), (minutes, settings, draw) => {
        const until = 1 + (draw % minutes.length);
        const whole = rowsOf(featuresOf(smallTape(minutes), settings));
        const cut = rowsOf(featuresOf(smallTape(minutes.slice(0, until)), settings));
        expect(cut).toEqual(whole.slice(0, until));
      }),
    );
  });

  it('forget where the tape began once the window has passed and the clock has set the width', () => {
    fc.assert(
      fc.property(
        minutesOf(45, 60),
        anySettings,
        fc.integer({ min: 1, max: 10 }),
        (minutes, settings, begin) => {
          const { windowMinutes, spreadLookbackMinutes, bvcLookbackMinutes, rebucketIntervalMinutes } =
            settings;
          const later = minutes.slice(begin);
          fc.pre(later[0]!.levels !== undefined && later[0]!.quote !== null);
          const window = Math.max(windowMinutes, spreadLookbackMinutes, bvcLookbackMinutes);
          const same = begin + window + 1 + rebucketIntervalMinutes + 1;
          const whole = rowsOf(featuresOf(smallTape(minutes), settings));
          const late = rowsOf(featuresOf(smallTape(later, FIRST_MINUTE_MS + begin * 60_000), settings));
          expect(whole.length).toBeGreaterThan(same);
          expect(late.slice(same - begin)).toEqual(whole.slice(same));
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('restart', () => {
  it('at any minute, with no more of the tape than the windows, changes nothing', () => {
    fc.assert(
      fc.property(minutesOf(2, 50), anySettings, fc.nat(), (minutes, settings, draw) => {
        const { windowMinutes, spreadLookbackMinutes, bvcLookbackMinutes } = settings;
        const tape = smallTape(minutes);
        const at = 1 + (draw % (minutes.length - 1));
        const whole = rowsOf(featuresOf(tape, settings));
        const before = new ProfileFeatures(settings);
        const scratch = new FeatureColumns(tape.capacity);
        for (let index = 0; index < at; index++) before.update(tape, scratch, index);
        const saved = JSON.parse(JSON.stringify(before.snapshot()));
        const first = Math.max(
          0,
          at - Math.max(windowMinutes, spreadLookbackMinutes, bvcLookbackMinutes) - 1,
        );
        const kept = smallTape(minutes.slice(first), FIRST_MINUTE_MS + first * 60_000);
        // A tape that begins with a minute without trades knows its close all the same.
        for (let index = first; index < minutes.length; index++)
          kept.closeTicks[index - first] = tape.closeTicks[index]!;
        const after = new ProfileFeatures(settings);
        after.restore(saved);
        const features = new FeatureColumns(kept.capacity);
        for (let index = at - first; index < kept.length; index++) after.update(kept, features, index);
        expect(rowsOf(features).slice(at - first)).toEqual(whole.slice(at));
      }),
      { numRuns: 300 },
    );
  });

  it('refuses what is no state', () => {
    const [settings] = fc.sample(anySettings, { numRuns: 1, seed: 7 });
    const features = new ProfileFeatures(settings!);
    const broken = { ...features.snapshot(), widthTicks: '7' } as unknown as ReturnType<
      typeof features.snapshot
    >;
    expect(() => features.restore(broken)).toThrow(expect.objectContaining({ code: 'BAD_STATE' }));
  });
});

describe('time zones', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('and daylight saving have no effect', () => {
    const minutes = fc.sample(anyMinutes, { numRuns: 5, seed: 7 });
    const [settings] = fc.sample(anySettings, { numRuns: 1, seed: 7 });
    // 02:00 does not exist in New York on this day.
    const clockChange = Date.UTC(2024, 2, 10, 6, 50);
    const zones = ['UTC', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'];
    const hours = new Set<number>();
    const results = zones.map((zone) => {
      vi.stubEnv('TZ', zone);
      hours.add(new Date(clockChange).getHours());
      const fromTicks = builtMarket(wanderingMarket(3, 90), defaultConfig(), 'synthetic');
      const fromMinutes = minutes.map((list) => featuresOf(smallTape(list, clockChange), settings!));
      return [fromTicks.features, ...fromMinutes].map(rowsOf);
    });
    // The zones were really in force.
    expect(hours.size).toBe(zones.length);
    for (const result of results) expect(result).toEqual(results[0]);
  });
});
