import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fittingLots } from './fitting-lots.ts';
import { btcSettings } from './testing/btc-settings.ts';

describe('fittingLots (trading rules 9.1, live)', () => {
  const settings = btcSettings();

  it('leaves room for margin and entry fee: 10x of 1,000 at 50,000 is 200 lots without the fee', () => {
    // One lot at 50,000.0 is worth 50: 5 of margin and 0.0275 of fee.
    expect(fittingLots(1_000, 500_000, settings)).toBe(Math.floor(1_000 / 5.0275));
    expect(fittingLots(5.0275, 500_000, settings)).toBe(1);
    expect(fittingLots(5.0274, 500_000, settings)).toBe(0);
  });

  it('has no limit without a balance, and none fit where nothing is left', () => {
    expect(fittingLots(Number.POSITIVE_INFINITY, 500_000, settings)).toBe(Number.POSITIVE_INFINITY);
    expect(fittingLots(-3, 500_000, settings)).toBe(0);
  });

  it('fits, and one lot more does not', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        fc.integer({ min: 1, max: 2_000_000 }),
        (balance, priceTicks) => {
          const perLot = priceTicks * 1e-4 * (1 / 10 + 5.5e-4);
          const lots = fittingLots(balance, priceTicks, settings);
          expect(lots * perLot).toBeLessThanOrEqual(balance * (1 + 1e-12));
          expect((lots + 1) * perLot).toBeGreaterThan(balance * (1 - 1e-12));
        },
      ),
    );
  });
});
