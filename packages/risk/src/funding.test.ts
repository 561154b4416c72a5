import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fundingPayment, fundingRate, fundingTimes, nextFundingMs } from './funding.ts';

const DAY0 = 1_704_067_200_000;
const HOUR = 3_600_000;

test('0.28 BTC at 50,600 and 1 bp: long pays 1.4168, short receives it', () => {
  const rate = fundingRate(1, 8);
  expect(fundingPayment(1, 280, 1_012_000, rate, 0.0001)).toBeCloseTo(1.4168, 10);
  expect(fundingPayment(-1, 280, 1_012_000, rate, 0.0001)).toBeCloseTo(-1.4168, 10);
});

test('P13: 2.004 on 400 lots at a mid of 50,100', () => {
  expect(fundingPayment(1, 400, 500_999 + 501_001, fundingRate(1, 8), 0.0001)).toBeCloseTo(2.004, 10);
});

test('the rate is scaled by the interval', () => {
  expect(fundingRate(1, 8)).toBe(0.0001);
  expect(fundingRate(1, 4)).toBe(0.00005);
  expect(fundingRate(-2, 1)).toBeCloseTo(-0.000025, 15);
});

test('two payments: 08:00 and 16:00 UTC', () => {
  expect(fundingTimes(1_704_095_999_999, 1_704_124_800_000, 8)).toEqual([DAY0 + 8 * HOUR, DAY0 + 16 * HOUR]);
});

test('(open, close]: opened at a boundary does not pay it, closed at one does', () => {
  expect(fundingTimes(DAY0, DAY0 + 8 * HOUR, 8)).toEqual([DAY0 + 8 * HOUR]);
  expect(fundingTimes(DAY0, DAY0 + 8 * HOUR - 1, 8)).toEqual([]);
  expect(fundingTimes(DAY0 + 1, DAY0 + 2, 8)).toEqual([]);
});

test('every boundary of the interval from 00:00 UTC, and only those', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 3 * 86_400_000 }),
      fc.integer({ min: 0, max: 86_400_000 }),
      fc.constantFrom(1, 2, 4, 8),
      (open, held, hours) => {
        const close = open + held;
        const times = fundingTimes(DAY0 + open, DAY0 + close, hours);
        const expected = [];
        for (let at = 0; at <= close; at += hours * HOUR) if (at > open) expected.push(DAY0 + at);
        expect(times).toEqual(expected);
        const next = nextFundingMs(DAY0 + open, hours);
        expect(next - (DAY0 + open)).toBeGreaterThan(0);
        expect(next - (DAY0 + open)).toBeLessThanOrEqual(hours * HOUR);
      },
    ),
  );
});
