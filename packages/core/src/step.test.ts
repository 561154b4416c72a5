import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatOnGrid, isStep, parseOnGrid, parseStep } from './step.ts';

describe('parseStep', () => {
  it.each([
    ['0.1', { text: '0.1', mantissa: 1, decimals: 1, value: 0.1 }],
    [0.5, { text: '0.5', mantissa: 5, decimals: 1, value: 0.5 }],
    ['1e-8', { text: '0.00000001', mantissa: 1, decimals: 8, value: 1e-8 }],
    [1e-8, { text: '0.00000001', mantissa: 1, decimals: 8, value: 1e-8 }],
    ['0.0500', { text: '0.05', mantissa: 5, decimals: 2, value: 0.05 }],
    ['10', { text: '10', mantissa: 10, decimals: 0, value: 10 }],
    ['2.5e1', { text: '25', mantissa: 25, decimals: 0, value: 25 }],
  ])('reads %s', (text, step) => {
    expect(parseStep(text)).toEqual(step);
  });

  it.each(['0', '-0.1', '', 'abc', '1/8', 'NaN', '1e-30', '123456789', Number.NaN, 1 / 3])(
    'refuses %s',
    (text) => {
      expect(() => parseStep(text)).toThrow(expect.objectContaining({ code: 'BAD_STEP', exitCode: 1 }));
      expect(isStep(text)).toBe(false);
    },
  );
});

describe('parseOnGrid', () => {
  it.each([
    ['50000.3', '0.1', 500003],
    ['0.015', '0.001', 15],
    ['16578.50', '0.1', 165785],
    ['17440.50', '0.5', 34881],
    ['50000.35', '0.1', 'off-grid'],
  ])('vectors of 17.2: %s on %s is %s', (text, step, expected) => {
    expect(parseOnGrid(text, parseStep(step))).toBe(expected);
  });

  it.each([
    ['4.5e+08', '1', 450_000_000],
    ['4.5E8', '1', 450_000_000],
    ['45e-1', '0.5', 9],
    ['1e-3', '0.001', 1],
    ['-50000.3', '0.1', -500003],
    ['+2', '1', 2],
    ['.5', '0.1', 5],
    ['7.', '1', 7],
    ['0', '0.1', 0],
    ['-0.000', '0.1', 0],
    ['0e99', '0.1', 0],
    ['000012.30', '0.1', 123],
    ['214748364.7', '0.1', 2_147_483_647],
    ['-214748364.7', '0.1', -2_147_483_647],
    ['17440.25', '0.5', 'off-grid'],
    ['1e-9', '1e-8', 'off-grid'],
    ['214748364.8', '0.1', 'out-of-range'],
    ['-214748364.8', '0.1', 'out-of-range'],
    ['1e300', '0.1', 'out-of-range'],
    ['1e999999999', '0.1', 'out-of-range'],
  ])('%s on %s is %s', (text, step, expected) => {
    expect(parseOnGrid(text, parseStep(step))).toBe(expected);
  });

  it.each([
    '',
    ' ',
    '.',
    '-',
    '1.2.3',
    '1,5',
    ' 1',
    '1 ',
    '0x10',
    '1e',
    '1e1.5',
    'NaN',
    'Infinity',
    '--1',
    '１',
  ])('takes %j for malformed', (text) => {
    expect(parseOnGrid(text, parseStep('0.1'))).toBe('malformed');
  });

  it('maps each of the 100,000 tick prices from 50,000.0 to 59,999.9 to its own tick (D05)', () => {
    const tick = parseStep('0.1');
    let wrong = 0;
    let wrongInDoubles = 0;
    for (let ticks = 500_000; ticks < 600_000; ticks += 1) {
      const text = `${Math.floor(ticks / 10)}.${ticks % 10}`;
      if (parseOnGrid(text, tick) !== ticks || formatOnGrid(ticks, tick) !== text) wrong += 1;
      if (Math.floor(Number(text) / 0.1) !== ticks) wrongInDoubles += 1;
    }
    expect(wrong).toBe(0);
    // What section 2 says of doubles, so that this test is known to look at the hard cases.
    expect(wrongInDoubles).toBe(24_858);
  });
});

describe('formatOnGrid', () => {
  it.each([
    [500_000, '0.1', '50000.0'],
    [34_881, '0.5', '17440.5'],
    [-3, '0.001', '-0.003'],
    [0, '0.001', '0.000'],
    [7, '10', '70'],
    [1, '1e-8', '0.00000001'],
  ])('%d steps of %s are %s', (steps, step, text) => {
    expect(formatOnGrid(steps, parseStep(step))).toBe(text);
  });

  it('refuses what is no whole number', () => {
    expect(() => formatOnGrid(0.5, parseStep('0.1'))).toThrow(expect.objectContaining({ code: 'OFF_GRID' }));
  });

  const steps = fc.integer({ min: -2_147_483_647, max: 2_147_483_647 });
  const step = fc.constantFrom('0.1', '0.01', '0.5', '0.25', '1e-8', '0.001', '1', '10', '0.05', '125');

  it('is undone by parseOnGrid', () => {
    fc.assert(
      fc.property(steps, step, (count, text) => {
        const grid = parseStep(text);
        // -0 and 0 are one price.
        expect(parseOnGrid(formatOnGrid(count, grid), grid)).toBe(count + 0);
      }),
    );
  });

  it('is read the same in exponent notation', () => {
    fc.assert(
      fc.property(steps, step, fc.integer({ min: -12, max: 12 }), (count, text, power) => {
        const grid = parseStep(text);
        const decimals = grid.decimals;
        const shifted = `${BigInt(count) * BigInt(grid.mantissa) * 10n ** BigInt(12 - power)}e${power - 12 - decimals}`;
        expect(parseOnGrid(shifted, grid)).toBe(count + 0);
      }),
    );
  });
});
