import { describe, expect, test } from 'vitest';
import { btcSettings } from './testing/minute-bench.ts';
import { type Bar, VectorBench } from './testing/vector-bench.ts';

describe.each([
  ['as written', false],
  ['mirrored', true],
])('setups %s', (_name, mirror) => {
  const start = (sections: object = {}) => new VectorBench(mirror, btcSettings(sections));

  describe('break-in', () => {
    const low = (price: number): Bar => [49_920, 49_960, price, 49_950];

    test('a touch of the edge is no excursion', () => {
      expect(start().minute(low(49_900), 500, 0.2)).toMatchObject({ flags: [] });
      expect(start().minute(low(49_899.9), 500, 0.2)).toMatchObject({ flags: ['breakin_long'] });
    });

    test('prices on both sides of the edge but none near it: no break-in', () => {
      const traded = [49_880, 49_899.8, 49_900.2, 49_920, 49_950, 49_960];
      const bar: Bar = [49_920, 49_960, 49_880, 49_950];
      expect(start().minute(bar, 500, 0.2, { traded })).toMatchObject({ flags: [] });
      expect(
        start().minute(bar, 500, 0.2, { traded: [...traded.slice(0, 2), 49_900.1, ...traded.slice(3)] }),
      ).toMatchObject({ flags: ['breakin_long'] });
    });

    test('the buffer lies beyond the trigger bar’s extreme', () => {
      const wide = start({ risk: { stop_buffer_ticks: 15 } });
      expect(wide.minute(low(49_880), 500, 0.2)).toMatchObject({ stop: 49_878.5 });
    });
  });

  describe('failed breakout without context', () => {
    const free = { signal: { failbreak_context_required: false } };
    const wide = { val: 49_800, poc: 49_900, vah: 50_100 };
    const poke: Bar = [50_110, 50_150, 50_080, 50_090];

    test('by default an excursion alone is none', () => {
      const traded = [50_080, 50_090, 50_110, 50_150];
      expect(start().minute(poke, -500, -0.2, { ...wide, traded })).toMatchObject({ flags: [] });
    });

    test('with the option it needs no print near the edge; stop behind the bar', () => {
      const traded = [50_080, 50_090, 50_110, 50_150];
      expect(start(free).minute(poke, -500, -0.2, { ...wide, traded })).toMatchObject({
        flags: ['failbreak_short'],
        setup: 'failbreak',
        stop: 50_150.2,
        tp1: 49_900,
        tp2: 49_800,
      });
    });

    test('the extreme beyond and the close inside are strict', () => {
      expect(start(free).minute([50_090, 50_100, 50_080, 50_090], -500, -0.2, wide)).toMatchObject({
        flags: [],
      });
      expect(start(free).minute([50_110, 50_150, 50_080, 50_100], -500, -0.2, wide)).toMatchObject({
        flags: [],
      });
    });

    test('where the context rule fires its lock and poke count', () => {
      const bench = start(free);
      bench.minute([50_090, 50_180, 50_080, 50_120], 100, 0.2);
      expect(bench.minute(poke, -500, -0.2)).toMatchObject({ stop: 50_150.2, setup: 'breakin' });
      const locked = start(free);
      locked.minute([50_090, 50_180, 50_080, 50_120], 100, 0.2);
      expect(locked.minute(poke, -500, -0.2, { val: 50_085, poc: 50_086, vah: 50_089 })).toMatchObject({
        flags: ['failbreak_short'],
        stop: 50_180.2,
      });
    });

    test('a close on the lock: the context rule does not fire, the current edge does', () => {
      const bench = start(free);
      bench.minute([50_090, 50_180, 50_080, 50_120], 100, 0.2);
      expect(
        bench.minute([50_130, 50_150, 50_090, 50_100], -500, -0.2, { val: 49_900, vah: 50_140 }),
      ).toMatchObject({ flags: ['breakin_short', 'failbreak_short'], stop: 50_150.2 });
    });
  });

  describe('breakout targets', () => {
    test('multiples of R that end between ticks are rounded toward the entry', () => {
      const bench = start({
        signal: {
          enable_retest_mode: false,
          accept_outside_k: 1,
          breakout_tp1_r: 0.3333,
          breakout_tp2_r: 1.1,
        },
      });
      // R = 50,105 - 50,099.8 = 52 ticks: 17.3 and 57.2
      expect(bench.minute([50_090, 50_110, 50_085, 50_105], 900, 0.2)).toMatchObject({
        stop: 50_099.8,
        tp1: 50_106.7,
        tp2: 50_110.7,
      });
    });

    test('an immediate breakout keeps the close as limit, whatever the mode', () => {
      const bench = start({
        signal: { enable_retest_mode: false, accept_outside_k: 1 },
        execution: { entry_price_mode: 'boundary' },
      });
      expect(bench.minute([50_090, 50_110, 50_085, 50_105], 900, 0.2)).toMatchObject({ limit: 50_105 });
    });

    test('so does a failed breakout', () => {
      const bench = start({ execution: { entry_price_mode: 'boundary' } });
      bench.minute([50_090, 50_130, 50_080, 50_120], 100, 0.2);
      expect(bench.minute([50_120, 50_125, 50_085, 50_095], -500, -0.2, { vah: 50_200 })).toMatchObject({
        setup: 'failbreak',
        limit: 50_095,
      });
    });
  });
});
