import { defaultConfig, defineInstrument } from '@auction-trader/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actualLeverage, isTradableSize, leverageCapLots, riskLots, sizeEntry } from './position-size.ts';
import { riskSettings } from './risk-settings.ts';
import { btcSettings } from './testing/btc-settings.ts';

const settings = btcSettings();

describe('vectors (ticks of 0.1, lots of 0.001)', () => {
  test.each([
    ['E1', 10_000, 500_000, 495_000, { lots: 400, capped: false, reason: 'NONE' }, 2.0],
    ['S3', 1_000, 420_000, 419_990, { lots: 238, capped: true, reason: 'NONE' }, 9.996],
    ['S4', 10_000, 499_500, 498_198, { lots: 1_536, capped: false, reason: 'NONE' }, 7.672],
    ['S5', 10_000, 500_000, 499_900, { lots: 2_000, capped: true, reason: 'NONE' }, 10],
    ['S6', 10, 500_000, 495_000, { lots: 0, capped: false, reason: 'SIZE_MIN' }, 0],
    ['S8 short', 10_000, 500_950, 501_802, { lots: 1_996, capped: true, reason: 'NONE' }, 9.99896],
    ['17.2', 10_000, 420_000, 419_000, { lots: 2_000, capped: false, reason: 'NONE' }, 8.4],
    ['17.2 stop at entry', 10_000, 420_000, 420_000, { lots: 0, capped: false, reason: 'BAD_STOP' }, 0],
    ['P14 at D', 10_001.24725, 500_500, 502_500, { lots: 1_000, capped: false, reason: 'NONE' }, 5.00438],
    ['P14 leg two', 9_995.2405555, 500_500, 502_500, { lots: 999, capped: false, reason: 'NONE' }, 5.00238],
  ] as const)('%s', (_id, margin, entry, stop, expected, leverage) => {
    expect(sizeEntry(margin, entry, stop, settings)).toMatchObject(expected);
    expect(actualLeverage(expected.lots, entry, margin, settings)).toBeCloseTo(leverage, 3);
  });

  test('S5: real risk 20', () => {
    expect(2_000 * 100 * settings.quotePerTickLot).toBeCloseTo(20, 10);
    expect(sizeEntry(10_000, 500_000, 499_900, settings).wantedLots).toBe(20_000);
  });

  test.each([
    ['P3', 500_200, 1_666],
    ['P4', 502_999, 500],
  ])('%s: lots by risk at the market leg', (_id, marketTicks, lots) => {
    expect(riskLots(10_000, marketTicks - 499_000, settings)).toBe(lots);
  });
});

describe('limits', () => {
  test('no more than one order can close', () => {
    const limited = btcSettings({ maxOrderLots: 300 });
    expect(sizeEntry(10_000, 500_000, 495_000, limited)).toEqual({
      lots: 300,
      wantedLots: 400,
      capped: false,
      reason: 'NONE',
    });
    expect(sizeEntry(10_000, 500_000, 495_000, btcSettings({ maxOrderLots: 400 })).lots).toBe(400);
  });

  test('a stop nearer than min_stop_ticks is refused, one exactly there is taken', () => {
    const strict = btcSettings({ minStopTicks: 50 });
    expect(sizeEntry(10_000, 500_000, 499_951, strict).reason).toBe('BAD_STOP');
    expect(sizeEntry(10_000, 500_000, 499_950, strict).reason).toBe('NONE');
  });

  test('a size of exactly the smallest order is taken', () => {
    expect(isTradableSize(2, 500_000, btcSettings({ minOrderLots: 2 }))).toBe(true);
    expect(isTradableSize(1, 500_000, btcSettings({ minOrderLots: 2 }))).toBe(false);
    // 0.1 * 1 * 0.001 * 50,000 = 5 exactly
    expect(isTradableSize(1, 50_000, settings)).toBe(true);
    expect(isTradableSize(1, 49_999, settings)).toBe(false);
    expect(isTradableSize(0, 500_000, btcSettings({ minOrderLots: 0, minNotional: 0 }))).toBe(false);
  });

  test('a margin that is used up gives no size; one that is no number is a fault', () => {
    expect(sizeEntry(0, 500_000, 495_000, settings)).toMatchObject({ lots: 0, reason: 'SIZE_MIN' });
    expect(sizeEntry(-5, 500_000, 495_000, settings)).toMatchObject({ lots: 0, reason: 'SIZE_MIN' });
    expect(() => sizeEntry(Number.NaN, 500_000, 495_000, settings)).toThrow(/margin/);
    expect(() => riskLots(10_000, 0, settings)).toThrow(/ticks/);
  });
});

describe('exactness', () => {
  test('an exact quotient is never one lot short', () => {
    // 0.02 * 3.5 / (0.1 * 7) is 0.1 BTC; doubles make it 0.0999...
    expect(riskLots(3.5, 7, settings)).toBe(100);
    expect(leverageCapLots(5_000, 500_000, settings)).toBe(1_000);
  });

  test('the margin counts to 8 decimals, half up', () => {
    const fine = btcSettings({ riskBasisPoints: 10_000 });
    // One lot needs 1 * 10 * 0.0001 = 0.001 of margin.
    expect(riskLots(0.000999995, 10, fine)).toBe(1);
    expect(riskLots(0.000999994, 10, fine)).toBe(0);
  });

  test('equals the quotient in whole numbers on any input', () => {
    const margin8 = fc.oneof(
      fc.integer({ min: 1, max: 10 ** 15 }),
      // Multiples that divide without a remainder, and their neighbours.
      fc
        .tuple(fc.integer({ min: 1, max: 10 ** 9 }), fc.constantFrom(-1, 0, 1))
        .map(([n, d]) => n * 100_000 + d),
    );
    fc.assert(
      fc.property(
        margin8,
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: 1, max: 2_000_000 }),
        fc.constantFrom('0.1', '0.5', '0.0001', '10', '0.25'),
        fc.constantFrom('0.001', '1', '0.25', '0.00001'),
        (margin, points, ticks, tickSize, lotSize) => {
          const instrument = defineInstrument({ venue: 'bybit', symbol: 'X', tickSize, lotSize });
          const { tick, lot } = instrument;
          const some = { ...riskSettings(defaultConfig(), instrument), riskBasisPoints: points };
          const above = BigInt(margin) * BigInt(points) * 10n ** BigInt(tick.decimals + lot.decimals);
          const below = 10n ** 12n * BigInt(ticks * tick.mantissa) * BigInt(lot.mantissa);
          expect(riskLots(margin / 1e8, ticks, some)).toBe(Number(above / below));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('never more than the risk share nor the cap', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1e7, noNaN: true }),
        fc.integer({ min: 1_000, max: 1_000_000 }),
        fc.integer({ min: -5_000, max: 5_000 }),
        (margin, entry, distance) => {
          const { lots, wantedLots, capped, reason } = sizeEntry(margin, entry, entry - distance, settings);
          expect(lots > 0).toBe(reason === 'NONE');
          const loss = lots * Math.abs(distance) * settings.quotePerTickLot;
          expect(loss).toBeLessThanOrEqual((margin + 1e-8) * 0.02 * (1 + 1e-12));
          expect(actualLeverage(lots, entry, margin + 1e-8, settings)).toBeLessThanOrEqual(10 + 1e-9);
          if (capped) expect(lots).toBeLessThan(wantedLots);
        },
      ),
    );
  });
});
