import { describe, expect, it } from 'vitest';
import { MinuteBars } from './minute-bars.ts';

const START = Date.UTC(2026, 0, 1);
const at = (minute: number) => START + minute * 60_000;

describe('MinuteBars', () => {
  it('sum trades of a minute', () => {
    const bars = new MinuteBars();
    for (const [second, ticks, lots] of [
      [1, 100, 2],
      [2, 105, 1],
      [3, 95, 3],
      [59, 99, 4],
    ] as const)
      bars.add(START + second * 1_000, ticks, lots);
    expect(bars.current).toEqual({
      startMs: START,
      open: 100,
      high: 105,
      low: 95,
      close: 99,
      lots: 10,
      tickLots: 986,
    });
  });

  it('carry the last price through quiet minutes', () => {
    const bars = new MinuteBars();
    bars.add(at(0), 100, 1);
    bars.add(at(3), 110, 1);
    expect(bars.at(at(2))).toMatchObject({ open: 100, close: 100, lots: 0 });
    expect(bars.sum(at(0), 4)).toEqual({
      startMs: START,
      open: 100,
      high: 110,
      low: 100,
      close: 110,
      lots: 2,
      tickLots: 210,
    });
    expect(bars.sum(at(-5), 5)).toBeUndefined();
  });

  it('forget what is older than two weeks, also after a long silence', () => {
    const bars = new MinuteBars();
    bars.add(at(0), 100, 1);
    bars.add(at(14 * 1_440), 110, 1);
    expect(bars.at(at(0))).toBeUndefined();
    expect(bars.at(at(1))).toMatchObject({ close: 100, lots: 0 });
    bars.add(at(60 * 1_440), 120, 1);
    expect(bars.at(at(14 * 1_440))).toBeUndefined();
    expect(bars.at(at(60 * 1_440 - 1))).toMatchObject({ close: 110, lots: 0 });
    expect(bars.firstMs).toBe(at(60 * 1_440 - 14 * 1_440 + 1));
  });
});
