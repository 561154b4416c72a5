import { NO_PRICE, REASON } from '@auction-trader/core';
import { describe, expect, test } from 'vitest';
import { TRACKER_EVENT } from './breakout-tracker.ts';
import { bestCandidates, checkPrices, isConflict, reasonForNone } from './choice.ts';
import { Decision, SIGNAL_FLAG } from './decision.ts';
import { btcSettings } from './testing/minute-bench.ts';
import { type Bar, VectorBench } from './testing/vector-bench.ts';

const { BREAKIN_LONG, BREAKIN_SHORT, BREAKOUT_LONG, BREAKOUT_SHORT, FAILBREAK_LONG, FAILBREAK_SHORT } =
  SIGNAL_FLAG;

describe('priority: break-in, failed breakout, breakout', () => {
  test.each([
    [BREAKIN_LONG | FAILBREAK_LONG | BREAKOUT_LONG, BREAKIN_LONG],
    [BREAKIN_SHORT | FAILBREAK_LONG | BREAKOUT_LONG, BREAKIN_SHORT],
    [FAILBREAK_SHORT | BREAKOUT_LONG, FAILBREAK_SHORT],
    [BREAKOUT_SHORT, BREAKOUT_SHORT],
    [0, 0],
  ])('%i: %i', (candidates, best) => {
    expect(bestCandidates(candidates)).toBe(best);
    expect(isConflict(best)).toBe(false);
  });

  test.each([
    [BREAKIN_LONG | BREAKIN_SHORT | FAILBREAK_LONG],
    [FAILBREAK_LONG | FAILBREAK_SHORT | BREAKOUT_LONG],
    [BREAKOUT_LONG | BREAKOUT_SHORT],
  ])('%i: two of the best class are a conflict', (candidates) => {
    expect(isConflict(bestCandidates(candidates))).toBe(true);
  });
});

describe.each([
  ['long', 1],
  ['short', -1],
])('prices of a %s', (_name, side) => {
  const at = (away: number) => 500_000 + side * away;
  const entry = (stop: number, tp1: number | null, tp2: number) =>
    Object.assign(new Decision(), {
      side,
      closeTicks: at(0),
      stopTicks: at(stop),
      tp1Ticks: tp1 === null ? NO_PRICE : at(tp1),
      tp2Ticks: at(tp2),
    });

  test('a stop at min_stop_ticks is taken, one nearer or on the other side is not', () => {
    expect(checkPrices(entry(-1, 10, 20), 1)).toBe(REASON.ENTRY);
    expect(checkPrices(entry(0, 10, 20), 1)).toBe(REASON.BAD_STOP);
    expect(checkPrices(entry(5, 10, 20), 1)).toBe(REASON.BAD_STOP);
    expect(checkPrices(entry(-4, 10, 20), 5)).toBe(REASON.BAD_STOP);
    expect(checkPrices(entry(-5, 10, 20), 5)).toBe(REASON.ENTRY);
  });

  test('a second target that is not beyond the close: NO_TARGET', () => {
    expect(checkPrices(entry(-5, null, 0), 1)).toBe(REASON.NO_TARGET);
    expect(checkPrices(entry(-5, null, -1), 1)).toBe(REASON.NO_TARGET);
    expect(checkPrices(entry(-5, null, 1), 1)).toBe(REASON.ENTRY);
  });

  test('the stop is looked at before the target', () => {
    expect(checkPrices(entry(0, null, 0), 1)).toBe(REASON.BAD_STOP);
  });

  test.each([
    [1, 1],
    [19, 19],
    [0, null],
    [-5, null],
    [20, null],
    [25, null],
  ])('first target %i ticks beyond the close, second 20: %s', (tp1, kept) => {
    const decision = entry(-5, tp1, 20);
    expect(checkPrices(decision, 1)).toBe(REASON.ENTRY);
    expect(decision.tp1Ticks).toBe(kept === null ? NO_PRICE : at(kept));
    expect(decision.tp2Ticks).toBe(at(20));
  });
});

test('reasons without a candidate: retest, then unconfirmed, then none', () => {
  const { ACCEPTED, UNCONFIRMED, FAILED } = TRACKER_EVENT;
  expect(reasonForNone(ACCEPTED, UNCONFIRMED)).toBe(REASON.PENDING_RETEST);
  expect(reasonForNone(UNCONFIRMED, ACCEPTED)).toBe(REASON.PENDING_RETEST);
  expect(reasonForNone(0, UNCONFIRMED)).toBe(REASON.BREAKOUT_UNCONFIRMED);
  expect(reasonForNone(FAILED, 0)).toBe(REASON.NO_SETUP);
});

// Row by row of 8.6 through the strategy.
describe.each([
  ['as written', false],
  ['mirrored', true],
])('a minute %s', (_name, mirror) => {
  const start = (sections: object = {}) => new VectorBench(mirror, btcSettings(sections));
  const bare = { setup: '', limit: null, stop: null, tp1: null, tp2: null, soft: null };

  test('a stop too near: HOLD, flags kept, nothing else is tried', () => {
    const strict = start({ risk: { min_stop_ticks: 2_000 } });
    strict.minute([49_905, 49_910, 49_840, 49_850], -100, -0.2);
    expect(strict.minute([49_850, 49_960, 49_820, 49_950], 500, 0.2)).toMatchObject({
      ...bare,
      action: 'HOLD',
      reason: 'BAD_STOP',
      flags: ['breakin_long', 'failbreak_long'],
    });
  });

  test('a failed breakout that closes beyond its target: HOLD NO_TARGET', () => {
    const bench = start();
    bench.minute([50_090, 50_130, 50_080, 50_120], 100, 0.2);
    const moved = { val: 50_096, poc: 50_150, vah: 50_200 };
    expect(bench.minute([50_120, 50_125, 50_085, 50_095], -500, -0.2, moved)).toMatchObject({
      ...bare,
      action: 'HOLD',
      reason: 'NO_TARGET',
      flags: ['failbreak_short'],
    });
  });

  describe('an acceptance above on the bar on which an attempt below fails', () => {
    const low = { val: 49_700, poc: 49_800, vah: 49_880 };
    const last: Bar = [49_895, 49_915, 49_894, 49_910];
    const begin = () => {
      const bench = start();
      bench.minute([49_875, 49_896, 49_870, 49_895], 0, 0.05, low);
      bench.minute([49_895, 49_901, 49_893, 49_895], 0, 0.05, { val: 49_900 });
      return bench;
    };

    test('the candidate is taken, the acceptance keeps its flag', () => {
      expect(begin().minute(last, 100, 0.2, { val: 49_850 })).toMatchObject({
        up: 'PENDING 3 @49880',
        down: 'IDLE',
        flags: ['breakout_long', 'failbreak_long'],
        action: 'ENTER_LONG',
        reason: 'ENTRY',
        setup: 'failbreak',
        stop: 49_892.8,
      });
    });

    test('the reason is the candidate’s, not the awaited retest', () => {
      expect(begin().minute(last, 100, 0.2, low)).toMatchObject({
        ...bare,
        up: 'PENDING 3 @49880',
        flags: ['breakout_long', 'failbreak_long'],
        reason: 'NO_TARGET',
      });
    });
  });

  test('a mid-bar excursion that closes on or beyond the far edge is no break-in', () => {
    const bar = (close: number): Bar => [50_000, 50_150, 49_850, close];
    expect(start().minute(bar(50_100), 500, 0.3)).toMatchObject({ flags: [], action: 'HOLD' });
    expect(start().minute(bar(50_099.9), 500, 0.3)).toMatchObject({ flags: ['breakin_long'] });
  });
});
