import { describe, expect, it } from 'vitest';
import { priceOf, priceOfHalfTicks, stepsToDecimal } from './decimals.ts';
import { NO_PRICE } from './no-price.ts';
import { parseStep } from './step.ts';

describe('decimals', () => {
  it('every tick price from 50,000.0 to 59,999.9 has its own decimal text', () => {
    const tick = parseStep('0.1');
    for (let ticks = 500_000; ticks < 600_000; ticks += 1) {
      const [whole, tenth] = [Math.floor(ticks / 10), ticks % 10];
      expect(stepsToDecimal(ticks, tick)).toBe(Number(`${whole}.${tenth}`));
    }
  });

  it('knows steps that are not powers of ten', () => {
    expect(stepsToDecimal(34_881, parseStep('0.5'))).toBe(17_440.5);
    expect(priceOfHalfTicks(69_763, parseStep('0.5'))).toBe(17_440.75);
    expect(priceOf(3, parseStep('10'))).toBe(30);
  });

  it('no price is null', () => {
    expect(priceOf(NO_PRICE, parseStep('0.1'))).toBeNull();
    expect(priceOfHalfTicks(NO_PRICE, parseStep('0.1'))).toBeNull();
  });
});
