import { NO_PRICE } from '@auction-trader/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildTape, emptyTape } from './build-tape.ts';
import { MinuteAccumulator } from './minute-accumulator.ts';
import { MINUTE_FLAG, type MinuteTape } from './minute-tape.ts';
import type { QuotesMode } from './tape-settings.ts';
import { arbitraryTapeSettings, arbitraryTicks } from './testing/arbitrary-ticks.ts';
import { driveTape } from './testing/drive-tape.ts';
import { type NaiveMinute, naiveMinutes } from './testing/naive-minutes.ts';

/** A row of the tape in the terms of the plain reading. */
function rowOf(tape: MinuteTape, index: number): Omit<NaiveMinute, 'quotes'> {
  const flag = (bit: number) => (tape.flags[index]! & bit) !== 0;
  const price = (ticks: number) => (ticks === NO_PRICE ? null : ticks);
  tape.levels.locate(tape.minuteMs(index));
  const { priceTicks, sizeLots, from, to } = tape.levels;
  return {
    minuteMs: tape.minuteMs(index),
    openTicks: tape.openTicks[index]!,
    highTicks: tape.highTicks[index]!,
    lowTicks: tape.lowTicks[index]!,
    closeTicks: tape.closeTicks[index]!,
    volumeLots: tape.volumeLots[index]!,
    priceVolume: tape.priceVolume[index]!,
    tradeCount: tape.tradeCount[index]!,
    tradeCountAggregated: tape.tradeCountAggregated[index]!,
    buyLots: tape.buyLots[index]!,
    sellLots: tape.sellLots[index]!,
    ambiguousLots: tape.ambiguousLots[index]!,
    orderFlowLots: tape.orderFlowLots[index]!,
    sideComparedLots: tape.sideComparedLots[index]!,
    sideDisagreedLots: tape.sideDisagreedLots[index]!,
    venueSideLots: tape.venueSideLots[index]!,
    quoteRuleLots: tape.quoteRuleLots[index]!,
    tickRuleLots: tape.tickRuleLots[index]!,
    staleQuoteTrades: tape.staleQuoteTrades[index]!,
    bidTicks: price(tape.bidTicks[index]!),
    askTicks: price(tape.askTicks[index]!),
    bidLots: tape.bidLots[index]!,
    askLots: tape.askLots[index]!,
    quoteAgeMs: tape.quoteAgeMs[index]!,
    quoteImbalanceEma: tape.quoteImbalanceEma[index]!,
    lastLifeMs: tape.lastLifeMs[index]!,
    synthetic: flag(MINUTE_FLAG.SYNTHETIC),
    missing: flag(MINUTE_FLAG.MISSING),
    feedGap: flag(MINUTE_FLAG.FEED_GAP),
    realSide: flag(MINUTE_FLAG.REAL_SIDE),
    levels: Array.from({ length: to - from }, (_, row) => [priceTicks[from + row]!, sizeLots[from + row]!]),
  };
}

function expectRows(tape: MinuteTape, expected: readonly NaiveMinute[]): void {
  expect(tape.length).toBe(expected.length);
  for (const [index, { quotes, ...minute }] of expected.entries()) {
    expect(rowOf(tape, index)).toStrictEqual(minute);
    expectBounds(tape, index, quotes);
  }
}

/** Bounds may be wider than the quotes, never narrower, and are empty without one. */
function expectBounds(tape: MinuteTape, index: number, quotes: NaiveMinute['quotes']): void {
  const empty = tape.bidLowTicks[index]! > tape.bidHighTicks[index]!;
  expect(empty).toBe(quotes.length === 0);
  expect(tape.askLowTicks[index]! > tape.askHighTicks[index]!).toBe(empty);
  for (const [bid, ask] of quotes) {
    expect(tape.bidLowTicks[index]!).toBeLessThanOrEqual(bid);
    expect(tape.bidHighTicks[index]!).toBeGreaterThanOrEqual(bid);
    expect(tape.askLowTicks[index]!).toBeLessThanOrEqual(ask);
    expect(tape.askHighTicks[index]!).toBeGreaterThanOrEqual(ask);
  }
}

const MODES: readonly QuotesMode[] = ['real', 'synthetic', 'none'];

describe.each(MODES)('the tape with quotes: %s', (quotes) => {
  const settings = arbitraryTapeSettings(quotes);

  it('equals the plain reading of the rules', () => {
    fc.assert(
      fc.property(arbitraryTicks({ quotes, unsided: true }), settings, (source, with_) => {
        const { tape, levels } = emptyTape(source.days);
        buildTape(source, new MinuteAccumulator(with_, tape, levels), tape);
        expectRows(tape, naiveMinutes(source, with_));
      }),
      { numRuns: 150 },
    );
  });

  it('equals it where the venue gives every side', () => {
    fc.assert(
      fc.property(arbitraryTicks({ quotes, unsided: false }), settings, (source, with_) => {
        const { tape, levels } = emptyTape(source.days);
        buildTape(source, new MinuteAccumulator(with_, tape, levels), tape);
        expectRows(tape, naiveMinutes(source, with_));
      }),
      { numRuns: 100 },
    );
  });

  it('does not depend on how a minute is cut into ranges', () => {
    fc.assert(
      fc.property(
        arbitraryTicks({ quotes, unsided: true }),
        settings,
        fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 5 }),
        (source, with_, cuts) => {
          let at = 0;
          // Some range must hold an event, or no event would ever come.
          const cut = () => (cuts.every((length) => length === 0) ? 1 : cuts[at++ % cuts.length]!);
          expectRows(driveTape(source, with_, cut).tape, naiveMinutes(source, with_));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is the same one event at a time', () => {
    fc.assert(
      fc.property(arbitraryTicks({ quotes, unsided: true }), settings, (source, with_) => {
        expectRows(driveTape(source, with_, () => 1).tape, naiveMinutes(source, with_));
      }),
      { numRuns: 100 },
    );
  });

  it('is the same with restarts from snapshots in between', () => {
    fc.assert(
      fc.property(
        arbitraryTicks({ quotes, unsided: true }),
        settings,
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 }),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
        (source, with_, cuts, restarts) => {
          let at = 0;
          const cut = () => cuts[at++ % cuts.length]!;
          const restart = () => restarts[at % restarts.length]!;
          expectRows(driveTape(source, with_, cut, restart).tape, naiveMinutes(source, with_));
        },
      ),
      { numRuns: 150 },
    );
  });
});
