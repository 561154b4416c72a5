import { NO_PRICE } from '@auction-trader/core';
import { describe, expect, test } from 'vitest';
import { confirms } from './confirmation.ts';
import type { InitiativeThresholds, SignalSettings } from './signal-settings.ts';
import { btcSettings, MinuteBench } from './testing/minute-bench.ts';
import { benchMinute } from './testing/vector-bench.ts';

type Setup = 'breakin' | 'breakout' | 'failbreak';

function judge(
  side: number,
  setup: Setup,
  minute: { flow?: number; volume?: number; q?: number; ambiguous?: number },
  settings: SignalSettings = btcSettings(),
): boolean {
  const { flow = 0, volume = 1_000, q = 0, ambiguous = 0 } = minute;
  const bar = benchMinute([1, 1, 1, 1], flow, q, { volumeLots: volume, ambiguous });
  const thresholds: InitiativeThresholds = settings[setup];
  return confirms(new MinuteBench().put(bar), side, thresholds, settings);
}

describe.each([
  ['long', 1],
  ['short', -1],
])('%s', (_name, side) => {
  const flow = (lots: number) => ({ flow: side * lots });
  const q = (value: number) => ({ q: side * value });

  test.each(['breakin', 'breakout'] as const)('%s: strictly beyond, either of the two', (setup) => {
    expect(judge(side, setup, {})).toBe(false);
    expect(judge(side, setup, flow(1))).toBe(true);
    expect(judge(side, setup, flow(-1))).toBe(false);
    expect(judge(side, setup, q(0.1))).toBe(false);
    expect(judge(side, setup, q(0.1000001))).toBe(true);
    expect(judge(side, setup, { ...flow(-1_000), ...q(0.2) })).toBe(true);
    expect(judge(side, setup, { ...flow(500), ...q(-0.9) })).toBe(true);
  });

  test('failed breakout: equality passes', () => {
    expect(judge(side, 'failbreak', {})).toBe(true);
    expect(judge(side, 'failbreak', flow(-1))).toBe(false);
    expect(judge(side, 'failbreak', { ...flow(-1), ...q(0.1) })).toBe(true);
    expect(judge(side, 'failbreak', { ...flow(-1), ...q(0.0999999) })).toBe(false);
  });

  test('order flow in coin is compared exactly', () => {
    const settings = btcSettings({
      signal: { of_entry_min: 0.3, of_entry_min_norm: 1, of_fail_min: -0.3, of_fail_min_norm: -1 },
    });
    // 0.3 BTC are 300 lots; 0.1 + 0.2 in doubles would already be beyond.
    expect(judge(side, 'breakin', flow(300), settings)).toBe(false);
    expect(judge(side, 'breakin', flow(301), settings)).toBe(true);
    expect(judge(side, 'failbreak', flow(300), settings)).toBe(true);
    expect(judge(side, 'failbreak', flow(299), settings)).toBe(false);
  });

  test('order flow over volume is compared exactly', () => {
    const settings = btcSettings({
      signal: { of_entry_min: 1_000, of_entry_min_norm: 0.1, of_fail_min: -1_000, of_fail_min_norm: -0.1 },
    });
    // 70/700 in doubles is 0.1, 7/70 too; the next lot decides.
    for (const volume of [70, 700, 3_000, 7_000_000]) {
      const tenth = volume / 10;
      expect(judge(side, 'breakin', { ...flow(tenth), volume }, settings)).toBe(false);
      expect(judge(side, 'breakin', { ...flow(tenth + 1), volume }, settings)).toBe(true);
      expect(judge(side, 'failbreak', { ...flow(tenth), volume }, settings)).toBe(true);
      expect(judge(side, 'failbreak', { ...flow(tenth - 1), volume }, settings)).toBe(false);
    }
  });

  test('the flow of an estimate (BVC) is a fraction of lots', () => {
    const settings = btcSettings({ signal: { of_entry_min: 0.3, of_entry_min_norm: 1 } });
    expect(judge(side, 'breakin', flow(300.5), settings)).toBe(true);
    expect(judge(side, 'breakin', flow(299.5), settings)).toBe(false);
  });

  test('no volume: no flow confirms', () => {
    expect(judge(side, 'failbreak', { volume: 0, ...q(-0.5) })).toBe(false);
    expect(judge(side, 'breakin', { volume: 0, ...flow(5), ...q(0) })).toBe(false);
  });

  test('high ambiguity needs both; exactly at the maximum is normal', () => {
    const both = { ...flow(500), ...q(0.12) };
    expect(judge(side, 'breakin', { ...both, ambiguous: 0.36 })).toBe(true);
    expect(judge(side, 'breakin', { ...both, ...q(0.05), ambiguous: 0.36 })).toBe(false);
    expect(judge(side, 'breakin', { ...both, ...flow(0), ambiguous: 0.36 })).toBe(false);
    expect(judge(side, 'breakin', { ...both, ...q(0.05), ambiguous: 7 / 20 })).toBe(true);
  });

  test('without quote imbalance high ambiguity never passes', () => {
    const settings = btcSettings({ order_flow: { use_qimb: false } });
    expect(judge(side, 'breakin', { ...flow(500), ...q(0.9) }, settings)).toBe(true);
    expect(judge(side, 'breakin', { ...flow(0), ...q(0.9) }, settings)).toBe(false);
    expect(judge(side, 'breakin', { ...flow(500), ...q(0.9), ambiguous: 0.5 }, settings)).toBe(false);
  });

  test('no quote yet: the imbalance does not confirm', () => {
    expect(judge(side, 'breakin', { q: Number.NaN })).toBe(false);
    expect(judge(side, 'failbreak', { ...flow(-1), q: Number.NaN })).toBe(false);
    expect(judge(side, 'breakin', { ...flow(1), q: Number.NaN })).toBe(true);
  });
});

describe('imbalance of the closing quote', () => {
  const settings = btcSettings({ order_flow: { qimb_source: 'close' } });
  const judgeQuote = (bidLots: number, askLots: number, bidTicks = 100) => {
    const bench = new MinuteBench();
    const view = bench.put(benchMinute([1, 1, 1, 1], 0, 0.9, {}));
    bench.tape.bidTicks[view.index] = bidTicks;
    bench.tape.bidLots[view.index] = bidLots;
    bench.tape.askLots[view.index] = askLots;
    return confirms(view, 1, settings.breakin, settings);
  };

  test('its sizes decide, not the average', () => {
    expect(judgeQuote(56, 44)).toBe(true);
    expect(judgeQuote(55, 45)).toBe(false);
    expect(judgeQuote(44, 56)).toBe(false);
  });

  test('two sizes of 0 are balanced; no quote is none', () => {
    expect(judgeQuote(0, 0)).toBe(false);
    expect(judgeQuote(56, 44, NO_PRICE)).toBe(false);
  });
});
