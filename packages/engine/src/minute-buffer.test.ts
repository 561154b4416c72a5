import { DAY_MS, MINUTE_MS } from '@auction-trader/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MinuteBuffer } from './minute-buffer.ts';

/** Ten minutes before midnight. */
const START_MS = Date.UTC(2024, 0, 2) - 10 * MINUTE_MS;

function tradesOf({ trades, dayStartMs }: MinuteBuffer) {
  const { length, timeMs, priceTicks, sizeLots, side } = trades;
  return Array.from({ length }, (_, row) => ({
    timeMs: dayStartMs + timeMs[row]!,
    priceTicks: priceTicks[row]!,
    sizeLots: sizeLots[row]!,
    side: side[row]!,
  }));
}

const trades = fc.array(
  fc.record({
    timeMs: fc.integer({ min: START_MS, max: START_MS + 20 * MINUTE_MS }),
    priceTicks: fc.integer({ min: 1, max: 1_000_000 }),
    sizeLots: fc.integer({ min: 1, max: 1_000 }),
    side: fc.constantFrom(-1, 0, 1),
  }),
  { maxLength: 60 },
);

describe('MinuteBuffer', () => {
  it('keeps trades in the order of their times, those of one time in the order of arrival', () => {
    fc.assert(
      fc.property(trades, (arrived) => {
        const buffer = new MinuteBuffer();
        buffer.rebase(START_MS);
        for (const [index, { timeMs, priceTicks, sizeLots, side }] of arrived.entries()) {
          const row = buffer.addTrade(timeMs, priceTicks, sizeLots, side);
          expect(row).toBe(arrived.slice(0, index).filter((other) => other.timeMs <= timeMs).length);
        }
        // Sorting is stable.
        expect(tradesOf(buffer)).toEqual(arrived.toSorted((left, right) => left.timeMs - right.timeMs));
      }),
    );
  });

  it('forgets the rows of a minute and counts on from the next day, times unchanged', () => {
    fc.assert(
      fc.property(trades, fc.integer({ min: 0, max: 20 }), (arrived, minute) => {
        const buffer = new MinuteBuffer();
        buffer.rebase(START_MS);
        const endMs = START_MS + minute * MINUTE_MS;
        for (const { timeMs, priceTicks, sizeLots, side } of arrived)
          buffer.addTrade(timeMs, priceTicks, sizeLots, side);
        buffer.drop(buffer.tradesBefore(endMs), 0);
        buffer.rebase(endMs);
        expect(buffer.dayStartMs % DAY_MS).toBe(0);
        const left = arrived.filter(({ timeMs }) => timeMs >= endMs);
        expect(tradesOf(buffer)).toEqual(left.toSorted((one, other) => one.timeMs - other.timeMs));
      }),
    );
  });

  it('grows with its rows', () => {
    const buffer = new MinuteBuffer();
    buffer.rebase(START_MS);
    const count = 10_000;
    for (let row = 0; row < count; row++) {
      buffer.addTrade(START_MS + row, 1 + row, 2, -1);
      buffer.addQuote(START_MS + row, row, 3, row + 1, 4);
    }
    expect(tradesOf(buffer).at(-1)).toEqual({
      timeMs: START_MS + count - 1,
      priceTicks: count,
      sizeLots: 2,
      side: -1,
    });
    const { bidTicks, bidLots, askTicks, askLots } = buffer.quotes;
    const last = count - 1;
    expect([bidTicks[last], bidLots[last], askTicks[last], askLots[last]]).toEqual([last, 3, count, 4]);
    expect(buffer.quotesBefore(START_MS + 5_000)).toBe(5_000);
  });

  it('survives JSON', () => {
    fc.assert(
      fc.property(trades, (arrived) => {
        const buffer = new MinuteBuffer();
        buffer.rebase(START_MS);
        for (const { timeMs, priceTicks, sizeLots, side } of arrived) {
          buffer.addTrade(timeMs, priceTicks, sizeLots, side);
          buffer.addQuote(START_MS + 30 * MINUTE_MS, priceTicks, 1, priceTicks + 1, 2);
        }
        const other = new MinuteBuffer();
        other.addTrade(5, 5, 5, 1);
        other.restore(JSON.parse(JSON.stringify(buffer.snapshot())));
        expect(other.snapshot()).toEqual(buffer.snapshot());
      }),
    );
  });

  it('refuses what is no snapshot of one', () => {
    const { bidTicks: _left, ...rest } = new MinuteBuffer().snapshot();
    expect(() => new MinuteBuffer().restore(rest as never)).toThrow('bidTicks is missing');
  });
});
