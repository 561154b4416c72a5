import { parseOnGrid, parseStep } from '@auction-trader/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOT_ON_GRID, readOnGrid } from './read-on-grid.ts';

/** The field between two others, as it stands in a file. */
function read(text: string, step: string): number {
  const bytes = Buffer.from(`9,${text},9`, 'latin1');
  return readOnGrid(bytes, 2, bytes.length - 2, parseStep(step));
}

function plain(text: string, step: string): number {
  const steps = parseOnGrid(text.trim(), parseStep(step));
  if (typeof steps === 'number') return Math.max(0, steps);
  return { malformed: -1, 'off-grid': -2, 'out-of-range': -3 }[steps];
}

const STEPS = ['0.1', '0.01', '0.001', '1', '10', '0.5', '0.25', '0.00000001', '2', '0.05'];

describe('readOnGrid', () => {
  it('reads the vectors of the trading rules (17.2, parse)', () => {
    expect(read('50000.3', '0.1')).toBe(500_003);
    expect(read('0.015', '0.001')).toBe(15);
    expect(read('16578.50', '0.1')).toBe(165_785);
    expect(read('17440.50', '0.5')).toBe(34_881);
    expect(read('50000.35', '0.1')).toBe(NOT_ON_GRID.OFF_GRID);
  });

  it('reads exponents, and refuses what is no number', () => {
    expect(read('4.5e+08', '1')).toBe(450_000_000);
    expect(read('4.5e-02', '0.001')).toBe(45);
    for (const text of ['', '.', '-', 'x', '1x', '1.2.3', '1 2', 'NaN', '0x10', '1e', '1,']) {
      expect(read(text, '0.1'), text).toBe(NOT_ON_GRID.MALFORMED);
    }
    for (const text of ['0', '0.0', '-1', '-0.1', '-4.5e+02']) {
      expect(read(text, '0.1'), text).toBe(NOT_ON_GRID.NOT_POSITIVE);
    }
    expect(read('2147483647', '1')).toBe(2_147_483_647);
    expect(read('2147483648', '1')).toBe(NOT_ON_GRID.TOO_LARGE);
  });

  it('maps all 100,000 tick prices from 50,000.0 to 59,999.9 to their own tick', () => {
    for (let tick = 500_000; tick < 600_000; tick++) {
      expect(read(`${Math.floor(tick / 10)}.${tick % 10}`, '0.1')).toBe(tick);
    }
  });

  it('agrees with the plain reading of any decimal on any grid', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 18 });
    const decimal = fc
      .tuple(
        digits,
        fc.option(digits),
        fc.option(fc.integer({ min: -12, max: 12 })),
        fc.constantFrom('', '-', '+'),
      )
      .map(([whole, fraction, exponent, sign]) => {
        return `${sign}${whole}${fraction === null ? '' : `.${fraction}`}${exponent === null ? '' : `e${exponent}`}`;
      });
    const usual = fc
      .tuple(fc.integer({ min: 0, max: 99_999_999 }), fc.integer({ min: 0, max: 9 }))
      .map(([value, decimals]) => (value / 10 ** decimals).toFixed(decimals));
    fc.assert(
      fc.property(fc.oneof(decimal, usual), fc.constantFrom(...STEPS), (text, step) => {
        expect(read(text, step)).toBe(plain(text, step));
      }),
      { numRuns: 3000 },
    );
  });
});
