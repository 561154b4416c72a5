import { configSchema, type TickSource } from '@auction-trader/core';
import { arraySource, type QuoteRow, type TradeRow } from '@auction-trader/ingestion';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runBars } from './bar-mode/run-bars.ts';
import { prepareFeatures, prepareMarket } from './market.ts';
import { runBacktest } from './run-backtest.ts';
import type { RunResult } from './run-result.ts';
import { auctionStrategy } from './start-run.ts';
import { randomMarket } from './testing/random-market.ts';
import { RandomStrategy } from './testing/random-strategy.ts';

const config = configSchema.parse({
  instrument: { rolling_window_minutes: 30 },
  startup: { warmup_minutes: 30, warmup_max_missing_minutes: 10 },
  value_area: { min_va_bins: 5 },
  monitoring: { feed_stale_seconds: 300 },
  risk: { max_daily_loss: 2_000, cooldown_minutes: 1 },
});

const markets = fc.record({
  seed: fc.integer(),
  minutes: fc.integer({ min: 100, max: 700 }),
  perMinute: fc.constantFrom(4, 15),
  quotes: fc.boolean(),
  unsided: fc.constantFrom(0, 0.2),
  startHour: fc.constantFrom(0, 21),
});

/** The same ticks, ending before a time. */
function cut(source: TickSource, endMs: number): TickSource {
  const trades: TradeRow[] = [];
  const quotes: QuoteRow[] = [];
  for (const start of source.days) {
    const day = source.readDay(start);
    for (let row = 0; row < day.trades.length; row++) {
      const { timeMs, priceTicks, sizeLots, side } = day.trades;
      trades.push({
        timeMs: start + timeMs[row]!,
        priceTicks: priceTicks[row]!,
        sizeLots: sizeLots[row]!,
        side: side[row] as -1 | 0 | 1,
      });
    }
    for (let row = 0; row < (day.quotes?.length ?? 0); row++) {
      const { timeMs, bidTicks, bidLots, askTicks, askLots } = day.quotes!;
      quotes.push({
        timeMs: start + timeMs[row]!,
        bidTicks: bidTicks[row]!,
        bidLots: bidLots[row]!,
        askTicks: askTicks[row]!,
        askLots: askLots[row]!,
      });
    }
  }
  const before = <Row extends { timeMs: number }>(rows: Row[]) => rows.filter(({ timeMs }) => timeMs < endMs);
  return arraySource({ instrument: source.instrument, trades: before(trades), quotes: before(quotes) });
}

/** What a run knew and did in its first rows, and its fills before a time. */
function past(
  { tape, features, signals, equity, positionLots, fills, trades }: RunResult,
  rows: number,
  endMs: number,
) {
  expect(tape.length).toBeGreaterThanOrEqual(rows);
  return {
    poc: features.pocHalfTicks.slice(0, rows),
    sigma: features.sigma.slice(0, rows),
    flags: signals.flags.slice(0, rows),
    reason: signals.reason.slice(0, rows),
    lots: signals.lots.slice(0, rows),
    equity: equity.slice(0, rows),
    positionLots: positionLots.slice(0, rows),
    fills: fills.filter(({ fillMs }) => fillMs < endMs),
    trades: trades.filter(({ closeMs }) => closeMs < endMs),
  };
}

describe('no look-ahead (trading rules 9.11): what comes later changes nothing before it', () => {
  it('on ticks, for the auction strategy and for any other', () => {
    let fills = 0;
    const strategy = fc.record({
      seed: fc.integer(),
      entries: fc.constantFrom(0, 0.3),
      reach: fc.constantFrom(5, 60),
      onTicks: fc.boolean(),
    });
    fc.assert(
      fc.property(markets, strategy, fc.double({ min: 0.1, max: 1, noNaN: true }), (market, shape, share) => {
        const source = randomMarket(market);
        const make = () =>
          shape.entries === 0 ? auctionStrategy(source, config) : new RandomStrategy(shape);
        const whole = runBacktest(source, config, { strategy: make() });
        const endMs = Math.round(whole.tape.firstMinuteMs + share * market.minutes * 60_000);
        const part = runBacktest(cut(source, endMs), config, { strategy: make() });
        const rows = part.tape.length;
        expect(past(part, rows, endMs)).toEqual(past(whole, rows, endMs));
        fills += part.fills.length;
      }),
      { numRuns: 60 },
    );
    expect(fills).toBeGreaterThan(300);
  }, 60_000);

  it('on bars', () => {
    fc.assert(
      fc.property(markets, fc.double({ min: 0.1, max: 1, noNaN: true }), (market, share) => {
        const source = randomMarket(market);
        const run = (of: TickSource) => {
          const { tape, days } = prepareMarket(of, config);
          const features = prepareFeatures({ tape }, config);
          const strategy = new RandomStrategy({ seed: market.seed, entries: 0.3, reach: 60, onTicks: false });
          return runBars({ source: of, quotes: days.quotes, tape, features, config, strategy });
        };
        const whole = run(source);
        const endMs = Math.round(whole.tape.firstMinuteMs + share * market.minutes * 60_000);
        const part = run(cut(source, endMs));
        const rows = part.tape.length;
        const closedMs = part.tape.minuteMs(rows);
        expect(past(part, rows, closedMs)).toEqual(past(whole, rows, closedMs));
      }),
      { numRuns: 30 },
    );
  }, 60_000);
});

describe('determinism', () => {
  it('the same run twice is the same to the byte', () => {
    const text = () => {
      const source = randomMarket({
        seed: 3,
        minutes: 500,
        perMinute: 12,
        quotes: true,
        unsided: 0,
        startHour: 20,
      });
      const strategy = new RandomStrategy({ seed: 3, entries: 0.3, reach: 40, onTicks: true });
      const { tape, features, signals, ...rest } = runBacktest(source, config, { strategy });
      return JSON.stringify([rest, [...features.sigma], [...signals.reason], [...tape.quoteImbalanceEma]]);
    };
    expect(text()).toBe(text());
  });
});

describe('costs', () => {
  const source = randomMarket({
    seed: 4,
    minutes: 900,
    perMinute: 12,
    quotes: true,
    unsided: 0,
    startHour: 0,
  });
  const run = (execution: object) =>
    runBacktest(
      source,
      configSchema.parse({
        ...config,
        execution,
        // Little at risk, so that no cost changes what is traded.
        sizing: { risk_pct: 0.0001 },
        risk: { ...config.risk, max_daily_loss: null, extend_if_profitable: false },
      }),
      { strategy: new RandomStrategy({ seed: 4, entries: 0.2, reach: 400, onTicks: false }) },
    );

  it('one tick of slippage is worse than none, by a tick for each market fill', () => {
    const market = { use_limit_for_entry: false };
    const none = run({ ...market, slippage_ticks_entry: 0, slippage_ticks_exit: 0 });
    const exits = run({ ...market, slippage_ticks_entry: 0, slippage_ticks_exit: 1 });
    const sells = (result: RunResult) => result.fills.filter(({ leg }) => leg !== 'ENTRY');
    expect(sells(none).length).toBeGreaterThan(10);
    expect(sells(exits).map(({ fillMs }) => fillMs)).toEqual(sells(none).map(({ fillMs }) => fillMs));
    for (const [at, fill] of sells(exits).entries()) {
      expect(fill.side * (fill.priceTicks - sells(none)[at]!.priceTicks)).toBe(1);
    }
    expect(exits.finalEquity).toBeLessThan(none.finalEquity);
  });

  it('taker fees on both sides cost more than a maker entry', () => {
    const feeOf = ({ fills }: RunResult, liquidity: string) =>
      fills
        .filter((fill) => fill.liquidity === liquidity)
        .map(({ fee, lots, priceTicks }) => fee / (lots * priceTicks));
    const limits = run({});
    const [maker, taker] = [feeOf(limits, 'maker'), feeOf(limits, 'taker')];
    expect(maker.length * taker.length).toBeGreaterThan(0);
    for (const rate of maker) expect(rate / 1e-4).toBeCloseTo(2e-4, 12);
    for (const rate of taker) expect(rate / 1e-4).toBeCloseTo(5.5e-4, 12);
  });
});
