import { MINUTE_MS } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import { type BarBenchOptions, type BenchBar, barFills, barRun, NOON } from '../testing/bar-bench.ts';
import { RandomStrategy } from '../testing/random-strategy.ts';
import { runBars } from './run-bars.ts';

const FIRST: BenchBar = [50_000, 50_000, 50_000, 50_000];
const market = { execution: { use_limit_for_entry: false } };
const touch = { execution: { limit_fill_rule: 'touch' } };

/** Long from bar 1's open (a marketable limit at 50,000); bars from 2 on as given. */
const longFrom = (bars: readonly BenchBar[], changes: object = {}, options: Partial<BarBenchOptions> = {}) =>
  barRun({
    bars: [FIRST, [50_000, 50_010, 49_995, 50_000], ...bars],
    script: [{ atMs: 1, side: 1, close: 50_000, stop: 49_500, tp1: 50_500, tp2: 51_000, ...changes }],
    ...options,
  });

describe('exits by the range (17.4)', () => {
  it('long, range 49,400..51,100: the stop, before any target', () => {
    const run = longFrom([[50_000, 51_100, 49_400, 50_000]]);
    expect(barFills(run)).toEqual(['ENTRY 400 @50000 taker 1+1', 'STOP 400 @49499.9 taker 2+59999']);
    expect(run.trades[0]).toMatchObject({ status: 'STOPPED', exitReason: 'STOP' });
    expect(run.fills[1]!.submitMs).toBe(NOON + 2 * MINUTE_MS);
  });

  it('long, open 49,400: the gap hurts', () => {
    const run = longFrom([[49_400, 51_100, 49_300, 50_000]]);
    expect(barFills(run)[1]).toBe('STOP 400 @49399.9 taker 2+59999');
  });

  it('long, range 49,900..51,100: TP1 and TP2 in one bar', () => {
    const run = longFrom([[50_000, 51_100, 49_900, 51_000]]);
    expect(barFills(run).slice(1)).toEqual([
      'TP1 120 @50499.9 taker 2+59999',
      'TP2 280 @50999.9 taker 2+59999',
    ]);
    expect(run.fills.slice(1).map(({ submitMs }) => submitMs)).toEqual([
      NOON + 2 * MINUTE_MS,
      NOON + 2 * MINUTE_MS,
    ]);
  });

  it('short, stop 50,100, TP 49,500/49,000, range 49,400..50,050: TP1', () => {
    const run = barRun({
      bars: [FIRST, [50_000, 50_010, 49_995, 50_000], [50_000, 50_050, 49_400, 49_500]],
      script: [{ atMs: 1, side: -1, close: 50_000, stop: 50_100, tp1: 49_500, tp2: 49_000 }],
    });
    expect(barFills(run)).toEqual(['ENTRY 2000 @50000 taker 1+1', 'TP1 600 @49500.1 taker 2+59999']);
  });

  it('17.2 same bar: the stop at 49,500; TP1 leaves 0.7', () => {
    expect(barFills(longFrom([[50_000, 50_100, 49_400, 50_000]]))[1]).toMatch(/^STOP 400/);
    const partial = longFrom([[50_000, 50_600, 50_000, 50_500]]);
    expect(barFills(partial)[1]).toBe('TP1 120 @50499.9 taker 2+59999');
    expect(partial.openTrade).toMatchObject({ lots: 400 });
    expect(partial.positionLots.at(-1)).toBe(280);
  });

  it('a target is worth its price even when the bar opens beyond it', () => {
    const run = longFrom([[51_500, 51_600, 51_400, 51_500]]);
    expect(barFills(run).slice(1)).toEqual([
      'TP1 120 @50499.9 taker 2+59999',
      'TP2 280 @50999.9 taker 2+59999',
    ]);
  });

  it('break-even holds from the next bar', () => {
    const sameBar = longFrom([[50_200, 50_600, 49_900, 50_500]]);
    expect(barFills(sameBar)).toHaveLength(2);
    const nextBar = longFrom([
      [50_200, 50_600, 50_100, 50_500],
      [50_500, 50_500, 50_000, 50_100],
    ]);
    expect(barFills(nextBar)[2]).toBe('STOP 280 @49999.9 taker 3+59999');
  });

  it('a stop is reached at its price, a target too, one tick before neither', () => {
    const near = longFrom([[50_000, 50_499.9, 49_500.1, 50_000]]);
    expect(barFills(near)).toHaveLength(1);
    expect(barFills(longFrom([[50_000, 50_000, 49_500, 50_000]]))[1]).toMatch(/^STOP/);
    expect(barFills(longFrom([[50_000, 50_500, 50_000, 50_000]]))[1]).toMatch(/^TP1/);
  });
});

describe('the bar of the entry', () => {
  const script = [{ atMs: 1, side: 1, close: 50_000, stop: 49_900, tp2: 50_200 } as const];
  const entryBar = (bar: BenchBar, more: Partial<BarBenchOptions> = {}) =>
    barFills(barRun({ bars: [FIRST, bar], script, ...more }));

  it('entered at the open: stop before target, target credited', () => {
    expect(entryBar([50_000, 50_300, 49_900, 50_000])).toEqual([
      'ENTRY 2000 @50000 taker 1+1',
      'STOP 2000 @49899.9 taker 1+59999',
    ]);
    expect(entryBar([50_000, 50_300, 49_950, 50_000])).toEqual([
      'ENTRY 2000 @50000 taker 1+1',
      'TP2 2000 @50199.9 taker 1+59999',
    ]);
  });

  it('entered by a resting limit: stop yes, target no', () => {
    expect(entryBar([50_100, 50_300, 49_899, 50_000])).toEqual([
      'ENTRY 2000 @50000 maker 1+59999',
      'STOP 2000 @49899.9 taker 1+59999',
    ]);
    expect(entryBar([50_100, 50_300, 49_999, 50_000])).toEqual(['ENTRY 2000 @50000 maker 1+59999']);
  });

  it('opened beyond the stop: entered and stopped at the open', () => {
    expect(entryBar([49_800, 50_300, 49_700, 50_000])).toEqual([
      'ENTRY 2000 @49800 taker 1+1',
      'STOP 2000 @49799.9 taker 1+59999',
    ]);
  });
});

describe('limit entries', () => {
  const script = [{ atMs: 1, side: 1, close: 50_000, stop: 49_900, tp2: 50_900 } as const];
  const run = (bars: readonly BenchBar[], more: Partial<BarBenchOptions> = {}) =>
    barRun({ bars: [FIRST, ...bars], script, ...more });
  const ABOVE: BenchBar = [50_100, 50_200, 50_000, 50_100];

  it('a touch does not fill by `through`, it does by `touch`', () => {
    expect(barFills(run([ABOVE]))).toEqual([]);
    expect(barFills(run([ABOVE], { sections: touch }))).toEqual(['ENTRY 2000 @50000 maker 1+59999']);
  });

  it('goes to market at the open of the bar after its bars, re-checked', () => {
    const late = run([ABOVE, [50_050, 50_060, 50_040, 50_050]]);
    // Ask 50,050 + 1 tick of half spread + 1 of slippage: 200 of risk over 150.2.
    expect(barFills(late)).toEqual(['ENTRY 1331 @50050.2 taker 2+1']);
    expect(late.fills[0]).toMatchObject({ submitMs: NOON + MINUTE_MS, orderType: 'MKT', slippageTicks: 1 });
    const refused = run([ABOVE, [50_900, 50_950, 50_850, 50_900]]);
    expect([barFills(refused), refused.droppedEntries]).toEqual([
      [],
      [{ why: 'RECHECK', timeMs: NOON + 2 * MINUTE_MS + 1 }],
    ]);
  });

  it('a timeout of 1.5 minutes is two bars, and minutes without trades count', () => {
    const sections = { execution: { limit_order_timeout_minutes: 1.5 } };
    const second = run([ABOVE, [50_100, 50_100, 49_999, 50_100]], { sections });
    expect(barFills(second)).toEqual(['ENTRY 2000 @50000 maker 2+59999']);
    const opened = run([ABOVE, [49_990, 50_100, 49_990, 50_100]], { sections });
    expect(barFills(opened)).toEqual(['ENTRY 2000 @49990 taker 2+1']);
    const third = run([ABOVE, ABOVE, [49_990, 50_100, 49_950, 50_100]], { sections });
    expect(barFills(third)).toEqual(['ENTRY 2000 @49990.2 taker 3+1']);
    const quiet = run([null, null, [49_990, 50_100, 49_950, 50_100]], { sections });
    expect(barFills(quiet)).toEqual(['ENTRY 2000 @49990.2 taker 3+1']);
  });

  it('a market leg waits for a bar with trades', () => {
    const waits = run([ABOVE, null, null, [50_050, 50_060, 50_040, 50_050]]);
    expect(barFills(waits)).toEqual(['ENTRY 1331 @50050.2 taker 4+1']);
  });

  it('no test of a print at the stop before the fill: 8.7 row 10 is left out', () => {
    // The range reaches limit and stop: filled, then stopped.
    expect(barFills(run([[50_100, 50_100, 49_800, 49_850]]))).toHaveLength(2);
  });
});

describe('market orders', () => {
  const entry = { atMs: 1, side: 1, close: 50_000, stop: 49_500, tp2: 51_000 } as const;
  const still: BenchBar = [50_000, 50_000, 50_000, 50_000];

  it('enter at the next open, against by half the spread before and slippage', () => {
    const run = (spreadTicks: number | null | number[]) =>
      barFills(
        barRun({
          bars: [FIRST, [50_010, 50_020, 50_000, 50_010]],
          script: [entry],
          sections: market,
          spreadTicks,
        }),
      );
    expect(run(1)).toEqual(['ENTRY 399 @50010.2 taker 1+1']);
    expect(run(3)).toEqual(['ENTRY 399 @50010.3 taker 1+1']);
    expect(run(4)).toEqual(['ENTRY 399 @50010.3 taker 1+1']);
    expect(run(null)).toEqual(['ENTRY 399 @50010.2 taker 1+1']);
    expect(run([9, 2])).toEqual(['ENTRY 399 @50010.6 taker 1+1']);
  });

  it('leave at the next open: strategy, soft and time stop', () => {
    const leave = barRun({
      bars: [FIRST, still, still, [50_100, 50_110, 50_090, 50_100]],
      script: [entry, { atMs: 3, exit: true }],
    });
    expect(barFills(leave)[1]).toBe('STRATEGY 400 @50099.8 taker 3+1');
    const soft = barRun({
      bars: [FIRST, still, [50_000, 50_000, 49_950, 49_950], [49_960, 49_970, 49_950, 49_960]],
      script: [{ ...entry, soft: 49_950 }],
    });
    expect(barFills(soft)[1]).toBe('SOFT 400 @49959.8 taker 3+1');
    const time = barRun({
      bars: [FIRST, still, still, still, still],
      script: [entry],
      sections: { risk: { max_hold_minutes: 1 } },
    });
    expect(barFills(time)[1]).toBe('TIME 400 @49999.8 taker 3+1');
  });

  it('wait over minutes without trades, and shield from the stop', () => {
    const run = barRun({
      bars: [FIRST, still, null, [49_400, 49_450, 49_300, 49_400]],
      script: [entry, { atMs: 2, exit: true }],
    });
    expect(barFills(run)[1]).toBe('STRATEGY 400 @49399.8 taker 3+1');
  });

  it('a flip closes at the open; its second leg is sized then and works from the next bar', () => {
    const flip = { atMs: 2, side: -1, close: 50_000, stop: 50_200, tp2: 49_000 } as const;
    const run = barRun({
      bars: [FIRST, still, [50_100, 50_150, 49_990, 50_050], [50_040, 50_060, 50_000, 50_010]],
      script: [entry, flip],
    });
    // Left after leg one: 10,000 - 11 + 39.92 - 11.02, 2 % of it over 200.
    expect(barFills(run)).toEqual([
      'ENTRY 400 @50000 taker 1+1',
      'FLIP 400 @50099.8 taker 2+1',
      'ENTRY 1001 @50040 taker 3+1',
    ]);
    expect(run.fills[2]!.submitMs).toBe(NOON + 2 * MINUTE_MS + 1);
  });

  it('the kill switch leaves at the next open', () => {
    const run = barRun({
      bars: [FIRST, still, [50_000, 50_000, 49_700, 49_700], [49_650, 49_660, 49_640, 49_650]],
      script: [entry],
      sections: { risk: { max_daily_loss: 100 } },
    });
    // At 49,699.9: 120.04 of loss, entry fee 11, exit fee about 10.9.
    expect(run.killSwitchMs).toEqual([NOON + 3 * MINUTE_MS]);
    expect(barFills(run)[1]).toBe('KILL 400 @49649.8 taker 3+1');
  });
});

describe('marks', () => {
  it('equity at the close against by half the spread', () => {
    const run = longFrom([[50_000, 50_100, 50_000, 50_100]], {}, { spreadTicks: 4 });
    const open = 0.4 * (50_099.8 - 50_000) - 0.4 * 50_099.8 * 5.5e-4;
    expect(run.equity.at(-1)).toBeCloseTo(10_000 - 11 + open, 8);
    expect(run.finalEquity).toBeCloseTo(run.equity.at(-1)!, 9);
  });

  it('funding at the close', () => {
    const startMs = NOON + 4 * 3_600_000 - 2 * MINUTE_MS;
    const run = longFrom([], {}, { startMs, spreadTicks: 4 });
    expect(run.funding).toEqual([
      { tradeId: 1, timeMs: NOON + 4 * 3_600_000, lots: 400, amount: expect.closeTo(2, 9) },
    ]);
  });
});

describe('the mid at the fill', () => {
  const mids = (bars: readonly BenchBar[]) =>
    longFrom(bars, {}, { spreadTicks: 4 }).fills.map(({ fillMid2 }) => fillMid2 / 20);

  it('lies half a spread from what a stop or target hit', () => {
    expect(mids([[50_000, 50_100, 49_500, 50_000]])[1]).toBe(49_500.2);
    expect(mids([[50_000, 51_000, 50_000, 50_000]]).slice(1)).toEqual([50_500.2, 51_000.2]);
  });

  it('lies half a spread above a bid that rested, and at the open for what filled there', () => {
    expect(mids([])).toEqual([50_000]);
    const resting = barRun({
      bars: [FIRST, [50_100, 50_100, 49_999, 50_000]],
      script: [{ atMs: 1, side: 1, close: 50_000, stop: 49_900, tp2: 50_900 }],
      spreadTicks: 4,
    });
    expect(resting.fills[0]!.fillMid2 / 20).toBe(50_000.2);
  });
});

describe('excursions', () => {
  const of = (bars: readonly BenchBar[], changes: object = {}) => {
    const { maxFavourableTicks, maxAdverseTicks } = longFrom(bars, changes).trades[0]!;
    return [maxFavourableTicks, maxAdverseTicks];
  };

  it('look at the bars between the fills', () => {
    expect(
      of([
        [50_000, 50_040, 49_960, 50_000],
        [50_000, 50_020, 49_400, 49_500],
      ]),
    ).toEqual([400, 6_000]);
    expect(
      of(
        [
          [50_000, 50_030, 49_970, 49_970],
          [49_000, 52_000, 48_000, 49_000],
        ],
        { soft: 49_980 },
      ),
    ).toEqual([300, 300]);
  });

  it('credit nothing on the bar of a resting fill', () => {
    const run = barRun({
      bars: [FIRST, [50_100, 50_200, 49_800, 50_000]],
      script: [{ atMs: 1, side: 1, close: 50_000, stop: 49_900, tp2: 50_900 }],
    });
    expect(run.trades[0]).toMatchObject({ maxFavourableTicks: 0, maxAdverseTicks: 2_000 });
  });
});

describe('the mid of an order', () => {
  it('is the open for what fills there, the close before for stops and targets', () => {
    const run = longFrom([[50_000, 50_500, 50_000, 50_400]]);
    expect(run.fills.map(({ submitMid2 }) => submitMid2)).toEqual([1_000_000, 1_000_000]);
    const later = longFrom([
      [50_000, 50_300, 50_000, 50_300],
      [50_310, 50_600, 50_300, 50_500],
    ]);
    expect(later.fills[1]!.submitMid2).toBe(1_006_000);
    const sameBar = barRun({
      bars: [
        [50_000, 50_000, 49_990, 49_990],
        [49_980, 50_500, 49_970, 50_400],
      ],
      script: [{ atMs: 1, side: 1, close: 49_990, stop: 49_500, tp2: 50_500 }],
    });
    expect(sameBar.fills[1]).toMatchObject({ leg: 'TP2', submitMid2: 999_800 });
  });
});

describe('bar mode', () => {
  it('is labelled approximate', () => {
    expect(longFrom([]).approximate).toBe(true);
  });

  it('FEED_STALE does not apply; minutes without trades count as missing', () => {
    const gap: BenchBar[] = [null, null, null];
    const script = [{ atMs: 4, side: 1, close: 50_000, stop: 49_900, tp2: 50_900 } as const];
    const three = barRun({ bars: [...gap, FIRST], script });
    expect(three.fills).toEqual([]);
    expect(barRun({ bars: [FIRST, FIRST, ...gap.slice(1), FIRST], script }).signals.action[33]).toBe(1);
    expect(three.signals.action[33]).toBe(0);
    const later = { ...script[0]!, atMs: 33 };
    const passed = barRun({ bars: [...gap, ...Array.from({ length: 30 }, () => FIRST)], script: [later] });
    expect(passed.signals.action[62]).toBe(1);
  });

  it('refuses a strategy that watches ticks', () => {
    const strategy = new RandomStrategy({ seed: 1, entries: 1, reach: 1, onTicks: true });
    const parts = { strategy } as unknown as Parameters<typeof runBars>[0];
    expect(() => runBars(parts)).toThrow(/watches every tick/);
  });
});
