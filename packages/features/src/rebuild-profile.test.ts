import { configSchema, NO_PRICE } from '@auction-trader/core';
import { arraySource } from '@auction-trader/ingestion';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { profileAt } from './profile-at.ts';
import { profileSettings } from './profile-settings.ts';
import { rebuildProfile } from './rebuild-profile.ts';
import { BTCUSDT, type BuiltMarket, builtMarket, wanderingMarket } from './testing/built-market.ts';

/** The profile of a row from the raw trades. */
function rebuiltAt({ source, tape, features, profileSettings }: BuiltMarket, index: number) {
  const days = source.days.map((day) => source.readDay(day));
  const fromMs = tape.minuteMs(Math.max(0, index - profileSettings.windowMinutes + 1));
  const widthTicks = Math.max(1, features.binWidthTicks[index]!);
  return rebuildProfile(days, { fromMs, toMs: tape.minuteMs(index + 1), widthTicks }, profileSettings);
}

const markets = fc
  .record({
    seed: fc.integer(),
    window: fc.constantFrom(30, 45),
    base: fc.constantFrom(1, 3, 10),
    minBins: fc.constantFrom(1, 6, 30),
    fraction: fc.constantFrom(0.5, 0.7, 0.95),
    expansion: fc.constantFrom('single', 'pair'),
    edge: fc.constantFrom('key', 'outer'),
  })
  .map(({ seed, window, base, minBins, fraction, expansion, edge }) => {
    const config = configSchema.parse({
      instrument: { rolling_window_minutes: window },
      startup: { warmup_minutes: window },
      value_area: {
        base_bin_ticks: base,
        min_va_bins: minBins,
        va_fraction: fraction,
        va_expansion: expansion,
        va_edge_mode: edge,
      },
    });
    return builtMarket(wanderingMarket(seed, 150), config, 'synthetic');
  });

describe('a profile from the raw trades', () => {
  it('equals the rolling one, bin for bin, and so does its value area', () => {
    fc.assert(
      fc.property(markets, fc.nat(), (market, draw) => {
        const { tape, features, profileSettings } = market;
        const index = draw % tape.length;
        const rebuilt = rebuiltAt(market, index);
        const { firstBin, lots, widthTicks } = profileAt(
          tape,
          features,
          index,
          profileSettings.windowMinutes,
        );
        expect(rebuilt).toMatchObject({ firstBin, lots, widthTicks });
        expect(rebuilt.windowLots).toBe(features.windowLots[index]);
        if (Number.isNaN(features.sigma[index]!)) return;
        expect(rebuilt.profileBins).toBe(features.profileBins[index]);
        expect(rebuilt.valueArea !== null).toBe(features.valid[index] === 1);
        expect(rebuilt.valueArea ?? NONE).toEqual({
          pocHalfTicks: features.pocHalfTicks[index],
          vahTicks: features.vahTicks[index],
          valTicks: features.valTicks[index],
          vahEdgeTicks: features.vahEdgeTicks[index],
          valueAreaLots: features.valueAreaLots[index],
          valueAreaBins: features.valueAreaBins[index],
        });
      }),
      { numRuns: 60 },
    );
  });

  it('takes the trades from its first instant to just before its last, over midnight too', () => {
    const market = builtMarket(wanderingMarket(1, 150), configSchema.parse(SHORT), 'synthetic');
    const days = market.source.days.map((day) => market.source.readDay(day));
    expect(days.length).toBe(2);
    const trades = days.flatMap((day) =>
      Array.from(day.trades.sizeLots, (lots, row) => ({
        lots,
        timeMs: day.dayStartMs + day.trades.timeMs[row]!,
      })),
    );
    const anyTrade = fc.nat({ max: trades.length - 1 });
    fc.assert(
      fc.property(
        anyTrade,
        anyTrade,
        fc.constantFrom(0, 1),
        fc.constantFrom(0, 1),
        (one, other, more, less) => {
          const fromMs = trades[Math.min(one, other)]!.timeMs + less;
          const toMs = trades[Math.max(one, other)]!.timeMs + more;
          const inside = trades.filter(({ timeMs }) => timeMs >= fromMs && timeMs < toMs);
          const rebuilt = rebuildProfile(days, { fromMs, toMs, widthTicks: 5 }, market.profileSettings);
          expect(rebuilt.windowLots).toBe(inside.reduce((sum, { lots }) => sum + lots, 0));
        },
      ),
    );
  });

  it.each([
    // POC, VAL, VAH and the lots inside, one trade a bin (17.3).
    ['a', { 98: 50, 99: 100, 100: 200, 101: 100, 102: 50 }, [100, 99, 101, 400]],
    ['c', { 100: 200, 101: 50, 102: 50, 103: 50 }, [100, 100, 101, 250]],
    ['e', { 10: 5, 11: 9, 12: 9, 13: 5 }, [11, 10, 12, 23]],
    ['g', { 10: 10, 15: 100, 17: 60 }, [15, 15, 17, 160]],
    ['h', { 7: 3 }, [7, 7, 7, 3]],
  ])('17.3 %s from trades', (_, lots: Readonly<Record<number, number>>, expected) => {
    const trades = Object.entries(lots).map(([price, sizeLots], timeMs) => ({
      timeMs,
      priceTicks: Number(price),
      sizeLots,
    }));
    const day = arraySource({ instrument: BTCUSDT, trades }).readDay(0);
    const settings = { ...profileSettings(configSchema.parse(SHORT)), minBins: 1 };
    const { valueArea } = rebuildProfile([day], { fromMs: 0, toMs: 60_000, widthTicks: 1 }, settings);
    const { pocHalfTicks, valTicks, vahTicks, valueAreaLots } = valueArea!;
    expect([pocHalfTicks / 2, valTicks, vahTicks, valueAreaLots]).toEqual(expected);
  });

  it('has no value area when nothing was traded', () => {
    const market = builtMarket(wanderingMarket(1, 40), configSchema.parse(SHORT), 'synthetic');
    const window = { fromMs: 0, toMs: 60_000, widthTicks: 5 };
    const rebuilt = rebuildProfile([], window, { ...market.profileSettings, minBins: 0 });
    expect(rebuilt).toMatchObject({ windowLots: 0, profileBins: 0, valueArea: null });
  });
});

const SHORT = { instrument: { rolling_window_minutes: 30 }, startup: { warmup_minutes: 30 } };

const NONE = {
  pocHalfTicks: NO_PRICE,
  vahTicks: NO_PRICE,
  valTicks: NO_PRICE,
  vahEdgeTicks: NO_PRICE,
  valueAreaLots: 0,
  valueAreaBins: 0,
};
