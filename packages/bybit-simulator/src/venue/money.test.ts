import { describe, expect, it } from 'vitest';
import { divideRounded, moneyText, parseMoney, rateOf, scaledText, tickLotMoney } from './money.ts';
import { linearSymbol } from './symbol-facts.ts';

describe('money', () => {
  it.each([
    ['0', 0n],
    ['10000', 10_000_000_000_000_000n],
    ['-0.000000000001', -1n],
    ['9999.66999945', 9_999_669_999_450_000n],
  ])('%s is read and written', (text, units) => {
    expect(parseMoney(text)).toBe(units);
    expect(moneyText(units)).toBe(text);
  });

  it.each(['', '1e3', '.5', '1.0000000000001', 'x'])('%j is no amount', (text) => {
    expect(() => parseMoney(text)).toThrow(/amount of money/);
  });

  it('is written without trailing zeros', () => {
    expect([
      scaledText(0, 2),
      scaledText(100, 2),
      scaledText(-150, 2),
      scaledText(5, 3),
      scaledText(70, 0),
    ]).toEqual(['0', '1', '-1.5', '0.005', '70']);
  });

  it('is rounded half away from zero', () => {
    expect([5n, 4n, -5n, -4n, -6n].map((value) => divideRounded(value, 10n))).toEqual([1n, 0n, -1n, 0n, -1n]);
  });

  it('of a tick and a lot, and a share of it', () => {
    const facts = linearSymbol({ symbol: 'BTCUSDT', tickSize: '0.10', lotSize: '0.001' });
    expect(moneyText(tickLotMoney(facts))).toBe('0.0001');
    expect(moneyText(rateOf(parseMoney('600.001'), 55_000))).toBe('0.33000055');
  });
});
