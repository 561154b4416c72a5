import { expect, test } from 'vitest';
import { costRatio } from './cost-ratio.ts';
import { btcSettings } from './testing/btc-settings.ts';

const settings = btcSettings();

test('sizing vector S4 pays about 57.5 in fees for 200 of risk', () => {
  const ratio = costRatio(499_500, 498_198, true, settings);
  expect(ratio).toBeCloseTo(0.29, 2);
  // 1,536 lots: maker and taker fee on 76,723.2, and one tick of slippage
  const fees = 1.536 * 49_950 * 0.00075;
  expect(fees).toBeCloseTo(57.54, 2);
  expect(ratio).toBeCloseTo((fees + 1.536 * 0.1) / (1.536 * 130.2), 12);
});

test('the retest trade of 17.5 C: fees of 37.6 for 50.1 of risk per BTC', () => {
  const free = btcSettings({ slippageTicksExit: 0 });
  expect(costRatio(501_500, 500_999, true, free)).toBeCloseTo(37.6125 / 50.1, 12);
});

test('a market entry pays the taker fee twice and both slippages', () => {
  const some = btcSettings({ slippageTicksEntry: 3, slippageTicksExit: 2 });
  expect(costRatio(500_000, 501_000, false, some)).toBeCloseTo((550 + 3 + 2) / 1_000, 12);
  expect(costRatio(500_000, 501_000, true, some)).toBeCloseTo((375 + 2) / 1_000, 12);
});
