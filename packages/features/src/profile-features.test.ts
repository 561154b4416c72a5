import { defaultConfig, NO_PRICE } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import { FeatureColumns } from './feature-columns.ts';
import { ProfileFeatures } from './profile-features.ts';
import { type ProfileSettings, profileSettings } from './profile-settings.ts';
import { type SmallMinute, smallTape } from './testing/small-tape.ts';

const defaults: ProfileSettings = { ...profileSettings(defaultConfig()), minBins: 1 };

function featuresOf(
  minutes: readonly SmallMinute[],
  settings: Partial<ProfileSettings> = {},
): FeatureColumns {
  const tape = smallTape(minutes);
  const features = new FeatureColumns(tape.length);
  const profile = new ProfileFeatures({ ...defaults, ...settings });
  for (let index = 0; index < tape.length; index++) profile.update(tape, features, index);
  return features;
}

/** A minute with a quote of one tick at 500. */
const minute = (levels: Readonly<Record<number, number>>, rest: Partial<SmallMinute> = {}): SmallMinute => ({
  levels,
  quote: [500, 501],
  ...rest,
});

/** Three minutes: enough for a sigma. The mid stands still, so a bin is one tick. */
const threeMinutes = (levels: Readonly<Record<number, number>>): SmallMinute[] => [
  minute(levels),
  minute({}),
  minute({}),
];

describe('value area', () => {
  // Ticks of 100 USDT stand for rows of 100 USDT.
  const E3 = { 498: 100, 499: 250, 500: 400, 501: 300, 502: 150, 503: 50 };

  it('publishes lower edges (E3)', () => {
    const features = featuresOf(threeMinutes(E3), { minBins: 6 });
    expect(features.valid[2]).toBe(1);
    expect(features.pocHalfTicks[2]).toBe(2 * 500);
    expect(features.valTicks[2]).toBe(499);
    expect(features.vahTicks[2]).toBe(501);
    expect(features.vahEdgeTicks[2]).toBe(502);
    expect(features.valueAreaLots[2]! / features.windowLots[2]!).toBe(0.76);
    expect(features.windowLots[2]).toBe(1_250);
    expect(features.valueAreaBins[2]).toBe(3);
    expect(features.profileBins[2]).toBe(6);
  });

  it('publishes the top edge and the middle of the POC with `outer` (E3)', () => {
    const features = featuresOf(threeMinutes(E3), { edgeMode: 'outer' });
    expect(features.pocHalfTicks[2]! / 2).toBe(500.5);
    expect(features.vahTicks[2]).toBe(502);
    expect(features.vahEdgeTicks[2]).toBe(502);
    expect(features.valTicks[2]).toBe(499);
  });

  it('keeps the middle of an odd bin in half ticks (P7)', () => {
    // Bins of 7 ticks: VAL 49,900.2, POC 50,000.3 and the bin below VAH 50,100.4.
    const bins = { 499002: 1_000, 500003: 2_000, 500997: 1_000 };
    const minutes = [
      minute(bins, { quote: [500_000, 500_001] }),
      minute({ 500003: 1 }, { quote: [400_000, 400_001] }),
      minute({ 500003: 1 }, { quote: [500_000, 500_001] }),
    ];
    const settings = { binWidthMaxTicks: 7, fractionBasisPoints: 9_500, edgeMode: 'outer' } as const;
    const features = featuresOf(minutes, settings);
    expect(features.binWidthTicks[2]).toBe(7);
    expect(features.pocHalfTicks[2]! / 2).toBe(500_006.5);
    expect(features.valTicks[2]).toBe(499_002);
    expect(features.vahTicks[2]).toBe(501_004);
  });

  it('takes pairs when it is told to (P11 a)', () => {
    const levels = { 98: 50, 99: 100, 100: 200, 101: 100, 102: 50 };
    const features = featuresOf(threeMinutes(levels), { expansion: 'pair' });
    expect([features.valTicks[2], features.vahTicks[2], features.valueAreaLots[2]]).toEqual([98, 100, 350]);
  });

  it('is invalid with 19 bins with volume and valid with 20 (17.3 j)', () => {
    const flat = (bins: number) =>
      threeMinutes(Object.fromEntries(Array.from({ length: bins }, (_, bin) => [bin, 1])));
    const twenty = featuresOf(flat(20), { minBins: 20 });
    expect([twenty.valid[2], twenty.pocHalfTicks[2]! / 2, twenty.valTicks[2], twenty.vahTicks[2]]).toEqual([
      1, 9, 2, 15,
    ]);
    expect(twenty.valueAreaLots[2]! / twenty.windowLots[2]!).toBe(0.7);
    const nineteen = featuresOf(flat(19), { minBins: 20 });
    expect(nineteen.valid[2]).toBe(0);
    expect(nineteen.pocHalfTicks[2]).toBe(NO_PRICE);
    expect(nineteen.valTicks[2]).toBe(NO_PRICE);
    expect(nineteen.vahTicks[2]).toBe(NO_PRICE);
    expect(nineteen.vahEdgeTicks[2]).toBe(NO_PRICE);
    expect([nineteen.valueAreaLots[2], nineteen.valueAreaBins[2]]).toEqual([0, 0]);
    // Width and bin count stay.
    expect([nineteen.binWidthTicks[2], nineteen.profileBins[2]]).toEqual([1, 19]);
  });

  it('counts bins of the whole profile for its validity, not those inside', () => {
    const peak = Object.fromEntries(Array.from({ length: 20 }, (_, bin) => [bin, bin === 7 ? 1_000 : 1]));
    const features = featuresOf(threeMinutes(peak), { minBins: 20 });
    expect([features.valid[2], features.valueAreaBins[2]]).toEqual([1, 1]);
  });

  it('is invalid without a sigma: fewer than two returns, or no quote at all', () => {
    const features = featuresOf(threeMinutes(E3));
    expect([...features.valid]).toEqual([0, 0, 1]);
    expect(features.sigma[0]).toBeNaN();
    expect(features.sigma[1]).toBeNaN();
    expect(features.binWidthTicks[1]).toBe(0);
    const unquoted = featuresOf([1, 2, 3, 4].map(() => minute(E3, { quote: null })));
    expect([...unquoted.valid]).toEqual([0, 0, 0, 0]);
    expect(unquoted.sigma[3]).toBeNaN();
    expect(unquoted.spreadCount[3]).toBe(0);
    expect(unquoted.windowLots[3]).toBe(5_000);
  });

  it('is invalid when nothing was traded in the window, and comes back', () => {
    const minutes = [
      minute(E3),
      minute(E3),
      minute(E3),
      minute({}),
      minute({}),
      minute({}),
      minute({}),
      minute(E3),
    ];
    const features = featuresOf(minutes, { windowMinutes: 3 });
    expect([...features.valid]).toEqual([0, 0, 1, 1, 1, 0, 0, 1]);
    expect(features.windowLots[5]).toBe(0);
    expect(features.binWidthTicks[5]).toBe(1);
    expect(features.profileBins[5]).toBe(0);
    expect(features.pocHalfTicks[7]).toBe(1_000);
  });

  it('follows a change of width while nothing is traded', () => {
    const wide = { binWidthMaxTicks: 50, windowMinutes: 3, rebucketChangeBasisPoints: 0 };
    const quote = (bid: number) => ({ quote: [bid, bid + 1] as const });
    const minutes = [
      minute({ 100: 5 }, quote(500)),
      minute({ 100: 5 }, quote(500)),
      minute({ 100: 5 }, quote(500)),
      minute({}, quote(500)),
      minute({}, quote(500)),
      minute({}, quote(500)),
      minute({ 120: 5, 149: 2 }, quote(900)),
    ];
    const features = featuresOf(minutes, wide);
    expect(features.binWidthTicks[6]).toBe(50);
    expect(features.valTicks[6]).toBe(100);
    expect(features.valueAreaLots[6]).toBe(7);
  });
});

it('follows a change of width while one price is traded', () => {
  const quotes = [500, 500, 500, 900].map((bid) => [bid, bid + 1] as const);
  const features = featuresOf(
    quotes.map((quote) => minute({ 149: 5 }, { quote })),
    { binWidthMaxTicks: 50 },
  );
  expect([...features.binWidthTicks]).toEqual([0, 0, 1, 50]);
  expect([features.pocHalfTicks[2]! / 2, features.pocHalfTicks[3]! / 2]).toEqual([149, 100]);
  expect([features.valueAreaLots[3], features.profileBins[3]]).toEqual([20, 1]);
});

describe('windows', () => {
  it('adds the newest minute and drops the oldest, by the clock', () => {
    const minutes = [{ 5: 10 }, { 6: 10 }, {}, { 7: 10 }, { 8: 10 }].map((levels) => minute(levels));
    expect([...featuresOf(minutes, { windowMinutes: 3 }).windowLots]).toEqual([10, 20, 20, 20, 20]);
  });

  it.each([
    // Of two peaks the one nearer the middle of the range counts: a price that has left must not move it.
    ['lowest', { 0: 1 }, { 10: 5, 14: 5, 15: 1 }, 14],
    ['highest', { 30: 1 }, { 9: 1, 10: 5, 14: 5 }, 10],
    ['lowest and highest', { 0: 1, 17: 1 }, { 10: 5, 14: 5, 15: 1 }, 14],
  ])('forgets the %s price with the minute that traded it', (_, leaves, stays, poc) => {
    const minutes = [leaves, stays, {}, {}].map((levels) => minute(levels));
    expect(featuresOf(minutes, { windowMinutes: 3 }).pocHalfTicks[3]! / 2).toBe(poc);
  });

  it('averages the closing spreads of its lookback that have a quote', () => {
    const spreads = [null, 2, 4, null, 6, 8].map((spread) =>
      minute({ 5: 1 }, { quote: spread === null ? null : [500, 500 + spread] }),
    );
    const features = featuresOf(spreads, { spreadLookbackMinutes: 3 });
    expect([...features.spreadSumTicks]).toEqual([0, 2, 6, 6, 10, 14]);
    expect([...features.spreadCount]).toEqual([0, 1, 2, 2, 2, 2]);
  });

  it('takes the spread of a synthetic minute too', () => {
    const minutes = [minute({ 5: 1 }), minute({}, { quote: [500, 503] })];
    expect(featuresOf(minutes).spreadSumTicks[1]).toBe(4);
  });

  it('counts the missing minutes of its window', () => {
    const minutes = [false, true, true, false, false, false].map((missing) =>
      minute(missing ? {} : { 5: 1 }, { missing }),
    );
    expect([...featuresOf(minutes, { windowMinutes: 3 }).missingMinutes]).toEqual([0, 1, 2, 2, 1, 0]);
  });
});

describe('order flow', () => {
  const traded = { flowLots: -4, ambiguousLots: 3, closeTicks: 500 };

  it("is the minute's, and its ambiguous share", () => {
    const features = featuresOf([minute({ 500: 12 }, traded), minute({})]);
    expect([...features.flowLots]).toEqual([-4, 0]);
    expect([...features.ambiguousFraction]).toEqual([0.25, 0]);
    expect([...features.bvcBuyFraction]).toEqual([Number.NaN, Number.NaN]);
  });

  /** Closes one tick up and down in turn: the deviation of the changes is 1. */
  const alternating = [0, 1, 0, 1, 0, 1].map((up) =>
    minute({ 500: 4, 501: 6 }, { ...traded, closeTicks: 500 + up }),
  );

  it('is replaced by BVC when that is on (17.4)', () => {
    const features = featuresOf(alternating, { useBvc: true, bvcLookbackMinutes: 4 });
    expect(features.flowLots[5]).toBeCloseTo(6.826895, 6);
    expect(features.bvcBuyFraction[5]).toBeCloseTo(0.841344746068543, 14);
    expect(features.ambiguousFraction[5]).toBe(1);
    expect(features.flowLots[0]).toBe(0);
    expect(features.bvcBuyFraction[0]).toBe(0.5);
  });

  it('is never replaced unasked, nor where a side or a real quote is known', () => {
    const off = featuresOf(alternating);
    expect([off.flowLots[5], off.ambiguousFraction[5], off.bvcBuyFraction[5]]).toEqual([-4, 0.3, Number.NaN]);
    const sided = alternating.map((one) => ({ ...one, realSide: true }));
    const on = featuresOf(sided, { useBvc: true, bvcLookbackMinutes: 4 });
    expect([on.flowLots[5], on.ambiguousFraction[5], on.bvcBuyFraction[5]]).toEqual([-4, 0.3, Number.NaN]);
  });

  it('stays 0 in a minute without trades, which counts as a change of 0', () => {
    const changes = [0, 1, null, 0].map((close) =>
      close === null ? minute({}) : minute({ 500: 4, 501: 6 }, { closeTicks: 500 + close }),
    );
    const features = featuresOf(changes, { useBvc: true, bvcLookbackMinutes: 3 });
    expect([features.flowLots[2], features.ambiguousFraction[2], features.bvcBuyFraction[2]]).toEqual([
      0,
      0,
      Number.NaN,
    ]);
    // Changes +1, 0, -1: a deviation of sqrt(2/3).
    expect(features.bvcBuyFraction[3]).toBeCloseTo(0.1103356, 6);
  });
});
