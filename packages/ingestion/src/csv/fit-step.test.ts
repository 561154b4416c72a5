import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitStep } from './fit-step.ts';

describe('fitStep', () => {
  it('finds the coarsest usual step', () => {
    expect(fitStep(['16.5', '17', '18.5'])).toBe('0.5');
    expect(fitStep(['83.29', '83.3', '82.73'])).toBe('0.01');
    expect(fitStep(['6698.50', '6698.00', '6682.25'])).toBe('0.25');
    expect(fitStep(['0.107', '1.474'])).toBe('0.001');
    expect(fitStep(['300', '700'])).toBe('100');
    expect(fitStep(['4.5e+08', '4.6e+08'])).toBe('10000000');
    expect(fitStep(['0.3', 'x', ''])).toBe('0.1');
    expect(fitStep([])).toBeNull();
    expect(fitStep(['0', '0.00'])).toBeNull();
  });

  it('finds a step on which all numbers of a grid lie', () => {
    const numbers = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(numbers, fc.integer({ min: 0, max: 6 }), (steps, decimals) => {
        const step = Number(fitStep(steps.map((value) => (value / 10 ** decimals).toFixed(decimals))));
        for (const value of steps) {
          const quotient = value / 10 ** decimals / step;
          expect(Math.abs(quotient - Math.round(quotient))).toBeLessThan(1e-6);
        }
      }),
    );
  });
});
