import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assembleDay, type ExistingDay } from './assemble-day.ts';
import { DayBuilder } from './day-builder.ts';
import { BLOCK_ROWS, newRowBlock } from './row-block.ts';
import type { TradeIdKind } from './tick-kind.ts';
import { newWrittenSource } from './written-source.ts';

const DAY = Date.UTC(2024, 0, 1);

interface Row {
  readonly timeMs: number;
  readonly priceTicks: number;
  readonly id: number;
}

/** Assembles the rows of some files over what is there, as the store does. */
function assemble(existing: ExistingDay | null, files: readonly (readonly Row[])[], tradeIds: TradeIdKind) {
  const builder = new DayBuilder('trades', tradeIds !== 'none');
  builder.restart(DAY);
  for (const [index, rows] of files.entries()) {
    const source = newWrittenSource(
      `file ${index}`,
      `hash ${index + (existing?.sources.length ?? 0)}`,
      'test',
    );
    const block = newRowBlock('trades', tradeIds !== 'none');
    for (const { timeMs, priceTicks, id } of rows) {
      if (block.length === BLOCK_ROWS) throw new Error('too many rows for one block');
      block.timeMs[block.length] = DAY + timeMs;
      block.columns[0]![block.length] = priceTicks;
      block.columns[1]![block.length] = 1;
      block.columns[2]![block.length] = id % 2 === 0 ? 1 : -1;
      if (block.idWords !== null) block.idWords[2 * block.length] = id;
      block.length++;
    }
    if (rows.length > 0) builder.append(source, block, 0, rows.length);
  }
  const day = assembleDay(existing, {
    table: builder.table(),
    segments: builder.segments,
    tradeIds,
    suspects: builder.ids.suspects,
  });
  return { ...day, existing: { table: day.table, tradeIds, sources: day.sources } };
}

function rowsOf({ table }: { table: { columns: readonly (Int32Array | Int8Array)[] } }): number[][] {
  const [times, prices] = table.columns;
  return [...times!].map((time, row) => [time, prices![row]!]);
}

const rows = fc.array(
  fc.record({
    timeMs: fc.nat({ max: 20 }),
    priceTicks: fc.integer({ min: 1, max: 99 }),
    id: fc.nat({ max: 30 }),
  }),
  { maxLength: 25 },
);

describe('assembleDay', () => {
  it('keeps the first of each id and orders by time and id, from any number of files', () => {
    fc.assert(
      fc.property(fc.array(rows, { minLength: 1, maxLength: 4 }), (files) => {
        const seen = new Map<number, Row>();
        for (const file of files) {
          const steps = file.slice(1).map((row, index) => row.timeMs - file[index]!.timeMs);
          const falls = steps.filter((step) => step < 0).length > steps.filter((step) => step > 0).length;
          for (const row of falls ? [...file].reverse() : file) if (!seen.has(row.id)) seen.set(row.id, row);
        }
        const expected = [...seen.values()].sort((a, b) => a.timeMs - b.timeMs || a.id - b.id);
        const day = assemble(null, files, 'numeric');
        expect(rowsOf(day)).toEqual(expected.map(({ timeMs, priceTicks }) => [timeMs, priceTicks]));
        const total = files.flat().length;
        expect(day.sources.reduce((sum, source) => sum + source.rows, 0)).toBe(expected.length);
        expect(day.duplicates.reduce((sum, count) => sum + count, 0)).toBe(total - expected.length);
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same whether files come together or one after the other', () => {
    fc.assert(
      fc.property(fc.array(rows, { minLength: 1, maxLength: 3 }), (files) => {
        const together = assemble(null, files, 'numeric');
        let existing: ExistingDay | null = null;
        for (const file of files) existing = assemble(existing, [file], 'numeric').existing;
        expect(rowsOf({ table: existing!.table })).toEqual(rowsOf(together));
      }),
      { numRuns: 200 },
    );
  });

  it('reverses a file that runs backwards, inside one millisecond too', () => {
    const day = assemble(
      null,
      [
        [
          { timeMs: 9, priceTicks: 4, id: 0 },
          { timeMs: 5, priceTicks: 3, id: 1 },
          { timeMs: 5, priceTicks: 2, id: 2 },
          { timeMs: 1, priceTicks: 1, id: 3 },
        ],
      ],
      'none',
    );
    expect(rowsOf(day)).toEqual([
      [1, 1],
      [5, 2],
      [5, 3],
      [9, 4],
    ]);
  });

  it('refuses files that overlap without ids, and takes those that do not', () => {
    const early = [{ timeMs: 1, priceTicks: 1, id: 0 }];
    const late = [{ timeMs: 2, priceTicks: 2, id: 0 }];
    expect(rowsOf(assemble(null, [late, early], 'none'))).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(() => assemble(null, [early, early], 'none')).toThrow(
      /both have rows on 2024-01-01: they overlap/,
    );
    const stored = assemble(null, [early], 'none').existing;
    expect(() => assemble(stored, [early], 'none')).toThrow(/overlap/);
    expect(() => assemble(stored, [late], 'numeric')).toThrow(/only one of them has trade ids/);
  });
});
