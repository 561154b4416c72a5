import { expect, test } from 'vitest';
import { tradingFee } from './fees.ts';
import { fundingPayment, fundingRate } from './funding.ts';
import { type RemainingPosition, remainingNet, timerStartMs, timeStopDue } from './time-stop.ts';

const HOUR = 3_600_000;

test('a fill at 12:03:20 starts the timer at 12:04:00, first test at 13:04:00', () => {
  const start = timerStartMs(1_704_110_600_000);
  expect(start).toBe(1_704_110_640_000);
  expect(timeStopDue(start + HOUR - 60_000, start, HOUR)).toBe(false);
  expect(timeStopDue(start + HOUR, start, HOUR)).toBe(true);
});

test('a fill on the minute belongs to the minute it begins', () => {
  expect(timerStartMs(1_704_110_400_000)).toBe(1_704_110_460_000);
});

test('P13: net of the remaining 280 lots at 08:00 after the payment', () => {
  const unit = 0.0001;
  const rate = fundingRate(1, 8);
  const first = fundingPayment(1, 400, 1_002_000, rate, unit);
  const second = fundingPayment(1, 280, 1_012_000, rate, unit);
  const net = remainingNet({
    side: 1,
    lots: 280,
    entryTicks: 500_000,
    exitQuoteTicks: 505_999,
    entryFee: (tradingFee(500_000, 400, 2, unit) * 280) / 400,
    fundingPerLot: first / 400 + second / 280,
    takerFeeBps: 5.5,
    slippageTicksExit: 1,
    quotePerTickLot: unit,
  });
  expect(net).toBeCloseTo(154.5320154, 10);
  expect(net).toBeCloseTo(167.972 - 2.8 - 7.7923846 - 0.028 - 2.8196, 10);
});

const LONG: RemainingPosition = {
  side: 1,
  lots: 400,
  entryTicks: 420_000,
  exitQuoteTicks: 419_000,
  entryFee: 3.36,
  fundingPerLot: 0,
  takerFeeBps: 5.5,
  slippageTicksExit: 1,
  quotePerTickLot: 0.0001,
};

test('long 42,000: at 41,900 it leaves, at 42,500 it may stay', () => {
  expect(remainingNet(LONG)).toBeLessThan(0);
  expect(remainingNet({ ...LONG, exitQuoteTicks: 425_000 })).toBeGreaterThan(0);
});

test('a gain that does not cover the fees is no profit', () => {
  expect(remainingNet({ ...LONG, exitQuoteTicks: 420_300 })).toBeLessThan(0);
});

test('a short is the mirror', () => {
  const short = { ...LONG, side: -1, exitQuoteTicks: 415_000 };
  const gross = 5_000 * 400 * 0.0001;
  expect(remainingNet(short)).toBeCloseTo(gross - 3.36 - tradingFee(415_000, 400, 5.5, 0.0001) - 0.04, 10);
});
