import { expect, test } from 'vitest';
import { tradingFee } from './fees.ts';

const UNIT = 0.0001;

test('0.1 BTC at 50,001.1 and 5 bps', () => {
  expect(tradingFee(500_011, 100, 5, UNIT)).toBeCloseTo(2.500055, 10);
});

test('10,000 at -1 bp; 4,200 at maker 2.0 and taker 5.5', () => {
  expect(tradingFee(500_000, 200, -1, UNIT)).toBeCloseTo(-1, 10);
  expect(tradingFee(420_000, 100, 2, UNIT)).toBeCloseTo(0.84, 10);
  expect(tradingFee(420_000, 100, 5.5, UNIT)).toBeCloseTo(2.31, 10);
});

test('E1+E2: gross 339.96, fees 15.186978, net 324.773022', () => {
  const fees =
    tradingFee(500_000, 400, 2, UNIT) +
    tradingFee(504_999, 120, 5.5, UNIT) +
    tradingFee(509_999, 280, 5.5, UNIT);
  const gross = (4_999 * 120 + 9_999 * 280) * UNIT;
  expect(gross).toBeCloseTo(339.96, 10);
  expect(fees).toBeCloseTo(15.186978, 10);
  expect(gross - fees).toBeCloseTo(324.773022, 10);
});

test('0.4 BTC in as maker, out as taker at the entry price costs 15', () => {
  expect(tradingFee(500_000, 400, 2, UNIT) + tradingFee(500_000, 400, 5.5, UNIT)).toBeCloseTo(15, 10);
});
