import { MinuteTape } from '@auction-trader/ingestion';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bulkBuyFraction } from './bulk-volume.ts';

/** A tape of nothing but closes. */
function closes(...ticks: readonly number[]): MinuteTape {
  const levels = { priceTicks: new Int32Array(0), sizeLots: new Int32Array(0), from: 0, to: 0, locate() {} };
  const tape = new MinuteTape(ticks.length, levels);
  tape.closeTicks.set(ticks);
  tape.length = ticks.length;
  return tape;
}

describe('bulk volume classification', () => {
  it('takes a rise of one deviation as +6.826895 of 10 (17.4)', () => {
    // Changes of -1 and +1 in turn: their mean is 0 and their deviation 1.
    const fraction = bulkBuyFraction(closes(0, 1, 0, 1, 0, 1), 5, 4);
    expect(10 * (2 * fraction - 1)).toBeCloseTo(6.826895, 6);
  });

  it('takes the mirror of a fall', () => {
    const fraction = bulkBuyFraction(closes(1, 0, 1, 0, 1, 0), 5, 4);
    expect(10 * (2 * fraction - 1)).toBeCloseTo(-6.826895, 6);
  });

  it('is a half without a deviation: one change, equal changes, none at all', () => {
    expect(bulkBuyFraction(closes(5), 0, 60)).toBe(0.5);
    expect(bulkBuyFraction(closes(5, 8), 1, 60)).toBe(0.5);
    expect(bulkBuyFraction(closes(5, 8, 11, 14), 3, 60)).toBe(0.5);
    expect(bulkBuyFraction(closes(5, 5, 5), 2, 60)).toBe(0.5);
  });

  it('looks at so many changes, this minute included, and at no later one', () => {
    const early = closes(900, 100, 101, 100, 101, 100, 101);
    const late = closes(100, 101, 100, 101, 100, 101, 5_000);
    expect(bulkBuyFraction(early, 6, 4)).toBe(bulkBuyFraction(late, 5, 4));
    expect(bulkBuyFraction(early, 6, 6)).not.toBe(bulkBuyFraction(early, 6, 4));
  });

  it('moves with the change, by its size in deviations', () => {
    const walks = fc.array(fc.integer({ min: -30, max: 30 }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(walks, fc.integer({ min: 2, max: 20 }), (steps, lookback) => {
        const ticks = [10_000];
        for (const step of steps) ticks.push(ticks.at(-1)! + step);
        const fraction = bulkBuyFraction(closes(...ticks), ticks.length - 1, lookback);
        const kept = steps.slice(-lookback);
        if (kept.some((step) => step !== kept[0]))
          expect(Math.sign(fraction - 0.5)).toBe(Math.sign(steps.at(-1)!));
        else expect(fraction).toBe(0.5);
      }),
    );
  });
});
