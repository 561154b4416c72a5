import { expect, test } from 'vitest';
import { heat, heatLevel, openRisk } from './heat.ts';
import { sizeEntry } from './position-size.ts';
import { reservedMargin } from './reserved-margin.ts';
import { btcSettings } from './testing/btc-settings.ts';

const settings = btcSettings();

test('2 % after a 2 % entry, whatever margin it reserves', () => {
  const { lots } = sizeEntry(10_000, 500_000, 495_000, settings);
  const reserved = reservedMargin(500_000, lots, settings);
  expect(reserved).toBeCloseTo(2_000, 10);
  const risk = openRisk(1, 500_000, 495_000, lots, settings.quotePerTickLot);
  expect(heat(risk, 10_000 - reserved, reserved)).toBeCloseTo(0.02, 12);
});

test('0 once the stop is at or past the entry, long and short', () => {
  expect(openRisk(1, 500_000, 500_000, 400, 0.0001)).toBe(0);
  expect(openRisk(1, 500_000, 500_010, 400, 0.0001)).toBe(0);
  expect(openRisk(-1, 500_000, 500_000, 400, 0.0001)).toBe(0);
  expect(openRisk(-1, 500_000, 499_990, 400, 0.0001)).toBe(0);
  expect(openRisk(-1, 500_000, 505_000, 400, 0.0001)).toBeCloseTo(200, 10);
});

test.each([
  [0, 'normal'],
  [0.0199, 'normal'],
  [0.02, 'amber'],
  [0.04, 'amber'],
  [0.0401, 'red'],
] as const)('%d is %s', (fraction, level) => {
  expect(heatLevel(fraction)).toBe(level);
});
