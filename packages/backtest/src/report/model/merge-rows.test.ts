import { MINUTE_MS } from '@auction-trader/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleRun } from '../testing/sample-run.ts';
import { type ChartRows, ROW_FLAG } from './chart-rows.ts';
import { mergeRows } from './merge-rows.ts';
import { runRows } from './run-rows.ts';

/** The plain way: for each bar, the rows whose time falls into it. */
function naive(rows: ChartRows, minutes: number) {
  const bars = new Map<number, number[]>();
  for (let i = 0; i < rows.length; i += 1) {
    const start = Math.floor((rows.firstMs + i * MINUTE_MS) / (minutes * MINUTE_MS)) * minutes * MINUTE_MS;
    bars.set(start, [...(bars.get(start) ?? []), i]);
  }
  return [...bars].map(([startMs, members]) => {
    const last = members.at(-1)!;
    const every = (flag: number) => members.every((i) => (rows.flags[i]! & flag) !== 0);
    return {
      startMs,
      open: rows.open[members[0]!],
      high: Math.max(...members.map((i) => rows.high[i]!)),
      low: Math.min(...members.map((i) => rows.low[i]!)),
      close: rows.close[last],
      volume: members.reduce((sum, i) => sum + rows.volume[i]!, 0),
      flow: members.reduce((sum, i) => sum + rows.flow[i]!, 0),
      vah: rows.vah[last],
      synthetic: every(ROW_FLAG.SYNTHETIC),
      missing: every(ROW_FLAG.MISSING),
      valid: (rows.flags[last]! & ROW_FLAG.VALID) !== 0,
    };
  });
}

describe('mergeRows', () => {
  it('equals the plain way, on any start and length', () => {
    const shapes = fc.record({
      minutes: fc.integer({ min: 1, max: 400 }),
      offset: fc.integer({ min: 0, max: 1500 }),
      span: fc.constantFrom(5, 15, 60, 240, 1440),
      gap: fc.integer({ min: 0, max: 300 }),
    });
    fc.assert(
      fc.property(shapes, ({ minutes, offset, span, gap }) => {
        const firstMinuteMs = Date.UTC(2026, 0, 1) + offset * MINUTE_MS;
        const run = sampleRun({ minutes, firstMinuteMs, gaps: [{ from: gap, minutes: 70 }], maxTrades: 0 });
        const rows = runRows(run);
        const merged = mergeRows(rows, span);
        const bars = Array.from({ length: merged.length }, (_, i) => ({
          startMs: merged.firstMs + i * span * MINUTE_MS,
          open: merged.open[i],
          high: merged.high[i],
          low: merged.low[i],
          close: merged.close[i],
          volume: merged.volume[i],
          flow: merged.flow[i],
          vah: merged.vah[i],
          synthetic: (merged.flags[i]! & ROW_FLAG.SYNTHETIC) !== 0,
          missing: (merged.flags[i]! & ROW_FLAG.MISSING) !== 0,
          valid: (merged.flags[i]! & ROW_FLAG.VALID) !== 0,
        }));
        expect(bars).toEqual(naive(rows, span));
      }),
      { numRuns: 40 },
    );
  });

  it('leaves rows of that length alone', () => {
    const rows = runRows(sampleRun({ minutes: 10 }));
    expect(mergeRows(rows, 1)).toBe(rows);
  });
});
