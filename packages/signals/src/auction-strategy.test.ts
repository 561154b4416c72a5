import { describe, expect, test } from 'vitest';
import { BTC, btcSettings } from './testing/minute-bench.ts';
import { type Bar, VectorBench } from './testing/vector-bench.ts';

// The sequences of the specification (17.1, 17.5, 17.6), in prices and lots. Every
// sequence also runs reflected about 50,000, with the sides swapped.
describe.each([
  ['as written', false],
  ['mirrored', true],
])('sequences %s', (_name, mirror) => {
  const start = (sections: object = {}) => new VectorBench(mirror, btcSettings(sections));
  const IDLE = { up: 'IDLE', down: 'IDLE' };
  const HOLD = { action: 'HOLD', reason: 'NO_SETUP', setup: '', flags: [], stop: null, tp1: null, tp2: null };
  const e5: Bar = [49_850, 49_960, 49_820, 49_950];
  const b1: Bar = [50_080, 50_130, 50_070, 50_120];
  const b2: Bar = [50_120, 50_180, 50_110, 50_160];
  const b3: Bar = [50_160, 50_165, 50_085, 50_095];
  const c3: Bar = [50_160, 50_200, 50_150, 50_190];

  const begin = (bench: VectorBench) => {
    bench.minute(b1, 900, 0.2);
    bench.minute(b2, 700, 0.1, { vah: 50_110 });
  };
  const accept = (bench: VectorBench) => {
    begin(bench);
    return bench.minute(c3, 800, 0.15, { vah: 50_120 });
  };

  test('E5 break-in', () => {
    expect(start().minute(e5, 500, 0.15, { ambiguous: 0.2 })).toMatchObject({
      action: 'ENTER_LONG',
      setup: 'breakin',
      limit: 49_950,
      stop: 49_819.8,
      tp1: 50_000,
      tp2: 50_100,
      soft: null,
    });
  });

  test('E5 at the boundary', () => {
    const bench = start({ execution: { entry_price_mode: 'boundary' } });
    expect(bench.minute(e5, 500, 0.15)).toMatchObject({
      action: 'ENTER_LONG',
      limit: 49_900,
      stop: 49_819.8,
      tp1: 50_000,
    });
  });

  test('A. break-in long', () => {
    const bench = start();
    expect(bench.minute([49_960, 49_990, 49_930, 49_940], 100, 0.05)).toMatchObject({ ...HOLD, ...IDLE });
    expect(bench.minute([49_940, 49_945, 49_900, 49_905], 200, 0.2)).toMatchObject({ ...HOLD, ...IDLE });
    expect(bench.minute([49_905, 49_910, 49_840, 49_850], -1_200, -0.2)).toMatchObject({
      ...HOLD,
      up: 'IDLE',
      down: 'COUNT 1 @49900',
    });
    expect(bench.minute([49_850, 49_960, 49_820, 49_950], 500, 0.15)).toMatchObject({
      ...IDLE,
      flags: ['breakin_long', 'failbreak_long'],
      action: 'ENTER_LONG',
      reason: 'ENTRY',
      setup: 'breakin',
      stop: 49_819.8,
      tp1: 50_000,
      tp2: 50_100,
    });
  });

  test('B. failed breakout only the locked level can see', () => {
    const bench = start();
    expect(bench.minute([50_060, 50_090, 50_050, 50_080], 50, 0)).toMatchObject({ ...HOLD, ...IDLE });
    expect(bench.minute(b1, 900, 0.2)).toMatchObject({ ...HOLD, up: 'COUNT 1 @50100', down: 'IDLE' });
    expect(bench.minute(b2, 700, 0.1, { vah: 50_110 })).toMatchObject({ ...HOLD, up: 'COUNT 2 @50100' });
    const moved = { val: 49_910, poc: 50_020, vah: 50_170 };
    expect(bench.minute(b3, -2_000, -0.3, moved)).toMatchObject({
      ...IDLE,
      flags: ['failbreak_short'],
      action: 'ENTER_SHORT',
      setup: 'failbreak',
      limit: 50_095,
      stop: 50_180.2,
      tp1: 50_020,
      tp2: 49_910,
      soft: null,
    });
  });

  test('C. retest entry', () => {
    const bench = start();
    expect(accept(bench)).toMatchObject({
      ...HOLD,
      reason: 'PENDING_RETEST',
      flags: ['breakout_long'],
      up: 'PENDING 3 @50100',
    });
    expect(bench.minute([50_190, 50_210, 50_160, 50_170], -100, 0, { vah: 50_120 })).toMatchObject({
      ...HOLD,
      up: 'PENDING 3 @50100',
    });
    expect(bench.minute([50_170, 50_175, 50_100.1, 50_150], 600, 0.2, { vah: 50_130 })).toMatchObject({
      flags: [],
      up: 'DONE 3 @50100',
      action: 'ENTER_LONG',
      setup: 'breakout',
      limit: 50_150,
      stop: 50_099.9,
      tp1: 50_200.1,
      tp2: 50_250.2,
      soft: 50_100,
    });
  });

  test('C at the boundary: the limit is the lock', () => {
    const bench = start({ execution: { entry_price_mode: 'boundary' } });
    accept(bench);
    expect(bench.minute([50_170, 50_175, 50_100.1, 50_150], 600, 0.2, { vah: 50_130 })).toMatchObject({
      limit: 50_100,
      stop: 50_099.9,
      tp1: 50_200.1,
      tp2: 50_250.2,
    });
  });

  test('D. retest fails', () => {
    const bench = start();
    accept(bench);
    expect(bench.minute([50_190, 50_195, 50_060, 50_070], -900, -0.2, { vah: 50_130 })).toMatchObject({
      ...IDLE,
      flags: ['breakin_short', 'failbreak_short'],
      action: 'ENTER_SHORT',
      setup: 'breakin',
      stop: 50_195.2,
      tp1: 50_000,
      tp2: 49_900,
    });
  });

  test('E. immediate mode', () => {
    const bench = start({ signal: { enable_retest_mode: false } });
    expect(accept(bench)).toMatchObject({
      flags: ['breakout_long'],
      up: 'DONE 3 @50100',
      action: 'ENTER_LONG',
      setup: 'breakout',
      limit: 50_190,
      stop: 50_099.8,
      tp1: 50_280.2,
      tp2: 50_370.4,
      soft: 50_100,
    });
    expect(bench.minute([50_190, 50_260, 50_185, 50_250], 500, 0.2, { vah: 50_125 })).toMatchObject({
      ...HOLD,
      up: 'DONE 3 @50100',
    });
  });

  test('F. a gap over the boundary never counts', () => {
    const bench = start();
    const bars: Bar[] = [
      [50_150, 50_160, 50_140, 50_155],
      [50_155, 50_170, 50_150, 50_165],
      [50_165, 50_180, 50_160, 50_175],
      [50_175, 50_190, 50_170, 50_185],
    ];
    for (const bar of bars) expect(bench.minute(bar, 500, 0.2)).toMatchObject({ ...HOLD, ...IDLE });
  });

  test('G. hard reset', () => {
    const bench = start();
    expect(bench.minute(b1, 900, 0.2)).toMatchObject({ ...HOLD, up: 'COUNT 1 @50100' });
    expect(bench.minute(b2, 700, 0.1, { vah: 50_110 })).toMatchObject({ ...HOLD, up: 'COUNT 2 @50100' });
    expect(bench.minute([50_160, 50_165, 50_090, 50_100], 300, 0.2)).toMatchObject({ ...HOLD, ...IDLE });
    expect(bench.minute([50_100, 50_150, 50_095, 50_140], 300, 0.2)).toMatchObject({
      ...HOLD,
      up: 'COUNT 1 @50100',
    });
  });

  test('H. dual confirmation', () => {
    const bench = start();
    const bar: Bar = [49_950, 49_960, 49_850, 49_950];
    const entry = {
      flags: ['breakin_long'],
      action: 'ENTER_LONG',
      setup: 'breakin',
      stop: 49_849.8,
      tp1: 50_000,
      tp2: 50_100,
    };
    expect(bench.minute([49_890, 49_960, 49_850, 49_950], 500, 0.05, { ambiguous: 0.36 })).toMatchObject(
      HOLD,
    );
    expect(bench.minute(bar, 500, 0.12, { ambiguous: 0.36 })).toMatchObject(entry);
    expect(bench.minute(bar, 500, 0.05, { ambiguous: 0.35 })).toMatchObject(entry);
  });

  test('I. edges', () => {
    const bench = start();
    expect(bench.minute([49_950, 49_990, 49_880, 49_900], 500, 0.3)).toMatchObject({ ...HOLD, ...IDLE });
    expect(bench.minute([50_000, 50_150, 49_850, 50_000], 500, -0.3)).toMatchObject({
      ...HOLD,
      reason: 'CONFLICT',
      flags: ['breakin_long', 'breakin_short'],
    });
    expect(bench.minute([49_890, 50_060, 49_850, 50_050], 500, 0.3)).toMatchObject({
      flags: ['breakin_long'],
      action: 'ENTER_LONG',
      setup: 'breakin',
      stop: 49_849.8,
      tp1: null,
      tp2: 50_100,
    });
    const flat: Bar = [50_050, 50_050, 50_050, 50_050];
    expect(bench.minute(flat, 0, 0, { kind: 'synthetic' })).toMatchObject({ ...HOLD, reason: 'NO_TRADES' });
    expect(bench.minute([50_050, 50_060, 49_850, 49_950], 500, 0.3, { kind: 'invalid' })).toMatchObject({
      ...HOLD,
      ...IDLE,
      reason: 'VA_INVALID',
    });
  });

  test('P6 target rounding', () => {
    const bench = start({ signal: { enable_retest_mode: false, accept_outside_k: 1, breakout_tp1_r: 1.5 } });
    expect(bench.minute([50_090, 50_130.1, 50_085, 50_130.1], 900, 0.2)).toMatchObject({
      flags: ['breakout_long'],
      up: 'DONE 1 @50100',
      action: 'ENTER_LONG',
      setup: 'breakout',
      stop: 50_099.8,
      tp1: 50_175.5,
      tp2: 50_190.7,
    });
  });

  test('P8 retest, touch first', () => {
    const bench = start();
    accept(bench);
    expect(bench.minute([50_190, 50_210, 50_100, 50_170], -100, 0, { vah: 50_120 })).toMatchObject({
      ...HOLD,
      up: 'PENDING 3 @50100',
    });
    expect(bench.minute([50_170, 50_175, 50_150, 50_160], 600, 0.2, { vah: 50_130 })).toMatchObject({
      up: 'DONE 3 @50100',
      action: 'ENTER_LONG',
      setup: 'breakout',
      stop: 50_099.8,
      tp1: 50_220.2,
      tp2: 50_280.4,
    });
  });

  test('P9 retest wait of 2 minutes', () => {
    const bench = start({ signal: { retest_max_wait_minutes: 2 } });
    accept(bench);
    const bar: Bar = [50_190, 50_210, 50_160, 50_170];
    expect(bench.minute(bar, -100, 0, { vah: 50_120 })).toMatchObject({ ...HOLD, up: 'PENDING 3 @50100' });
    expect(bench.minute(bar, -100, 0, { vah: 50_120 })).toMatchObject({ ...HOLD, up: 'DONE 3 @50100' });
  });

  test('P10 unconfirmed, k 2', () => {
    const bench = start({ signal: { accept_outside_k: 2 } });
    bench.minute(b1, 900, 0.2);
    expect(bench.minute([50_120, 50_180, 50_110, 50_160], -900, -0.2)).toMatchObject({
      ...HOLD,
      reason: 'BREAKOUT_UNCONFIRMED',
      up: 'DONE 2 @50100',
    });
  });

  test('P12 each bar near the lock', () => {
    const vah = 50_120;
    const each = start({ signal: { crossing_scope: 'each_bar' } });
    expect(each.minute(b1, 900, 0.2)).toMatchObject({ ...HOLD, up: 'COUNT 1 @50100' });
    expect(each.minute(b2, 700, 0.1, { vah: 50_110 })).toMatchObject({
      ...HOLD,
      up: 'COUNT 1 @50100',
      upPoke: 50_180,
    });
    const third: Bar = [50_160, 50_165, 50_100.1, 50_150];
    expect(each.minute(third, 600, 0.2, { vah })).toMatchObject({ ...HOLD, up: 'COUNT 2 @50100' });
    expect(each.minute([50_150, 50_170, 50_100, 50_160], 500, 0.2, { vah })).toMatchObject({
      ...HOLD,
      reason: 'PENDING_RETEST',
      flags: ['breakout_long'],
      up: 'PENDING 3 @50100',
    });
    expect(each.minute(b3, -2_000, -0.3, { val: 49_910, poc: 50_020, vah: 50_170 })).toMatchObject({
      ...IDLE,
      flags: ['failbreak_short'],
      action: 'ENTER_SHORT',
      setup: 'failbreak',
      stop: 50_180.2,
      tp1: 50_020,
      tp2: 49_910,
    });
    const first = start();
    begin(first);
    expect(first.minute(third, 600, 0.2, { vah })).toMatchObject({ up: 'PENDING 3 @50100' });
  });

  test('P17 TP1 at TP2', () => {
    expect(start().minute(e5, 500, 0.15, { poc: 50_100 })).toMatchObject({
      action: 'ENTER_LONG',
      setup: 'breakin',
      stop: 49_819.8,
      tp1: null,
      tp2: 50_100,
    });
  });

  test('17.2 acceptance: five closes, then a close inside', () => {
    const bench = start();
    const va = { val: 42_000, poc: 42_100, vah: 42_200 };
    const out: Bar = [42_300, 42_310, 42_290, 42_300];
    bench.minute([42_200, 42_310, 42_200, 42_300], 500, 0.2, va);
    bench.minute(out, 500, 0.2, va);
    expect(bench.minute(out, 500, 0.2, va)).toMatchObject({ flags: ['breakout_long'] });
    bench.minute(out, 500, 0.2, va);
    expect(bench.minute(out, 500, 0.2, va)).toMatchObject({ up: 'PENDING 3 @42200' });
    expect(bench.minute([42_300, 42_300, 42_000, 42_000], -500, -0.2, va)).toMatchObject({ up: 'IDLE' });
    const tracker = mirror ? bench.bench.strategy.trackers.down : bench.bench.strategy.trackers.up;
    expect(tracker.count).toBe(0);
  });
});

describe('P7: POC between ticks', () => {
  const outer = { val: 49_900.2, poc: 50_000.65, vah: 50_100.4 };

  test('long: down to the tick', () => {
    expect(new VectorBench(false).minute([49_850, 49_960, 49_820, 49_950], 500, 0.15, outer)).toMatchObject({
      action: 'ENTER_LONG',
      tp1: 50_000.6,
      tp2: 50_100.4,
    });
  });

  test('short: up to the tick', () => {
    expect(new VectorBench(false).minute([50_150, 50_180, 50_040, 50_050], -500, -0.15, outer)).toMatchObject(
      {
        action: 'ENTER_SHORT',
        tp1: 50_000.7,
        tp2: 49_900.2,
      },
    );
  });
});

test('E5 with a tick of 1: stop 49,818', () => {
  // Prices a tenth of the bench's ticks: the same rule in whole units.
  const bench = new VectorBench(false);
  const result = bench.minute([4_985, 4_996, 4_982, 4_995], 500, 0.15, {
    val: 4_990,
    poc: 5_000,
    vah: 5_010,
  });
  expect(result).toMatchObject({ action: 'ENTER_LONG', stop: 4_981.8, tp1: 5_000, tp2: 5_010 });
  expect(BTC.tick.text).toBe('0.1');
});

test('the bar of E5 with high 49,920 is no bar', () => {
  expect(() => new VectorBench(false).minute([49_850, 49_920, 49_820, 49_950], 500, 0.15)).toThrow();
});

test.each([[null], ['IDLE'], [{}], [{ up: { state: 'IDLE', count: 0 } }], [{ down: {} }]])(
  'restore refuses %j',
  (state) => {
    const { strategy } = new VectorBench(false).bench;
    expect(() => strategy.restore(state)).toThrow(expect.objectContaining({ code: 'BAD_STRATEGY_STATE' }));
  },
);

test('name and setups', () => {
  const { strategy } = new VectorBench(false).bench;
  expect(strategy.name).toBe('auction');
  expect(strategy.setups).toEqual(['', 'breakin', 'breakout', 'failbreak']);
});
