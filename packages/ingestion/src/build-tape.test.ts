import { DAY_MS, type DayTicks, type TickSource } from '@auction-trader/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arraySource } from './array-source.ts';
import { buildTape, emptyTape, gallop } from './build-tape.ts';
import { MinuteAccumulator } from './minute-accumulator.ts';
import { BTCUSDT } from './testing/arbitrary-ticks.ts';
import { print, REAL, T0 } from './testing/small-tape.ts';

function tapeOf(source: TickSource, onDay?: (day: DayTicks, from: number, to: number) => void) {
  const { tape, levels } = emptyTape(source.days);
  buildTape(source, new MinuteAccumulator({ ...REAL, quotes: 'none' }, tape, levels), tape, onDay);
  return tape;
}

describe('bar close', () => {
  const closedBy = (laterMs: number) =>
    tapeOf(arraySource({ instrument: BTCUSDT, trades: [print(60_000, 5, 1), print(laterMs, 6, 1)] }));

  it('an event at 121,000 ms closes the minute of 60,000, one at 105,000 does not', () => {
    expect(closedBy(121_000).length).toBe(1);
    expect(closedBy(105_000).length).toBe(0);
  });

  it('the first instant of the next minute closes it, the last of this one does not', () => {
    expect(closedBy(120_000).length).toBe(1);
    expect(closedBy(119_999).length).toBe(0);
  });

  it('two minutes in order', () => {
    const tape = tapeOf(
      arraySource({
        instrument: BTCUSDT,
        trades: [print(0, 5, 1), print(60_000, 6, 1), print(120_000, 7, 1)],
      }),
    );
    expect(tape.length).toBe(2);
    expect([...tape.closeTicks.subarray(0, 2)]).toEqual([5, 6]);
    expect([tape.minuteMs(0), tape.minuteMs(1)]).toEqual([T0, T0 + 60_000]);
    expect(tape.indexOf(T0 + 60_000)).toBe(1);
  });
});

describe('days', () => {
  const trades = [
    print(0, 5, 1),
    print(DAY_MS - 1, 6, 1),
    print(3 * DAY_MS, 7, 1),
    print(3 * DAY_MS + 60_000, 8, 1),
  ];

  it('a day without data has synthetic minutes', () => {
    const tape = tapeOf(arraySource({ instrument: BTCUSDT, trades }));
    expect(tape.length).toBe(3 * 1440 + 1);
    expect(tape.volumeLots.subarray(0, tape.length).reduce((sum, lots) => sum + lots)).toBe(3);
    tape.levels.locate(T0 + 2 * DAY_MS);
    expect(tape.levels.to - tape.levels.from).toBe(0);
  });

  it('tells which rows were closed with each day', () => {
    const rows: number[][] = [];
    tapeOf(arraySource({ instrument: BTCUSDT, trades }), (day, from, to) =>
      rows.push([day.dayStartMs, from, to]),
    );
    expect(rows).toEqual([
      [T0, 0, 1439],
      [T0 + 3 * DAY_MS, 1439, 3 * 1440 + 1],
    ]);
  });

  it('lends the memory of a day only when two newer ones were seen after it', () => {
    const source = arraySource({
      instrument: BTCUSDT,
      trades: [0, 1, 2, 3, 4].map((day) => print(day * DAY_MS, 5, 1)),
    });
    const lent: (number | undefined)[] = [];
    tapeOf({
      ...source,
      readDay(start, reuse) {
        lent.push(reuse && (reuse.dayStartMs - T0) / DAY_MS);
        return source.readDay(start);
      },
    });
    expect(lent).toEqual([undefined, undefined, undefined, 0, 1]);
  });

  it('a source without days has no minutes', () => {
    expect(tapeOf(arraySource({ instrument: BTCUSDT })).length).toBe(0);
  });
});

it('gallop finds the first value that is large enough', () => {
  const ascending = fc
    .array(fc.integer({ min: 0, max: 300 }), { maxLength: 400 })
    .map((values) => Int32Array.from(values).sort());
  fc.assert(
    fc.property(
      ascending,
      fc.nat(400),
      fc.nat(400),
      fc.integer({ min: -1, max: 301 }),
      (values, a, b, wanted) => {
        const to = Math.min(Math.max(a, b), values.length);
        const from = Math.min(a, b, to);
        let expected = from;
        while (expected < to && values[expected]! < wanted) expected++;
        expect(gallop(values, from, to, wanted)).toBe(expected);
      },
    ),
    { numRuns: 500 },
  );
});
