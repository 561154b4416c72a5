import { defaultConfig, MINUTE_MS } from '@auction-trader/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BinWidth, REBUCKETED, wantedBinWidth } from './bin-width.ts';
import { type ProfileSettings, profileSettings } from './profile-settings.ts';

const defaults = profileSettings(defaultConfig());

describe('wanted bin width', () => {
  it.each([
    [50_000, 0.0008, 100],
    [50_000, 0, 1],
    [50_000, 0.01, 200],
    [97_500, 0.00042, 102],
  ])('mid %d, sigma %d', (mid, sigma, ticks) => {
    expect(wantedBinWidth(mid * 10 * 2, sigma, defaults)).toBe(ticks);
  });

  it('rounds half up', () => {
    const settings = { ...defaults, alphaBin: 0.5 };
    expect(wantedBinWidth(2 * 3, 1, settings)).toBe(2);
    expect(wantedBinWidth(2 * 5, 1, settings)).toBe(3);
    expect(wantedBinWidth(2 * 4, 1, settings)).toBe(2);
  });
});

/** Plays candidates `[minute, ticks]` of the hour: the width in force and the code after each. */
function play(candidates: readonly (readonly [number, number])[], settings: Partial<ProfileSettings> = {}) {
  const width = new BinWidth({ ...defaults, ...settings });
  const base = settings.baseBinTicks ?? 1;
  return candidates.map(([minute, ticks]) => {
    const code = width.update(Date.UTC(2024, 0, 1, 5) + minute * MINUTE_MS, ticks);
    return [width.aggregation * base, code] as const;
  });
}

const { NONE, INITIAL, CLOCK, CHANGE } = REBUCKETED;

describe('bin width in force', () => {
  it('keeps its width until the clock or a large change (17.4)', () => {
    const played = play([
      [7, 100],
      [8, 120],
      [9, 125],
      [10, 100],
      [11, 94],
      [12, 93],
      [15, 110],
      [16, 110],
      [30, 111],
    ]);
    expect(played.map(([ticks]) => ticks)).toEqual([100, 100, 125, 125, 125, 93, 110, 110, 111]);
  });

  it('tells why it changed (P18)', () => {
    const played = play([
      [7, 100],
      [8, 120],
      [9, 125],
      [10, 100],
      [12, 93],
      [15, 110],
      [16, 110],
      [30, 111],
      [45, 111],
    ]);
    expect(played.map(([, code]) => code)).toEqual([
      INITIAL,
      NONE,
      CHANGE,
      NONE,
      CHANGE,
      CLOCK,
      NONE,
      CLOCK,
      NONE,
    ]);
  });

  it('is a whole number of base bins, and changes only as such (P18)', () => {
    const played = play(
      [
        [7, 94],
        [15, 93],
        [30, 95],
      ],
      { baseBinTicks: 10 },
    );
    expect(played).toEqual([
      [90, INITIAL],
      [90, NONE],
      [100, CLOCK],
    ]);
  });

  it('is never less than one base bin', () => {
    expect(play([[1, 4]], { baseBinTicks: 10 })).toEqual([[10, INITIAL]]);
  });

  it('compares with the width that was applied, not with the rounded one', () => {
    // 96 and 104 are both 10 base bins; 130 is 25 % above 104, but more above 96.
    const widths = (first: number) =>
      play(
        [
          [1, first],
          [2, 129],
        ],
        { baseBinTicks: 10 },
      );
    expect(widths(96)[1]).toEqual([130, CHANGE]);
    expect(widths(104)[1]).toEqual([100, NONE]);
  });

  it('tells by the codes that the columns of features document', () => {
    expect([NONE, INITIAL, CLOCK, CHANGE]).toEqual([0, 1, 2, 3]);
  });

  it('gives the first reason that holds', () => {
    expect(play([[15, 100]])[0]).toEqual([100, INITIAL]);
    expect(
      play([
        [14, 100],
        [15, 300],
      ])[1],
    ).toEqual([300, CLOCK]);
  });

  it('follows the clock of its interval, and any change when the limit is 0', () => {
    const settings = { rebucketIntervalMinutes: 7 };
    // 05:00 is minute 28,401,060 of the epoch: 4 more than a multiple of 7 is 05:03.
    const minute = Date.UTC(2024, 0, 1, 5) / MINUTE_MS;
    const next = 7 - (minute % 7);
    expect(
      play(
        [
          [next - 1, 100],
          [next, 101],
          [next + 1, 102],
        ],
        settings,
      ).map(([ticks]) => ticks),
    ).toEqual([100, 101, 101]);
    expect(
      play(
        [
          [1, 100],
          [2, 101],
        ],
        { rebucketChangeBasisPoints: 0 },
      )[1],
    ).toEqual([101, CHANGE]);
  });

  it('equals the plain reading, and reports a change exactly when there is one', () => {
    const candidates = fc.array(
      fc.tuple(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ max: 9, min: 1 }),
      ),
      { maxLength: 80 },
    );
    fc.assert(
      fc.property(candidates, fc.integer({ min: 1, max: 10 }), (draws, baseBinTicks) => {
        let minute = 0;
        const list = draws.map(([wait, factor, step]) => {
          minute += wait;
          return [minute, factor * step] as const;
        });
        let inForce = 0;
        let before = 0;
        for (const [index, [effective, code]] of play(list, { baseBinTicks }).entries()) {
          const [at, wanted] = list[index]!;
          if (inForce === 0 || at % 15 === 0 || Math.abs(wanted - inForce) / inForce >= 0.25)
            inForce = wanted;
          expect(effective).toBe(Math.max(1, Math.round(inForce / baseBinTicks)) * baseBinTicks);
          expect(code !== NONE).toBe(effective !== before);
          before = effective;
        }
      }),
    );
  });
});
