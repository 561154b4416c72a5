import { MINUTE_MS } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import { DayLevelRows } from './day-level-rows.ts';
import { MinuteTape } from './minute-tape.ts';
import { dropOldestRows, restoreRows, saveRows } from './row-columns.ts';

function columns() {
  return {
    name: 'not a column',
    length: 3,
    whole: Int32Array.from([1, 2, 3, 9]),
    real: Float64Array.from([0.5, Number.NaN, -2, 9]),
    small: Uint8Array.from([7, 8, 9, 9]),
  };
}

describe('columns of rows', () => {
  it('move up when the oldest rows are dropped', () => {
    const rows = columns();
    dropOldestRows(rows, 3, 2);
    expect([rows.whole[0], rows.real[0], rows.small[0]]).toEqual([3, -2, 9]);
  });

  it('survive JSON, NaN too', () => {
    const saved = JSON.parse(JSON.stringify(saveRows(columns(), 3)));
    const other = { whole: new Int32Array(5), real: new Float64Array(5), small: new Uint8Array(5) };
    restoreRows(other, saved, 3, 'the test');
    expect([...other.whole]).toEqual([1, 2, 3, 0, 0]);
    expect([...other.real]).toEqual([0.5, Number.NaN, -2, 0, 0]);
    expect([...other.small]).toEqual([7, 8, 9, 0, 0]);
  });

  it('refuse rows of other columns, of another length, and more than they hold', () => {
    const saved = saveRows(columns(), 3);
    const { real, ...rest } = saved;
    expect(() => restoreRows(columns(), rest, 3, 'the test')).toThrow('the column real has not 3 rows');
    expect(() => restoreRows(columns(), { ...saved, more: [] }, 3, 'the test')).toThrow('more is unknown');
    expect(() => restoreRows(columns(), { ...saved, real: [1] }, 3, 'the test')).toThrow(
      'real has not 3 rows',
    );
    const long = { whole: Array(9).fill(1), real: Array(9).fill(1), small: Array(9).fill(1) };
    expect(() => restoreRows(columns(), long, 9, 'the test')).toThrow('whole has not 9 rows');
  });
});

describe('MinuteTape', () => {
  it('keeps the times of its rows when the oldest are dropped, and counts those', () => {
    const tape = new MinuteTape(4, new DayLevelRows());
    tape.firstMinuteMs = 600_000;
    tape.length = 4;
    tape.closeTicks.set([10, 11, 12, 13]);
    tape.dropRows(3);
    expect([tape.length, tape.closeTicks[0], tape.droppedRows]).toEqual([1, 13, 3]);
    expect(tape.minuteMs(0)).toBe(600_000 + 3 * MINUTE_MS);
    expect(tape.indexOf(600_000 + 3 * MINUTE_MS)).toBe(0);
  });

  it('goes on from what was saved', () => {
    const tape = new MinuteTape(4, new DayLevelRows());
    tape.firstMinuteMs = 600_000;
    tape.length = 3;
    tape.closeTicks.set([10, 11, 12]);
    tape.dropRows(1);
    const other = new MinuteTape(2, new DayLevelRows());
    other.restore(JSON.parse(JSON.stringify(tape.snapshot())));
    expect([other.length, other.droppedRows, other.firstMinuteMs]).toEqual([2, 1, 660_000]);
    expect([...other.closeTicks]).toEqual([11, 12]);
    expect(() => new MinuteTape(1, new DayLevelRows()).restore(tape.snapshot())).toThrow('has not 2 rows');
  });
});
