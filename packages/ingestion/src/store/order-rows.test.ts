import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findDuplicates, rowsWithout } from './find-duplicates.ts';
import { IdFilter } from './id-filter.ts';
import { gather, gatherIds, orderRows } from './order-rows.ts';

/** Ids as the words of an int64 column. */
function wordsOf(ids: readonly bigint[]): Int32Array {
  return new Int32Array(BigInt64Array.from(ids).buffer);
}

const time = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 86_399_999 }));
const id = fc.oneof(fc.bigInt({ min: 0n, max: 6n }), fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }));

describe('orderRows', () => {
  it('orders by time, then id, then place, as a plain sort does', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(time, id), { maxLength: 60 }), fc.boolean(), (rows, withIds) => {
        const times = Int32Array.from(rows, ([value]) => value);
        const ids = rows.map(([, value]) => value);
        const expected = rows
          .map((_, row) => row)
          .sort((a, b) => {
            const byId = withIds && ids[a] !== ids[b] ? (ids[a]! < ids[b]! ? -1 : 1) : 0;
            return times[a]! - times[b]! || byId || a - b;
          });
        const order = orderRows(times, withIds ? wordsOf(ids) : null, rows.length);
        expect(order === null ? rows.map((_, row) => row) : [...order]).toEqual(expected);
        expect(order === null).toBe(expected.every((row, place) => row === place));
      }),
      { numRuns: 500 },
    );
  });

  it('orders many rows', () => {
    const length = 100_000;
    const times = Int32Array.from({ length }, (_, row) => (row * 7_654_321) % 86_400_000);
    const ordered = gather(times, orderRows(times, null, length)!);
    expect([...ordered]).toEqual([...times].sort((a, b) => a - b));
  });
});

describe('findDuplicates', () => {
  it('finds every row whose id stands earlier, however the rows came in', () => {
    const filter = new IdFilter();
    fc.assert(
      fc.property(fc.array(id, { maxLength: 80 }), fc.array(fc.nat({ max: 80 })), (ids, cuts) => {
        const seen = new Set<bigint>();
        const expected: number[] = [];
        for (const [row, value] of ids.entries()) {
          if (seen.has(value)) expected.push(row);
          seen.add(value);
        }
        const words = wordsOf(ids);
        filter.restart();
        const edges = [0, ...cuts.filter((cut) => cut < ids.length).sort((a, b) => a - b), ids.length];
        for (let edge = 1; edge < edges.length; edge++) filter.add(words, edges[edge - 1]!, edges[edge]!);
        const found = findDuplicates(words, ids.length, filter.suspects);
        expect([...found]).toEqual(expected);
        const kept = rowsWithout(ids.length, found);
        expect([...new BigInt64Array(gatherIds(words, kept).buffer)]).toEqual([...seen]);
      }),
      { numRuns: 500 },
    );
  });

  it('finds them among many', () => {
    const length = 300_000;
    // Every id below 100,000 three times, in an order that is not ascending.
    const ids = BigInt64Array.from({ length }, (_, row) => BigInt(((row * 7) % 100_000) + 2 ** 40));
    const words = new Int32Array(ids.buffer);
    const filter = new IdFilter();
    for (let from = 0; from < length; from += 4096) filter.add(words, from, Math.min(length, from + 4096));
    const found = findDuplicates(words, length, filter.suspects);
    expect(found.length).toBe(200_000);
    expect(found[0]).toBe(100_000);
    const ascending = Int32Array.from({ length: 2 * length }, (_, word) => (word % 2 === 0 ? word : 0));
    filter.restart();
    filter.add(ascending, 0, length);
    expect(filter.suspects).toEqual([]);
  });
});
