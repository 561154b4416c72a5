import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RollingProfile } from './rolling-profile.ts';

/** Lots by price of one minute. */
type Minute = ReadonlyMap<number, number>;

const minuteOf = (levels: Readonly<Record<number, number>>): Minute =>
  new Map(Object.entries(levels).map(([price, lots]) => [Number(price), lots]));

function change(profile: RollingProfile, minute: Minute, sign: 1 | -1): void {
  const rows = [...minute].sort(([left], [right]) => left - right);
  const prices = Int32Array.from(rows, ([price]) => price);
  const lots = Int32Array.from(rows, ([, size]) => size);
  profile.change(prices, lots, 0, rows.length, sign);
}

/** Bins with volume over a range of prices. */
function binsOf(profile: RollingProfile, low: number, high: number): Record<number, number> {
  const found: Record<number, number> = {};
  for (let bin = profile.bin(low); bin <= profile.bin(high); bin++) {
    const lots = profile.bins[bin & profile.mask]!;
    if (lots !== 0) found[bin] = lots;
  }
  return found;
}

/** The same from the trades of all minutes at once. */
function plainBins(minutes: readonly Minute[], widthTicks: number): Record<number, number> {
  const found: Record<number, number> = {};
  for (const [price, lots] of minutes.flatMap((minute) => [...minute])) {
    const bin = Math.floor(price / widthTicks);
    found[bin] = (found[bin] ?? 0) + lots;
  }
  return found;
}

describe('histogram (17.2)', () => {
  const profileOf = (levels: Readonly<Record<number, number>>, aggregation: number) => {
    const profile = new RollingProfile(1);
    const prices = Object.keys(levels).map(Number);
    change(profile, minuteOf(levels), 1);
    profile.aggregate(aggregation, Math.min(...prices), Math.max(...prices));
    return binsOf(profile, Math.min(...prices), Math.max(...prices));
  };

  it('puts 100.2 and 100.8 into one bin of 1 USDT', () => {
    expect(profileOf({ 1002: 5, 1008: 5 }, 10)).toEqual({ 100: 10 });
  });

  it('spreads 100.5, 101.5 and 102.5 over three', () => {
    expect(profileOf({ 1005: 5, 1015: 5, 1025: 5 }, 10)).toEqual({ 100: 5, 101: 5, 102: 5 });
  });

  it('aggregates 100..103 to width 2', () => {
    expect(profileOf({ 1000: 10, 1010: 20, 1020: 30, 1030: 40 }, 20)).toEqual({ 50: 30, 51: 70 });
  });

  it('anchors its grid at price 0, below it too', () => {
    expect(profileOf({ '-11': 1, '-10': 2, '-1': 3, 0: 4, 9: 5, 10: 6 }, 10)).toEqual({
      '-2': 1,
      '-1': 5,
      0: 9,
      1: 6,
    });
  });
});

describe('rolling', () => {
  /** Bins after each minute of a window of three. */
  function roll(minutes: readonly Minute[]): Record<number, number>[] {
    const profile = new RollingProfile(1);
    return minutes.map((minute, index) => {
      const oldest = minutes[index - 3];
      if (oldest !== undefined) change(profile, oldest, -1);
      change(profile, minute, 1);
      return binsOf(profile, 0, 20);
    });
  }

  it('drops the minute that leaves, empty minutes included (17.4)', () => {
    const minutes = [{ 5: 10 }, { 6: 10 }, {}, { 7: 10 }, { 8: 10 }].map(minuteOf);
    expect(roll(minutes)).toEqual([
      { 5: 10 },
      { 5: 10, 6: 10 },
      { 5: 10, 6: 10 },
      { 6: 10, 7: 10 },
      { 7: 10, 8: 10 },
    ]);
  });

  it('holds 30 after five minutes of 10 in a window of three (17.2)', () => {
    const profile = new RollingProfile(1);
    const minute = minuteOf({ 3: 4, 4: 6 });
    for (let index = 0; index < 5; index++) {
      if (index >= 3) change(profile, minute, -1);
      change(profile, minute, 1);
    }
    expect(profile.totalLots).toBe(30);
  });

  const minute = fc
    .array(fc.tuple(fc.integer({ min: -120, max: 120 }), fc.integer({ min: 1, max: 50 })), { maxLength: 8 })
    .map((rows): Minute => new Map(rows));

  it('equals a fresh build, at every width; aggregation loses no lot', () => {
    const runs = fc.record({
      minutes: fc.array(minute, { minLength: 1, maxLength: 30 }),
      window: fc.integer({ min: 1, max: 6 }),
      base: fc.constantFrom(1, 2, 10),
      widths: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
      offset: fc.integer({ min: -400, max: 1_000_000 }),
    });
    fc.assert(
      fc.property(runs, ({ minutes, window, base, widths, offset }) => {
        const moved = minutes.map(
          (one): Minute => new Map([...one].map(([price, lots]) => [price + offset, lots])),
        );
        const profile = new RollingProfile(base);
        const low = offset - 120;
        const high = offset + 120;
        for (const [index, one] of moved.entries()) {
          if (index >= window) change(profile, moved[index - window]!, -1);
          change(profile, one, 1);
          const held = moved.slice(Math.max(0, index - window + 1), index + 1);
          if (index % 3 === 0) profile.aggregate(widths[index % widths.length]!, low, high);
          expect(binsOf(profile, low, high)).toEqual(plainBins(held, base * profile.aggregation));
          const total = held.flatMap((levels) => [...levels.values()]).reduce((sum, lots) => sum + lots, 0);
          expect(profile.totalLots).toBe(total);
          expect(profile.bins.reduce((sum, lots) => sum + lots, 0)).toBe(total);
        }
      }),
    );
  });

  it('makes room for a wide window and keeps what it is given anew', () => {
    const profile = new RollingProfile(1);
    expect(profile.fits(0, 4_095)).toBe(true);
    expect(profile.fits(0, 4_096)).toBe(false);
    expect(profile.fits(1_000_000, 1_004_095)).toBe(true);
    profile.clear(-3_000, 9_000);
    expect(profile.fits(-3_000, 9_000)).toBe(true);
    change(profile, minuteOf({ '-3000': 1, 0: 2, 9000: 3 }), 1);
    expect(binsOf(profile, -3_000, 9_000)).toEqual({ '-3000': 1, 0: 2, 9000: 3 });
  });

  it('makes room for one bin more than there was', () => {
    const profile = new RollingProfile(1);
    profile.clear(0, 4_096);
    expect(profile.fits(0, 4_096)).toBe(true);
    change(profile, minuteOf({ 0: 1, 4096: 2 }), 1);
    expect(binsOf(profile, 0, 4_096)).toEqual({ 0: 1, 4096: 2 });
  });

  it('refuses prices that no memory can hold, and says what to do', () => {
    const profile = new RollingProfile(1);
    expect(() => profile.clear(10, 2_000_000_000)).toThrow(
      expect.objectContaining({
        code: 'PROFILE_TOO_WIDE',
        message: expect.stringContaining('10 to 2000000000 ticks'),
        hint: expect.stringContaining('base_bin_ticks'),
      }),
    );
    const coarse = new RollingProfile(1_000);
    coarse.clear(10, 2_000_000_000);
    expect(coarse.fits(10, 2_000_000_000)).toBe(true);
  });
});
