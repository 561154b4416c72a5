import type { TradeColumns } from '@auction-trader/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allSided, newPrintMemory, writeQuoteSides } from './synthetic-quotes.ts';

function columns(rows: readonly (readonly [price: number, side: number])[]): TradeColumns {
  return {
    length: rows.length,
    timeMs: Int32Array.from(rows, (_, row) => row),
    priceTicks: Int32Array.from(rows, ([price]) => price),
    sizeLots: new Int32Array(rows.length).fill(1),
    side: Int8Array.from(rows, ([, side]) => side),
  };
}

function sidesOf(trades: TradeColumns): Int8Array {
  const sides = new Int8Array(trades.length);
  writeQuoteSides(trades, 0, trades.length, newPrintMemory(), sides);
  return sides;
}

describe('writeQuoteSides', () => {
  it('P19', () => {
    const rows = [
      [1000, 0],
      [1000, -1],
      [1000, 0],
      [1001, 0],
      [1001, 0],
      [1000, 0],
      [1003, 1],
    ] as const;
    expect([...sidesOf(columns(rows))]).toEqual([1, -1, -1, 1, 1, -1, 1]);
  });

  const rows = fc.array(fc.tuple(fc.integer({ min: 5, max: 8 }), fc.constantFrom(-1, 0, 1)), {
    maxLength: 40,
  });

  it('is the same in pieces', () => {
    fc.assert(
      fc.property(rows, fc.nat({ max: 40 }), (prints, at) => {
        const trades = columns(prints);
        const cut = Math.min(at, trades.length);
        const memory = newPrintMemory();
        const sides = new Int8Array(trades.length);
        writeQuoteSides(trades, 0, cut, memory, sides);
        writeQuoteSides(trades, cut, trades.length, memory, sides.subarray(cut), cut);
        expect(sides).toEqual(sidesOf(trades));
      }),
    );
  });

  it('gives back the sides of the venue where it gave them all', () => {
    fc.assert(
      fc.property(rows, (prints) => {
        const trades = columns(prints.map(([price, side]) => [price, side === 0 ? 1 : side]));
        expect(allSided(trades)).toBe(true);
        expect(sidesOf(trades)).toEqual(trades.side);
      }),
    );
  });
});

it('allSided sees one print without a side, and not what lies behind the length', () => {
  const trades = columns([
    [1, 1],
    [1, 0],
  ]);
  expect(allSided(trades)).toBe(false);
  expect(allSided({ ...trades, length: 1 })).toBe(true);
});
