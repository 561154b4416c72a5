import { configSchema } from '@auction-trader/core';
import { arraySource } from '@auction-trader/ingestion';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prepareFeatures, prepareMarket, runPrepared } from './market.ts';
import { runBacktest } from './run-backtest.ts';
import { runReference } from './run-reference.ts';
import type { RunResult } from './run-result.ts';
import { BTC } from './testing/order-bench.ts';
import { randomMarket } from './testing/random-market.ts';
import { RandomStrategy } from './testing/random-strategy.ts';
import { ScriptedStrategy } from './testing/scripted-strategy.ts';

const START = Date.UTC(2024, 0, 1);

const markets = fc.record({
  seed: fc.integer(),
  minutes: fc.integer({ min: 60, max: 400 }),
  perMinute: fc.constantFrom(3, 12, 40),
  quotes: fc.boolean(),
  unsided: fc.constantFrom(0, 0.5),
  startHour: fc.constantFrom(0, 7, 20),
  stepTicks: fc.constantFrom(0.5, 8),
});

const strategies = fc.record({
  seed: fc.integer(),
  entries: fc.constantFrom(0.1, 0.5, 1),
  reach: fc.constantFrom(3, 20, 100),
  onTicks: fc.constantFrom(false, false, true),
});

const configs = fc
  .record({
    execution: fc.record({
      use_limit_for_entry: fc.boolean(),
      limit_fill_rule: fc.constantFrom('through', 'touch', 'queue'),
      limit_order_timeout_minutes: fc.constantFrom(0.05, 1, 2),
      slippage_ticks_entry: fc.integer({ min: 0, max: 5 }),
      slippage_ticks_exit: fc.integer({ min: 0, max: 5 }),
    }),
    risk: fc.record({
      max_hold_minutes: fc.integer({ min: 1, max: 10 }),
      extend_if_profitable: fc.boolean(),
      cooldown_minutes: fc.integer({ min: 0, max: 2 }),
      breakeven_offset_ticks: fc.constantFrom(0, 4),
      max_daily_loss: fc.constantFrom(null, null, 30, 500),
      kill_switch_flatten: fc.boolean(),
    }),
    sizing: fc.record({ move_stop_to_breakeven_after_tp1: fc.boolean() }),
    backtest: fc.record({
      order_latency_ms: fc.constantFrom(0, 0, 40),
      order_latency_jitter_ms: fc.constantFrom(0, 0, 700),
      synthetic_quotes_ticks: fc.constantFrom(1, 4),
      funding_interval_hours: fc.constantFrom(1, 8),
    }),
    signal: fc.record({ enable_flip_on_signal: fc.boolean() }),
  })
  .map((sections) =>
    configSchema.parse({
      ...sections,
      instrument: { rolling_window_minutes: 30 },
      startup: { warmup_minutes: 30, warmup_max_missing_minutes: 10 },
      monitoring: { feed_stale_seconds: 300 },
    }),
  );

/** All that happened to orders and money. */
function events(run: RunResult) {
  const { fills, trades, funding, droppedEntries, killSwitchMs, openTrade, finalEquity } = run;
  return {
    fills,
    trades,
    funding,
    droppedEntries,
    killSwitchMs,
    openTrade,
    finalEquity,
    equity: [...run.equity],
  };
}

/** The same without excursions, which a sweep does not measure. */
function unmeasured(run: RunResult) {
  const none = { maxFavourableTicks: null, maxAdverseTicks: null };
  const trades = run.trades.map((trade) => ({ ...trade, ...none }));
  return { ...events(run), trades };
}

function checkFills({ fills, trades, openTrade, tape, signals }: RunResult) {
  const all = openTrade === null ? trades : [...trades, openTrade];
  for (const { tradeId, decisionIndex, lots, side } of all) {
    const own = fills.filter((fill) => fill.tradeId === tradeId);
    let held = 0;
    for (const fill of own) {
      expect(fill.fillMs).toBeGreaterThan(fill.submitMs);
      expect(fill.lots).toBeGreaterThan(0);
      held += fill.side * side * fill.lots;
      expect(held).toBeGreaterThanOrEqual(0);
      expect(held).toBeLessThanOrEqual(lots);
    }
    const exited = openTrade?.tradeId !== tradeId;
    if (exited) expect(held).toBe(0);
    // The second leg of a flip is sized anew; every other entry is at most what was decided.
    const flipped = trades.some((trade) => trade.exitReason === 'FLIP' && trade.tradeId === tradeId - 1);
    if (!flipped) expect(lots).toBeLessThanOrEqual(signals.lots[decisionIndex]!);
    expect(decisionIndex).toBeLessThan(tape.length);
  }
}

describe('the watch of the fast run', () => {
  it('misses nothing: every event gives what the watched events give, whatever is wanted', () => {
    const legs = new Set<string>();
    fc.assert(
      fc.property(markets, strategies, configs, (market, shape, config) => {
        const source = randomMarket(market);
        const fast = runBacktest(source, config, { strategy: new RandomStrategy(shape) });
        const plain = runReference(source, config, { strategy: new RandomStrategy(shape) });
        expect(events(fast)).toEqual(events(plain));
        const prepared = prepareMarket(source, config);
        const features = prepareFeatures(prepared, config);
        const swept = runPrepared(prepared, features, config, new RandomStrategy(shape));
        expect(unmeasured(swept)).toEqual(unmeasured(fast));
        checkFills(fast);
        const net = fast.trades.reduce((sum, { netPnl }) => sum + netPnl, fast.openTrade?.netPnl ?? 0);
        expect(fast.finalEquity - fast.openResult - 10_000).toBeCloseTo(net, 6);
        for (const { leg, liquidity } of fast.fills) legs.add(`${leg} ${liquidity}`);
      }),
      { numRuns: 100 },
    );
    // The property is empty where nothing happens: each way in and out must have been taken.
    for (const leg of ['ENTRY maker', 'ENTRY taker', 'TP1 taker', 'TP2 taker', 'STOP taker', 'TIME taker'])
      expect(legs).toContain(leg);
    for (const leg of ['SOFT', 'FLIP', 'KILL', 'STRATEGY']) expect(legs).toContain(`${leg} taker`);
  }, 120_000);

  it('an invalid quote that reaches a stop leaves the newest valid quote in force', () => {
    const quote = (timeMs: number, bidTicks: number, askTicks = bidTicks + 1) => ({
      timeMs,
      bidTicks,
      askTicks,
      bidLots: 1,
      askLots: 1,
    });
    const minutes = Array.from({ length: 30 }, (_, minute) => START + minute * 60_000);
    const decisionMs = START + 30 * 60_000;
    const source = arraySource({
      instrument: BTC,
      trades: [
        ...minutes.map((timeMs) => ({ timeMs, priceTicks: 500_000, sizeLots: 1 })),
        { timeMs: decisionMs + 20, priceTicks: 499_999, sizeLots: 1 },
        { timeMs: decisionMs + 50, priceTicks: 499_900, sizeLots: 1 },
      ],
      quotes: [
        ...minutes.map((timeMs) => quote(timeMs, 500_000)),
        quote(decisionMs + 10, 500_000),
        quote(decisionMs + 30, 500_040),
        quote(decisionMs + 40, 499_900, 499_890),
        quote(decisionMs + 60, 499_890),
      ],
    });
    const script = [
      { atMs: decisionMs, side: 1, closeTicks: 500_000, stopTicks: 499_900, tp2Ticks: 510_000 },
    ];
    const config = configSchema.parse({
      instrument: { rolling_window_minutes: 30 },
      startup: { warmup_minutes: 30 },
      monitoring: { feed_stale_seconds: 300 },
    });
    const fast = runBacktest(source, config, { strategy: new ScriptedStrategy(script) });
    const plain = runReference(source, config, { strategy: new ScriptedStrategy(script) });
    expect(plain.fills.map(({ leg, submitMid2 }) => [leg, submitMid2])).toEqual([
      ['ENTRY', 1_000_001],
      ['STOP', 1_000_081],
    ]);
    expect(fast.fills).toEqual(plain.fills);
  });
});
