import { DAY_MS, MINUTE_MS } from '@auction-trader/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DayLevelRows } from './day-level-rows.ts';

const DAY = Date.UTC(2024, 0, 1);
const MASK = 63;

/** Rows of a minute, as price and lots. */
type Rows = readonly (readonly [price: number, lots: number])[];

function append(levels: DayLevelRows, minuteMs: number, rows: Rows): void {
  const dense = new Int32Array(MASK + 1);
  for (const [price, lots] of rows) dense[price & MASK] = lots;
  const prices = rows.map(([price]) => price);
  levels.append(minuteMs, dense, MASK, Math.min(...prices), Math.max(...prices));
  expect(dense.every((lots) => lots === 0)).toBe(true);
}

function rowsAt(levels: DayLevelRows, minuteMs: number): Rows {
  levels.locate(minuteMs);
  const { priceTicks, sizeLots, from, to } = levels;
  return Array.from({ length: to - from }, (_, row) => [priceTicks[from + row]!, sizeLots[from + row]!]);
}

describe('DayLevelRows', () => {
  it('gives back each minute, empty and skipped ones too', () => {
    const levels = new DayLevelRows();
    append(levels, DAY + 5 * MINUTE_MS, [
      [100, 3],
      [103, 1],
    ]);
    append(levels, DAY + 6 * MINUTE_MS, []);
    append(levels, DAY + 9 * MINUTE_MS, [[90, 2]]);
    expect(rowsAt(levels, DAY)).toEqual([]);
    expect(rowsAt(levels, DAY + 9 * MINUTE_MS)).toEqual([[90, 2]]);
    expect(rowsAt(levels, DAY + 5 * MINUTE_MS)).toEqual([
      [100, 3],
      [103, 1],
    ]);
    expect(rowsAt(levels, DAY + 6 * MINUTE_MS)).toEqual([]);
    expect(rowsAt(levels, DAY + 7 * MINUTE_MS)).toEqual([]);
    expect(rowsAt(levels, DAY + 10 * MINUTE_MS)).toEqual([]);
    expect(levels.to).toBe(levels.from);
  });

  it('keeps what many minutes of several days were given', () => {
    const minute = fc
      .uniqueArray(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 1, max: 9 })), {
        maxLength: 10,
        selector: ([price]) => price,
      })
      .map((rows) => rows.sort(([left], [right]) => left - right));
    fc.assert(
      fc.property(
        fc.array(minute, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 4_000 }),
        (minutes, step) => {
          const levels = new DayLevelRows();
          const at = (index: number) => DAY + index * step * MINUTE_MS;
          for (const [index, rows] of minutes.entries()) append(levels, at(index), rows);
          for (const [index, rows] of minutes.entries()) expect(rowsAt(levels, at(index))).toEqual(rows);
        },
      ),
    );
  });

  it('grows past its first size', () => {
    const levels = new DayLevelRows();
    const dense = new Int32Array(1 << 14).fill(7);
    levels.append(DAY, dense, dense.length - 1, 0, 9_999);
    levels.locate(DAY);
    expect([levels.to - levels.from, levels.priceTicks[9_999], levels.sizeLots[9_999]]).toEqual([
      10_000, 9_999, 7,
    ]);
  });

  it('a day in the memory of one that was let go holds its own rows only', () => {
    const levels = new DayLevelRows();
    append(levels, DAY, [
      [7, 1],
      [8, 2],
    ]);
    append(levels, DAY + DAY_MS, [[5, 9]]);
    levels.release(DAY + DAY_MS);
    append(levels, DAY + 2 * DAY_MS + MINUTE_MS, [[3, 4]]);
    append(levels, DAY + 3 * DAY_MS, [[2, 6]]);
    expect(rowsAt(levels, DAY + DAY_MS)).toEqual([[5, 9]]);
    expect(rowsAt(levels, DAY + 2 * DAY_MS)).toEqual([]);
    expect(rowsAt(levels, DAY + 2 * DAY_MS + MINUTE_MS)).toEqual([[3, 4]]);
    expect(rowsAt(levels, DAY + 3 * DAY_MS)).toEqual([[2, 6]]);
  });

  it('forgets days before the one of a time, and says so', () => {
    const levels = new DayLevelRows();
    for (const day of [0, 1, 2]) append(levels, DAY + day * DAY_MS, [[day, 1]]);
    levels.locate(DAY);
    levels.release(DAY + DAY_MS + 5);
    expect(() => levels.locate(DAY)).toThrow(
      'the price levels of 2024-01-01T00:00:00.000Z are not in memory',
    );
    expect(rowsAt(levels, DAY + DAY_MS)).toEqual([[1, 1]]);
    expect(rowsAt(levels, DAY + 2 * DAY_MS)).toEqual([[2, 1]]);
    expect(() => levels.locate(DAY)).toThrow(
      'the price levels of 2024-01-01T00:00:00.000Z are not in memory',
    );
    expect(() => levels.locate(DAY + 3 * DAY_MS)).toThrow('not in memory');
  });
});

const minuteRows = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 9 })), {
    maxLength: 10,
    selector: ([price]) => price,
  })
  .map((rows) => rows.sort(([left], [right]) => left - right));

describe('DayLevelRows with late trades', () => {
  it('adds each to its own minute and leaves the others as they were', () => {
    const late = fc.array(
      fc.tuple(fc.nat(11), fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 9 })),
    );
    fc.assert(
      fc.property(fc.array(minuteRows, { minLength: 12, maxLength: 12 }), late, (minutes, trades) => {
        const levels = new DayLevelRows();
        // Some minutes lie on the next day.
        const at = (index: number) => DAY + DAY_MS + (index - 6) * MINUTE_MS;
        const expected = minutes.map((rows) => new Map(rows));
        for (const [index, rows] of minutes.entries()) append(levels, at(index), rows);
        for (const [minute, price, lots] of trades) {
          levels.addLate(at(minute), price, lots);
          expected[minute]!.set(price, (expected[minute]!.get(price) ?? 0) + lots);
        }
        for (const [index, rows] of expected.entries()) {
          expect(rowsAt(levels, at(index))).toEqual([...rows].sort(([left], [right]) => left - right));
        }
      }),
    );
  });

  it('knows no day that it does not hold', () => {
    const levels = new DayLevelRows();
    append(levels, DAY, [[1, 1]]);
    expect(() => levels.addLate(DAY + DAY_MS, 1, 1)).toThrow('not in memory');
  });
});

describe('DayLevelRows restored', () => {
  it('holds the minutes that were saved, and takes up those behind them', () => {
    fc.assert(
      fc.property(fc.array(minuteRows, { minLength: 3, maxLength: 12 }), fc.nat(11), (minutes, first) => {
        const from = Math.min(first, minutes.length - 2);
        const at = (index: number) => DAY + DAY_MS + (index - 4) * MINUTE_MS;
        const levels = new DayLevelRows();
        const last = minutes.length - 1;
        for (const [index, rows] of minutes.slice(0, last).entries()) append(levels, at(index), rows);
        const saved = JSON.parse(JSON.stringify(levels.snapshot(at(from), at(last))));
        const other = new DayLevelRows();
        append(other, DAY + 3 * DAY_MS, [[7, 7]]);
        other.restore(saved);
        append(other, at(last), minutes[last]!);
        for (let index = from; index <= last; index++)
          expect(rowsAt(other, at(index))).toEqual(minutes[index]);
      }),
    );
  });

  it('refuses what is no snapshot of them', () => {
    expect(() => new DayLevelRows().restore({ fromMs: 0, rows: [] } as never)).toThrow(
      'priceTicks is missing',
    );
  });
});
