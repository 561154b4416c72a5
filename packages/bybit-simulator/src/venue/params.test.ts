import { describe, expect, it } from 'vitest';
import { booleanParam, choiceParam, integerParam, priceParam, quantityParam, textParam } from './params.ts';
import { Refusal } from './refusal.ts';
import { linearSymbol } from './symbol-facts.ts';

const facts = linearSymbol({ symbol: 'BTCUSDT', tickSize: '0.10', lotSize: '0.001' });
const STRANGE: unknown[] = [
  { toString: 1 },
  [[]],
  [],
  {},
  true,
  '0x10',
  '1e3',
  ' 1',
  '١',
  'NaN',
  1.5,
  Number.NaN,
];

describe('parameters', () => {
  it('are read', () => {
    expect(integerParam({ x: '-7' }, 'x')).toBe(-7);
    expect(integerParam({ x: 7 }, 'x')).toBe(7);
    expect([undefined, null, ''].map((x) => integerParam({ x }, 'x'))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(booleanParam({ x: 'true' }, 'x')).toBe(true);
    expect(choiceParam({}, 'x', ['a', 'b'], 'b')).toBe('b');
    expect(textParam({ x: null }, 'x')).toBe('');
    expect(priceParam({ x: '60000.10' }, 'x', facts)).toBe(600_001);
    expect(quantityParam({ x: '0.010' }, 'x', facts)).toBe(10);
  });

  it.each(STRANGE.map((x) => [x]))('are refused when they are strange: %j', (x) => {
    expect(() => integerParam({ x }, 'x')).toThrow(Refusal);
  });

  it.each([
    ['text', () => textParam({ x: 1 }, 'x')],
    ['boolean', () => booleanParam({ x: 1 }, 'x')],
    ['choice', () => choiceParam({ x: 'c' }, 'x', ['a', 'b'])],
    ['missing choice', () => choiceParam({}, 'x', ['a', 'b'])],
    ['price off the grid', () => priceParam({ x: '0.05' }, 'x', facts)],
    ['price out of range', () => priceParam({ x: '2000000' }, 'x', facts)],
    ['negative size', () => quantityParam({ x: '-0.001' }, 'x', facts)],
  ])('are refused: %s', (_, read) => {
    expect(read).toThrow(Refusal);
  });
});
