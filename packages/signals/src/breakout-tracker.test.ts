import { describe, expect, test } from 'vitest';
import { BreakoutTracker, type TrackerSnapshot } from './breakout-tracker.ts';
import { btcSettings } from './testing/minute-bench.ts';
import { type Bar, VectorBench } from './testing/vector-bench.ts';

// One test for each row of the tracker table (8.4), for the up tracker as written and for
// the down tracker in the mirrored market. The value area is 49,900/50,000/50,100.
describe.each([
  ['up', false],
  ['down', true],
])('%s tracker', (_name, mirror) => {
  const IDLE = { up: 'IDLE', down: 'IDLE' };
  const ACCEPT_NOW = { signal: { enable_retest_mode: false } };
  const start = (sections: object = {}) => new VectorBench(mirror, btcSettings(sections));
  const strategyOf = (bench: VectorBench) => bench.bench.strategy;
  const trackerOf = (bench: VectorBench) =>
    mirror ? strategyOf(bench).trackers.down : strategyOf(bench).trackers.up;

  const first: Bar = [50_090, 50_130, 50_080, 50_120];
  const above: Bar = [50_120, 50_140, 50_115, 50_130];
  const inside: Bar = [50_090, 50_095, 50_050, 50_060];
  const farAbove: Bar = [50_150, 50_160, 50_140, 50_150];

  /** Bars to an acceptance at the third close. */
  const accept = (bench: VectorBench) => {
    bench.minute(first, 100, 0.2);
    bench.minute(above, 100, 0.2);
    return bench.minute(above, 100, 0.2);
  };

  describe('IDLE', () => {
    test('a close beyond the edge, near it: COUNT 1, lock and poke', () => {
      const bench = start();
      expect(bench.minute(first, 100, 0.2)).toMatchObject({
        up: 'COUNT 1 @50100',
        upPoke: 50_130,
        down: 'IDLE',
      });
    });

    test('k 1: the first bar is tested for acceptance', () => {
      const retest = start({ signal: { accept_outside_k: 1 } });
      expect(retest.minute(first, 100, 0.2)).toMatchObject({
        up: 'PENDING 1 @50100',
        reason: 'PENDING_RETEST',
        flags: ['breakout_long'],
      });
      const now = start({ signal: { accept_outside_k: 1, enable_retest_mode: false } });
      expect(now.minute(first, 100, 0.2)).toMatchObject({ up: 'DONE 1 @50100', action: 'ENTER_LONG' });
      const weak = start({ signal: { accept_outside_k: 1 } });
      expect(weak.minute(first, -100, -0.2)).toMatchObject({
        up: 'DONE 1 @50100',
        reason: 'BREAKOUT_UNCONFIRMED',
      });
    });

    test('a close on the edge, or beyond it without a print near it: IDLE', () => {
      const bench = start();
      expect(bench.minute([50_090, 50_130, 50_080, 50_100], 100, 0.2)).toMatchObject(IDLE);
      expect(bench.minute([50_110, 50_130, 50_100.2, 50_120], 100, 0.2)).toMatchObject(IDLE);
      expect(bench.minute([50_110, 50_130, 50_100.1, 50_120], 100, 0.2)).toMatchObject({
        up: 'COUNT 1 @50100',
      });
    });

    test('a gap inside the range is not near', () => {
      const bench = start();
      const traded = [50_080, 50_090, 50_120, 50_130];
      expect(bench.minute(first, 100, 0.2, { traded })).toMatchObject(IDLE);
    });
  });

  describe('COUNT', () => {
    test('a close beyond the lock counts, wherever the edge is now', () => {
      const bench = start();
      bench.minute(first, 100, 0.2);
      expect(bench.minute(above, 100, 0.2, { vah: 50_500 })).toMatchObject({
        up: 'COUNT 2 @50100',
        upPoke: 50_140,
      });
    });

    test('the poke keeps the farthest print', () => {
      const bench = start({ signal: { accept_outside_k: 5 } });
      bench.minute([50_090, 50_300, 50_080, 50_120], 100, 0.2);
      expect(bench.minute(above, 100, 0.2)).toMatchObject({ up: 'COUNT 2 @50100', upPoke: 50_300 });
      expect(bench.minute([50_120, 50_310, 50_115, 50_130], 100, 0.2)).toMatchObject({ upPoke: 50_310 });
    });

    test('a close on the lock: hard reset, no failed breakout, which needs a close inside', () => {
      const bench = start();
      bench.minute(first, 100, 0.2);
      expect(bench.minute([50_110, 50_120, 50_090, 50_100], -100, -0.2)).toMatchObject({
        ...IDLE,
        action: 'HOLD',
        flags: [],
      });
      expect(trackerOf(bench).count).toBe(0);
    });

    test('a close inside: context of a failed breakout with the poke of this bar too', () => {
      const bench = start();
      bench.minute(first, 100, 0.2);
      expect(bench.minute([50_120, 50_170, 50_085, 50_095], -100, -0.2, { vah: 50_200 })).toMatchObject({
        ...IDLE,
        flags: ['failbreak_short'],
        stop: 50_170.2,
      });
      const poked = start();
      poked.minute([50_090, 50_180, 50_080, 50_120], 100, 0.2);
      expect(poked.minute([50_120, 50_170, 50_085, 50_095], -100, -0.2, { vah: 50_200 })).toMatchObject({
        stop: 50_180.2,
      });
    });

    test('no restart on the bar that ends it', () => {
      const bench = start();
      bench.minute(first, 100, 0.2);
      const lower = { vah: 50_080 };
      expect(bench.minute([50_120, 50_130, 50_070, 50_095], 100, 0.2, lower)).toMatchObject(IDLE);
      expect(bench.minute([50_095, 50_110, 50_075, 50_105], 100, 0.2, lower)).toMatchObject({
        up: 'COUNT 1 @50080',
      });
    });

    test('acceptance with retest: PENDING and the flag, only then', () => {
      const bench = start();
      expect(accept(bench)).toMatchObject({
        up: 'PENDING 3 @50100',
        flags: ['breakout_long'],
        reason: 'PENDING_RETEST',
        action: 'HOLD',
      });
      expect(bench.minute(farAbove, 0, 0)).toMatchObject({
        up: 'PENDING 3 @50100',
        flags: [],
        reason: 'NO_SETUP',
      });
    });

    test('acceptance without retest: DONE, the flag and an entry, once', () => {
      const bench = start(ACCEPT_NOW);
      expect(accept(bench)).toMatchObject({
        up: 'DONE 3 @50100',
        flags: ['breakout_long'],
        action: 'ENTER_LONG',
        setup: 'breakout',
        soft: 50_100,
      });
      expect(bench.minute(above, 100, 0.2)).toMatchObject({
        up: 'DONE 3 @50100',
        flags: [],
        action: 'HOLD',
        reason: 'NO_SETUP',
      });
    });

    test('no confirmation at the k-th close: DONE, one shot', () => {
      const bench = start();
      bench.minute(first, 100, 0.2);
      bench.minute(above, 100, 0.2);
      expect(bench.minute(above, 0, 0.1)).toMatchObject({
        up: 'DONE 3 @50100',
        flags: [],
        reason: 'BREAKOUT_UNCONFIRMED',
      });
      expect(bench.minute(above, 100, 0.2)).toMatchObject({ up: 'DONE 3 @50100', reason: 'NO_SETUP' });
    });

    test('only the k-th close must be confirmed', () => {
      const bench = start(ACCEPT_NOW);
      bench.minute(first, -100, -0.2);
      bench.minute(above, -100, -0.2);
      expect(bench.minute(above, 100, 0.2)).toMatchObject({ action: 'ENTER_LONG' });
    });

    test('each bar near: one that is not does not count, nor reset, but grows the poke', () => {
      const bench = start({ signal: { crossing_scope: 'each_bar' } });
      bench.minute(first, 100, 0.2);
      expect(bench.minute(farAbove, 100, 0.2)).toMatchObject({ up: 'COUNT 1 @50100', upPoke: 50_160 });
      expect(bench.minute(first, 100, 0.2)).toMatchObject({ up: 'COUNT 2 @50100', upPoke: 50_160 });
    });
  });

  describe('PENDING', () => {
    test('a close inside the lock: context of a failed breakout, poke grown while pending', () => {
      const bench = start();
      accept(bench);
      bench.minute([50_130, 50_400, 50_120, 50_150], 0, 0);
      expect(bench.minute([50_150, 50_160, 50_080, 50_095], -100, -0.2, { vah: 50_050 })).toMatchObject({
        ...IDLE,
        flags: ['failbreak_short'],
        action: 'ENTER_SHORT',
        stop: 50_400.2,
      });
    });

    test('a failed retest is judged by the failed breakout’s own confirmation', () => {
      const bench = start();
      accept(bench);
      expect(bench.minute([50_150, 50_160, 50_080, 50_095], 500, 0.2, { vah: 50_050 })).toMatchObject({
        ...IDLE,
        flags: [],
        action: 'HOLD',
      });
    });

    test('a close on the lock: IDLE, no failed breakout', () => {
      const bench = start();
      accept(bench);
      expect(bench.minute([50_150, 50_160, 50_080, 50_100], -100, -0.2, { vah: 50_050 })).toMatchObject({
        ...IDLE,
        action: 'HOLD',
        flags: [],
      });
    });

    test('the acceptance bar itself is no retest', () => {
      const bench = start({ signal: { accept_outside_k: 1 } });
      bench.minute(first, 100, 0.2);
      expect(bench.minute(farAbove, 100, 0.2)).toMatchObject({ up: 'PENDING 1 @50100', action: 'HOLD' });
    });

    test('a touch within the tolerance, confirmed: DONE and an entry without a flag', () => {
      const bench = start();
      accept(bench);
      expect(bench.minute([50_150, 50_160, 50_100.2, 50_150], 100, 0.2)).toMatchObject({
        up: 'PENDING 3 @50100',
      });
      expect(bench.minute([50_150, 50_160, 50_100.1, 50_150], 100, 0.2)).toMatchObject({
        up: 'DONE 3 @50100',
        flags: [],
        action: 'ENTER_LONG',
        setup: 'breakout',
        stop: 50_099.9,
      });
    });

    test('the tolerance follows the spread', () => {
      const bench = start();
      accept(bench);
      expect(bench.minute([50_150, 50_160, 50_101, 50_150], 100, 0.2, { spreadTicks: 10 })).toMatchObject({
        action: 'ENTER_LONG',
        stop: 50_100.8,
      });
    });

    test('an unconfirmed touch waits; the stop is behind the deepest print since', () => {
      const bench = start();
      accept(bench);
      expect(bench.minute([50_150, 50_160, 50_099, 50_150], 0, 0)).toMatchObject({ up: 'PENDING 3 @50100' });
      expect(bench.minute([50_150, 50_160, 50_090, 50_150], -100, 0)).toMatchObject({
        up: 'PENDING 3 @50100',
      });
      expect(bench.minute([50_150, 50_160, 50_120, 50_140], 0, 0.2)).toMatchObject({
        up: 'DONE 3 @50100',
        action: 'ENTER_LONG',
        stop: 50_089.8,
        tp1: 50_190.2,
        tp2: 50_240.4,
      });
    });

    test('the bar of the entry counts for the deepest print', () => {
      const bench = start();
      accept(bench);
      bench.minute([50_150, 50_160, 50_099, 50_150], 0, 0);
      expect(bench.minute([50_150, 50_160, 50_085, 50_140], 0, 0.2)).toMatchObject({ stop: 50_084.8 });
    });

    test('the wait ends at its last minute, unless that very bar is a retest', () => {
      const two = { signal: { retest_max_wait_minutes: 2 } };
      const waiting = start(two);
      accept(waiting);
      expect(waiting.minute(farAbove, 0, 0)).toMatchObject({ up: 'PENDING 3 @50100' });
      expect(waiting.minute(farAbove, 0, 0)).toMatchObject({ up: 'DONE 3 @50100', action: 'HOLD' });
      const late = start(two);
      accept(late);
      late.minute(farAbove, 0, 0);
      expect(late.minute([50_150, 50_160, 50_100, 50_150], 100, 0.2)).toMatchObject({ action: 'ENTER_LONG' });
    });

    test('the wait counts minutes of the clock, synthetic ones too', () => {
      const bench = start({ signal: { retest_max_wait_minutes: 2 } });
      accept(bench);
      bench.minute([50_130, 50_130, 50_130, 50_130], 0, 0, { kind: 'synthetic' });
      expect(bench.minute(farAbove, 0, 0)).toMatchObject({ up: 'DONE 3 @50100' });
    });

    test('wait 0: no limit', () => {
      const bench = start({ signal: { retest_max_wait_minutes: 0 } });
      accept(bench);
      for (let i = 0; i < 2_000; i++) bench.minute(farAbove, 0, 0);
      expect(bench.minute(farAbove, 0, 0)).toMatchObject({ up: 'PENDING 3 @50100' });
    });

    test('any entry taken, in either direction, also on the bar of acceptance: DONE', () => {
      const bench = start();
      accept(bench);
      strategyOf(bench).onEntrySubmitted();
      expect(bench.minute([50_150, 50_160, 50_100, 50_150], 100, 0.2)).toMatchObject({
        up: 'DONE 3 @50100',
        action: 'HOLD',
      });
    });

    test('an entry taken leaves the other states alone', () => {
      const bench = start();
      bench.minute(first, 100, 0.2);
      strategyOf(bench).onEntrySubmitted();
      expect(bench.minute(above, 100, 0.2)).toMatchObject({ up: 'COUNT 2 @50100', down: 'IDLE' });
    });
  });

  describe('DONE', () => {
    test('a close at or inside the lock re-arms, and is no failed attempt', () => {
      const bench = start(ACCEPT_NOW);
      accept(bench);
      expect(bench.minute([50_110, 50_120, 50_090, 50_100], -100, -0.2, { vah: 50_050 })).toMatchObject({
        ...IDLE,
        flags: [],
        action: 'HOLD',
      });
      accept(bench);
      expect(bench.minute([50_110, 50_120, 50_090, 50_095], -100, -0.2, { vah: 50_050 })).toMatchObject({
        ...IDLE,
        flags: [],
      });
      expect(accept(bench)).toMatchObject({ flags: ['breakout_long'], action: 'ENTER_LONG' });
    });

    test('a candidate that loses to a higher setup has still ended its tracker', () => {
      const bench = start();
      accept(bench);
      const higher = { val: 50_130, poc: 50_200, vah: 50_300 };
      expect(bench.minute([50_140, 50_160, 50_100, 50_150], 100, 0.2, higher)).toMatchObject({
        up: 'DONE 3 @50100',
        setup: 'breakin',
        flags: ['breakin_long'],
        stop: 50_099.8,
      });
    });
  });

  describe('any state', () => {
    const synthetic: Bar = [50_130, 50_130, 50_130, 50_130];
    /** Brings a tracker into a state. */
    const into: Record<string, (bench: VectorBench) => void> = {
      'COUNT 1 @50100': (bench) => bench.minute(first, 100, 0.2),
      'PENDING 3 @50100': accept,
      'DONE 3 @50100': (bench) => {
        accept(bench);
        strategyOf(bench).onEntrySubmitted();
      },
    };

    describe.each(Object.keys(into))('%s', (state) => {
      const begin = () => {
        const bench = start();
        into[state]!(bench);
        return bench;
      };

      test('an invalid value area with trades: hard reset', () => {
        const bench = begin();
        expect(bench.minute(above, 100, 0.2, { kind: 'invalid' })).toMatchObject({
          ...IDLE,
          reason: 'VA_INVALID',
        });
        expect(bench.minute(inside, -100, -0.2)).toMatchObject({ ...IDLE, flags: [] });
      });

      test('a synthetic minute changes nothing, value area or not', () => {
        const bench = begin();
        const kept = { up: state, down: 'IDLE', reason: 'NO_TRADES', flags: [] };
        expect(bench.minute(synthetic, 0, 0, { kind: 'synthetic' })).toMatchObject(kept);
        expect(bench.minute(synthetic, 0, 0, { kind: 'synthetic-invalid' })).toMatchObject(kept);
      });

      test('a feed gap: hard reset, then the minute is judged as from IDLE', () => {
        const bench = begin();
        expect(bench.minute(above, 100, 0.2, { gap: true })).toMatchObject({ ...IDLE, flags: [] });
        const again = begin();
        expect(again.minute(inside, -100, -0.2, { gap: true })).toMatchObject({ ...IDLE, flags: [] });
        const near = begin();
        expect(
          near.minute([50_120, 50_150, 50_110, 50_140], 100, 0.2, { gap: true, vah: 50_110 }),
        ).toMatchObject({ up: 'COUNT 1 @50110' });
      });

      test('a feed gap that ends in a synthetic minute: hard reset', () => {
        const bench = begin();
        expect(bench.minute(synthetic, 0, 0, { kind: 'synthetic', gap: true })).toMatchObject({
          ...IDLE,
          reason: 'NO_TRADES',
        });
      });
    });
  });

  test('the other tracker is independent', () => {
    const bench = start({ signal: { accept_outside_k: 5 } });
    bench.minute(first, 100, 0.2);
    // The value area jumps above the price, which is now below it and still above the lock.
    const jumped = { val: 50_200, poc: 50_250, vah: 50_300 };
    expect(bench.minute([50_190, 50_205, 50_150, 50_190], 100, 0.2, jumped)).toMatchObject({
      up: 'COUNT 2 @50100',
      down: 'COUNT 1 @50200',
    });
  });
});

describe('snapshot', () => {
  const pending: TrackerSnapshot = {
    state: 'PENDING',
    count: 3,
    lockTicks: 501_000,
    pokeTicks: 502_000,
    acceptedMs: 1_704_067_200_000,
    pullbackTicks: 501_001,
  };

  test('round trip, as JSON text', () => {
    const tracker = new BreakoutTracker(1);
    tracker.restore(JSON.parse(JSON.stringify(pending)));
    expect(tracker.snapshot()).toEqual(pending);
    tracker.restore({ ...pending, pullbackTicks: null });
    expect(tracker.snapshot()).toEqual({ ...pending, pullbackTicks: null });
    const done: TrackerSnapshot = { ...pending, state: 'DONE', acceptedMs: null, pullbackTicks: null };
    tracker.restore(done);
    expect(tracker.snapshot()).toEqual(done);
    tracker.restore(JSON.parse(JSON.stringify(new BreakoutTracker(1).snapshot())));
    expect(tracker.snapshot()).toEqual({
      state: 'IDLE',
      count: 0,
      lockTicks: null,
      pokeTicks: null,
      acceptedMs: null,
      pullbackTicks: null,
    });
  });

  test.each([
    [null],
    [{}],
    [{ ...pending, state: 'SOMEWHERE' }],
    [{ ...pending, count: null }],
    [{ ...pending, lockTicks: null }],
    [{ ...pending, pokeTicks: 1.5 }],
    [{ ...pending, acceptedMs: null }],
  ])('refuses %j', (snapshot) => {
    expect(() => new BreakoutTracker(1).restore(snapshot as TrackerSnapshot)).toThrow(/breakout tracker/);
  });
});
