import { NO_PRICE, type QuoteColumns } from '@auction-trader/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QuoteState } from './quote-state.ts';

/** Time constant for a span of 60 s. */
const TAU_MS = -1_000 / Math.log(1 - 2 / 61);

/** Hands a quote over as a day of one row. */
function show(
  state: QuoteState,
  timeMs: number,
  bidTicks: number,
  bidLots: number,
  askTicks: number,
  askLots: number,
): void {
  const day: QuoteColumns = {
    length: 1,
    timeMs: Int32Array.of(timeMs),
    bidTicks: Int32Array.of(bidTicks),
    bidLots: Int32Array.of(bidLots),
    askTicks: Int32Array.of(askTicks),
    askLots: Int32Array.of(askLots),
  };
  state.apply(0, day, 0);
}

/** A quote whose imbalance is `tenths / 10`. */
function apply(state: QuoteState, timeMs: number, tenths: number): void {
  show(state, timeMs, 100, 10 + tenths, 101, 10 - tenths);
}

describe('imbalance', () => {
  it('EMA of 0.2, -0.1 at 10 s, 0.3 at 40 s, seen at 60 s', () => {
    expect(TAU_MS).toBeCloseTo(29_997.222, 3);
    const state = new QuoteState(TAU_MS);
    apply(state, 0, 2);
    apply(state, 10_000, -1);
    apply(state, 40_000, 3);
    expect(state.imbalanceEmaAt(60_000)).toBeCloseTo(0.1512998, 7);
  });

  it('looking changes nothing', () => {
    const state = new QuoteState(TAU_MS);
    apply(state, 0, 2);
    apply(state, 10_000, -1);
    const first = state.imbalanceEmaAt(60_000);
    state.imbalanceEmaAt(20_000);
    expect(state.imbalanceEmaAt(60_000)).toBe(first);
  });

  it('does not depend on how often a quote is said', () => {
    const times = fc.uniqueArray(fc.integer({ min: 1, max: 59_999 }), { maxLength: 20 });
    fc.assert(
      fc.property(times, (repeats) => {
        const state = new QuoteState(TAU_MS);
        apply(state, 0, 2);
        for (const at of [...repeats].sort((left, right) => left - right)) apply(state, at, 2);
        // A new price with the same sizes is a new quote, but the same imbalance.
        show(state, 60_000, 200, 12, 201, 8);
        apply(state, 70_000, -4);
        const once = new QuoteState(TAU_MS);
        apply(once, 0, 2);
        apply(once, 70_000, -4);
        expect(state.imbalanceEmaAt(90_000)).toBe(once.imbalanceEmaAt(90_000));
      }),
    );
  });

  it('is the same formula for short and long pauses', () => {
    for (const pause of [0, 1, 4_095, 4_096, 4_097, 1e9]) {
      const state = new QuoteState(TAU_MS);
      apply(state, 0, 2);
      apply(state, 10, -1);
      expect(state.imbalanceEmaAt(10 + pause)).toBeCloseTo(-0.1 + 0.3 * Math.exp(-pause / TAU_MS), 14);
    }
  });

  it.each([
    [1_500, 2_000, -1 / 7],
    [100_000, 50_000, 1 / 3],
    [1_000, 1_200, -1 / 11],
  ])('sizes %d and %d (17.2)', (bidLots, askLots, expected) => {
    const state = new QuoteState(0);
    show(state, 0, 419_995, bidLots, 420_005, askLots);
    expect(state.imbalanceEmaAt(0)).toBe(expected);
    expect([(state.bidTicks + state.askTicks) / 2, state.askTicks - state.bidTicks]).toEqual([420_000, 10]);
  });

  it('span 1 is the newest quote', () => {
    const state = new QuoteState(0);
    expect(state.imbalanceEmaAt(0)).toBeNaN();
    apply(state, 0, 2);
    apply(state, 1, -3);
    expect(state.imbalanceEmaAt(1)).toBe(-0.3);
  });
});

describe('what is refused', () => {
  it('crossed, locked, empty or without a price', () => {
    const state = new QuoteState(TAU_MS);
    show(state, 0, 101, 1, 100, 1);
    show(state, 0, 100, 1, 100, 1);
    show(state, 0, 100, 0, 101, 1);
    show(state, 0, 100, 1, 101, 0);
    show(state, 0, 0, 1, 101, 1);
    expect(state.invalid).toBe(5);
    expect(state.bidTicks).toBe(NO_PRICE);
    expect(state.imbalanceEmaAt(1)).toBeNaN();
  });

  it('older than the newest, while one of the same time is taken', () => {
    const state = new QuoteState(TAU_MS);
    show(state, 10, 100, 1, 101, 1);
    show(state, 9, 200, 1, 201, 1);
    expect([state.outdated, state.bidTicks]).toEqual([1, 100]);
    show(state, 10, 300, 1, 301, 1);
    expect([state.outdated, state.bidTicks]).toEqual([1, 300]);
  });
});

it('a repeat does not move the time of the quote', () => {
  const state = new QuoteState(TAU_MS);
  show(state, 10, 100, 1, 101, 1);
  show(state, 20, 100, 1, 101, 1);
  expect(state.timeMs).toBe(10);
  show(state, 30, 100, 1, 101, 2);
  expect(state.timeMs).toBe(30);
});

it('keeps the bounds of a minute, repeats included', () => {
  const state = new QuoteState(TAU_MS);
  show(state, 0, 70, 1, 150, 1);
  state.beginMinute();
  expect(state.bidLowTicks).toBeGreaterThan(state.bidHighTicks);
  show(state, 1, 90, 1, 95, 1);
  show(state, 2, 80, 1, 99, 1);
  show(state, 3, 101, 1, 100, 1);
  expect([state.bidLowTicks, state.bidHighTicks, state.askLowTicks, state.askHighTicks]).toEqual([
    80, 90, 95, 99,
  ]);
});
