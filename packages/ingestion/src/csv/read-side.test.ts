import { describe, expect, it } from 'vitest';
import { NO_SIDE, readSide, type SideForm } from './read-side.ts';

function read(text: string, form: SideForm): number {
  const bytes = Buffer.from(`9,${text},9`, 'latin1');
  return readSide(bytes, 2, bytes.length - 2, form);
}

describe('readSide', () => {
  it('reads the aggressor as buy and sell, in any case', () => {
    for (const text of ['Buy', 'buy', 'BUY', 'b', 'B', ' buy ', '"Buy"'])
      expect(read(text, 'side'), text).toBe(1);
    for (const text of ['Sell', 'sell', 'SELL', 's', '"sell"']) expect(read(text, 'side'), text).toBe(-1);
    expect(read('', 'side')).toBe(0);
    for (const text of ['x', 'bay', 'sold', 'bid', 'buyy', '1'])
      expect(read(text, 'side'), text).toBe(NO_SIDE);
  });

  it('turns the buyer as maker into the seller as aggressor', () => {
    for (const text of ['true', 'True', 'TRUE', 't', '1']) expect(read(text, 'buyer-maker'), text).toBe(-1);
    for (const text of ['false', 'False', '0']) expect(read(text, 'buyer-maker'), text).toBe(1);
    for (const text of ['tree', 'buy', '2']) expect(read(text, 'buyer-maker'), text).toBe(NO_SIDE);
  });
});
