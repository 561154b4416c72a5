import { parseOnGrid, parseStep } from '@auction-trader/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanOnGrid } from './scan-on-grid.ts';

const steps = ['0.1', '0.001', '0.5', '1', '10', '0.00001', '25', '1e-8', '0.25'].map(parseStep);

describe('scanOnGrid', () => {
  it.each([
    ['65114.20', '0.1', 651_142],
    ['0.004', '0.001', 4],
    ['65114.25', '0.1', 'off-grid'],
    ['50000.5', '0.5', 100_001],
    ['50000.3', '0.5', 'off-grid'],
    ['', '0.1', 'malformed'],
    ['.', '0.1', 'malformed'],
    ['1.2.3', '0.1', 'malformed'],
    ['-1', '0.1', -10],
    ['1e3', '0.1', 10_000],
    ['214748364.7', '0.1', 2_147_483_647],
    ['214748364.8', '0.1', 'out-of-range'],
    ['0.000', '0.001', 0],
  ])('%s on %s is %s', (text, step, expected) => {
    expect(scanOnGrid(text, parseStep(step))).toBe(expected);
  });

  it('says what parseOnGrid says, for every text', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 18 });
    const decimal = fc.tuple(digits, digits).map(([whole, fraction]) => `${whole}.${fraction}`);
    const odd = fc.string({ unit: fc.constantFrom(...'0123456789.-+eE x'), maxLength: 18 });
    const text = fc.oneof(digits, decimal, odd, fc.string());
    fc.assert(
      fc.property(text, fc.constantFrom(...steps), (number, step) => {
        expect(scanOnGrid(number, step)).toBe(parseOnGrid(number, step));
      }),
      { numRuns: 2_000 },
    );
  });
});
