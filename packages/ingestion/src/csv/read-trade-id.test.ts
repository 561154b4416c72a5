import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashTextId, isNumericId, readNumericId } from './read-trade-id.ts';

function numeric(text: string): bigint | null {
  const bytes = Buffer.from(`9,${text},9`, 'latin1');
  const words = new Int32Array(4);
  if (!readNumericId(bytes, 2, bytes.length - 2, words, 2)) return null;
  return new BigInt64Array(words.buffer)[1]!;
}

function hash(text: string, before = ''): bigint | null {
  const bytes = Buffer.from(`${before}${text}9`, 'latin1');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const words = new Int32Array(2);
  if (!hashTextId(bytes, view, before.length, bytes.length - 1, words, 0)) return null;
  return new BigInt64Array(words.buffer)[0]!;
}

describe('readNumericId', () => {
  it('keeps every whole number of 63 bits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), (id) => {
        expect(numeric(String(id))).toBe(id);
      }),
    );
  });

  it('refuses the rest', () => {
    for (const text of ['', 'x', '-1', '1.5', '9223372036854775808', '12345678901234567890']) {
      expect(numeric(text), text).toBeNull();
      expect(isNumericId(text), text).toBe(false);
    }
  });
});

describe('hashTextId', () => {
  it('depends on the text alone, and on all of it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 40 }),
        fc.string({ unit: 'binary-ascii', maxLength: 5 }),
        fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 40 }),
        (text, before, other) => {
          expect(hash(text, before)).toBe(hash(text));
          if (other !== text) expect(hash(other)).not.toBe(hash(text));
        },
      ),
    );
    expect(hash('')).toBeNull();
  });

  it('spreads ids that differ in one place over all bits', () => {
    const seen = new Set<bigint>();
    const lowHalves = new Set<bigint>();
    const ids = 200_000;
    for (let id = 0; id < ids; id++) {
      const value = hash(`08ff9568-cb50-55d6-b497-${String(id).padStart(12, '0')}`)!;
      seen.add(value);
      lowHalves.add(BigInt.asUintN(32, value));
    }
    expect(seen.size).toBe(ids);
    // Of 200,000 numbers of 32 bits drawn at random, about 5 meet another.
    expect(lowHalves.size).toBeGreaterThan(ids - 25);
  });
});
