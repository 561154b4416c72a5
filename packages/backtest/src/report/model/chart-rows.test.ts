import { describe, expect, it } from 'vitest';
import { sampleRun } from '../testing/sample-run.ts';
import { type ChartRows, packRows, ROW_FLAG, rowAt, rowMs, unpackRows } from './chart-rows.ts';
import { runRows } from './run-rows.ts';

const run = sampleRun({ minutes: 500, gaps: [{ from: 50, minutes: 7 }] });
const rows = runRows(run);

describe('chart rows', () => {
  it('are the minutes of the run', () => {
    expect(rows.firstMs).toBe(run.tape.firstMinuteMs);
    for (const i of [0, 100, 499]) {
      expect([rows.open[i], rows.high[i], rows.low[i], rows.close[i]]).toEqual([
        run.tape.openTicks[i],
        run.tape.highTicks[i],
        run.tape.lowTicks[i],
        run.tape.closeTicks[i],
      ]);
      expect(rows.flow[i]).toBe(run.features.flowLots[i]);
    }
    expect(rows.flags[52]! & ROW_FLAG.MISSING).toBe(ROW_FLAG.MISSING);
    expect(rows.flags[0]! & ROW_FLAG.VALID).toBe(0);
    expect(rows.vah[499]).toBe(run.features.vahTicks[499]);
  });

  it('unpack to what was packed', () => {
    const again = unpackRows({ firstMs: rows.firstMs, rowMinutes: 1 }, packRows(rows));
    expect(again).toEqual(rows);
  });

  it('pack bars into differences that are never negative where they cannot be', () => {
    const packed = packRows(rows);
    expect(Math.min(...packed.above, ...packed.below, ...packed.ambiguous)).toBeGreaterThanOrEqual(0);
  });

  it('find a row by time, clamped to what there is', () => {
    expect(rowAt(rows, rowMs(rows, 17))).toBe(17);
    expect(rowAt(rows, rowMs(rows, 18) - 1)).toBe(17);
    expect(rowAt(rows, 0)).toBe(0);
    expect(rowAt(rows, Number.MAX_SAFE_INTEGER)).toBe(499);
  });

  it('a run without minutes has no rows', () => {
    const none = runRows(sampleRun({ minutes: 0 }));
    expect(unpackRows({ firstMs: none.firstMs, rowMinutes: 1 }, packRows(none)).length).toBe(0);
  });

  it('a fraction of a lot from BVC is rounded, not refused', () => {
    const bvc = sampleRun({ minutes: 5 });
    bvc.features.flowLots[3] = 12.6;
    expect((runRows(bvc) satisfies ChartRows).flow[3]).toBe(13);
  });
});
