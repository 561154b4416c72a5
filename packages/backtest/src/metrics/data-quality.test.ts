import { MINUTE_MS } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import { sampleRun } from '../report/testing/sample-run.ts';
import { fillRecord } from '../report/testing/trade-record.ts';
import { dataQuality, LISTED_GAPS } from './data-quality.ts';

describe('dataQuality', () => {
  it("lists gaps with their start and length, up to the tape's end", () => {
    const run = sampleRun({
      minutes: 600,
      gaps: [
        { from: 100, minutes: 5 },
        { from: 300, minutes: 1 },
        { from: 590, minutes: 10 },
      ],
    });
    const first = run.tape.firstMinuteMs;
    const quality = dataQuality(run.tape, run.features, []);
    expect(quality.gaps).toEqual([
      { from_ms: first + 100 * MINUTE_MS, minutes: 5 },
      { from_ms: first + 300 * MINUTE_MS, minutes: 1 },
      { from_ms: first + 590 * MINUTE_MS, minutes: 10 },
    ]);
    expect(quality).toMatchObject({ gap_count: 3, missing_minutes: 16, synthetic_minutes: 16, minutes: 600 });
  });

  it('keeps the longest when there are too many to list', () => {
    const gaps = Array.from({ length: 150 }, (_, i) => ({ from: i * 10, minutes: i === 149 ? 9 : 1 }));
    const quality = dataQuality(...parts(sampleRun({ minutes: 1500, gaps })), []);
    expect(quality.gap_count).toBe(150);
    expect(quality.gaps).toHaveLength(LISTED_GAPS);
    expect(quality.gaps.at(-1)!.minutes).toBe(9);
  });

  it('shares of the classification steps make up the volume', () => {
    const run = sampleRun({ minutes: 50, gaps: [] });
    run.tape.venueSideLots.fill(10);
    run.tape.quoteRuleLots.fill(5);
    run.tape.tickRuleLots.fill(3);
    run.tape.volumeLots.fill(20);
    run.tape.sideComparedLots.fill(8);
    run.tape.sideDisagreedLots.fill(2);
    const quality = dataQuality(run.tape, run.features, []);
    expect(quality.classification).toEqual({ venue: 0.5, quote_rule: 0.25, tick_rule: 0.15, undecided: 0.1 });
    expect(quality.venue_quote_disagree_frac).toBe(0.25);
  });

  it('counts fills larger than the displayed size where that is known', () => {
    const fills = [
      fillRecord({ lots: 101, displayedLots: 100 }),
      fillRecord({ lots: 100, displayedLots: 100 }),
      fillRecord({ lots: 900, displayedLots: Number.NaN }),
    ];
    const quality = dataQuality(...parts(sampleRun({ minutes: 10 })), fills);
    expect(quality.fills_with_displayed_size).toBe(2);
    expect(quality.fills_larger_than_displayed).toBe(0.5);
  });

  it('has nulls, not NaN, where there is nothing to share', () => {
    const quality = dataQuality(...parts(sampleRun({ minutes: 0 })), []);
    expect(quality.venue_quote_disagree_frac).toBeNull();
    expect(quality.classification.venue).toBeNull();
    expect(quality.spread_ticks).toBeNull();
    expect(quality.fills_larger_than_displayed).toBeNull();
  });

  it('spreads are those of the closing quotes', () => {
    const run = sampleRun({ minutes: 4 });
    run.tape.bidTicks.set([10, 10, 10, -2_147_483_648]);
    run.tape.askTicks.set([11, 12, 15, -2_147_483_648]);
    const { spread_ticks } = dataQuality(run.tape, run.features, []);
    expect(spread_ticks).toEqual({ n: 3, mean: 8 / 3, p50: 2, p90: 5, p99: 5 });
  });
});

function parts(run: ReturnType<typeof sampleRun>) {
  return [run.tape, run.features] as const;
}
