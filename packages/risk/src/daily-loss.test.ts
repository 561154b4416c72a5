import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dailyLossReached, dailyPnl, newDailyLoss, rollDay, testDailyLoss } from './daily-loss.ts';
import { tradingFee } from './fees.ts';
import { btcSettings } from './testing/btc-settings.ts';

const NOON = 1_704_110_400_000;
const MIDNIGHT = 1_704_153_600_000;
const limit100 = btcSettings({ maxDailyLoss: 100 });

describe('P15: long 100 lots from 50,000 as maker, limit 100', () => {
  const cash = 10_000 - tradingFee(500_000, 100, 2, 0.0001);
  const equityAtBid = (bidTicks: number) =>
    cash + (bidTicks - 500_000) * 100 * 0.0001 - tradingFee(bidTicks, 100, 5.5, 0.0001);

  test('trips at the second minute and is free at 00:00', () => {
    const state = newDailyLoss(NOON, 10_000, 10_000);
    const first = equityAtBid(490_370);
    expect(dailyPnl(state, first, cash, limit100)).toBeCloseTo(-99.997035, 8);
    expect(testDailyLoss(state, first, cash, limit100)).toBe(false);
    const second = equityAtBid(490_369);
    expect(dailyPnl(state, second, cash, limit100)).toBeCloseTo(-100.0070295, 8);
    expect(testDailyLoss(state, second, cash, limit100)).toBe(true);
    expect(testDailyLoss(state, second, cash, limit100)).toBe(false);
    const flat = cash + (490_359 - 500_000) * 100 * 0.0001 - tradingFee(490_359, 100, 5.5, 0.0001);
    expect(flat).toBeCloseTo(9_899.8930255, 8);
    expect(rollDay(state, MIDNIGHT - 60_000, flat, flat)).toBe(false);
    expect(state.tripped).toBe(true);
    expect(rollDay(state, MIDNIGHT, flat, flat)).toBe(true);
    expect(state).toEqual({ dayStartMs: MIDNIGHT, baseEquity: flat, baseCash: flat, tripped: false });
    expect(testDailyLoss(state, flat, flat, limit100)).toBe(false);
  });

  test('basis realised: no trip', () => {
    const state = newDailyLoss(NOON, 10_000, 10_000);
    const realised = btcSettings({ maxDailyLoss: 100, killSwitchBasis: 'realised' });
    expect(testDailyLoss(state, equityAtBid(490_369), cash, realised)).toBe(false);
    expect(testDailyLoss(state, 10_000, 9_900, realised)).toBe(true);
  });
});

test('the date roll before the limit: a loss of yesterday does not trip today', () => {
  const state = newDailyLoss(MIDNIGHT - 1, 10_000, 10_000);
  rollDay(state, MIDNIGHT, 9_900, 9_900);
  expect(testDailyLoss(state, 9_900, 9_900, limit100)).toBe(false);
  expect(testDailyLoss(state, 9_800, 9_900, limit100)).toBe(true);
});

test('without a limit nothing trips', () => {
  const state = newDailyLoss(NOON, 10_000, 10_000);
  expect(testDailyLoss(state, -1e9, -1e9, btcSettings())).toBe(false);
});

describe('exactly at the limit', () => {
  test.each([
    [-100, true],
    [-99.99999999, false],
    [-99.999999995, true],
    [-99.999999994, false],
    [-100.00000001, true],
    // The double nearest to a sum that is 100 in decimals.
    [-99.99999999999999, true],
  ])('%d of 100: %s', (pnl, reached) => {
    expect(dailyLossReached(pnl, 100)).toBe(reached);
  });

  test('far from the limit it is a plain comparison', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 ** 12 }),
        fc.integer({ min: -(10 ** 13), max: 10 ** 13 }),
        (limit8, pnl8) => {
          expect(dailyLossReached(pnl8 / 1e8, limit8 / 1e8)).toBe(pnl8 <= -limit8);
        },
      ),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 12 }), fc.integer({ min: -20, max: 20 }), (limit8, off) => {
        expect(dailyLossReached((-limit8 + off) / 1e8, limit8 / 1e8)).toBe(off <= 0);
      }),
    );
  });
});

test('the state is plain data', () => {
  const state = newDailyLoss(NOON, 10_000, 9_990);
  expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  expect(state.dayStartMs).toBe(1_704_067_200_000);
});
