import { expect, test } from 'vitest';
import { reservedMargin } from './reserved-margin.ts';
import { btcSettings } from './testing/btc-settings.ts';

test('value over the largest leverage', () => {
  expect(reservedMargin(500_000, 400, btcSettings())).toBeCloseTo(2_000, 10);
  expect(reservedMargin(500_000, 400, btcSettings({ maxLeverage: 4 }))).toBeCloseTo(5_000, 10);
});
