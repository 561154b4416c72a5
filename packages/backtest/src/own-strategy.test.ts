import { configSchema, defineInstrument, NO_PRICE, REASONS } from '@auction-trader/core';
import { arraySource, type QuoteRow, type TradeRow } from '@auction-trader/ingestion';
import type { Decision, MinuteView, PositionView, Strategy, TickExit } from '@auction-trader/signals';
import { describe, expect, it } from 'vitest';
import { runBars } from './bar-mode/run-bars.ts';
import { prepareFeatures, prepareMarket } from './market.ts';
import { runBacktest } from './run-backtest.ts';
import { runReference } from './run-reference.ts';
import { randomMarket } from './testing/random-market.ts';
import { candleProfile, RegimeLike } from './testing/regime-like.ts';

const STOCK = defineInstrument({ venue: 'upstox', symbol: 'NSE', tickSize: '0.05', lotSize: '1' });
const START = Date.UTC(2025, 11, 15, 4);
const rupees = (price: number) => Math.round(price * 20);

/** Market entries without costs; everything that is the auction strategy's taste is off. */
const config = configSchema.parse({
  execution: { use_limit_for_entry: false, slippage_ticks_entry: 0, slippage_ticks_exit: 0 },
  risk: { max_hold_minutes: 1440, cooldown_minutes: 0 },
  sizing: { risk_pct: 0.01 },
  signal: { enable_flip_on_signal: false },
  backtest: { initial_capital: 1_000_000, funding_rate_8h_bps: 0 },
  monitoring: { feed_stale_seconds: 300 },
});

/** Ticks of a minute with the given candle: `[open, high, low, close, volume]`. */
function candle(minute: number, [open, high, low, close, volume]: readonly number[]): TradeRow[] {
  const lots = [1, 1, 1, volume! - 3];
  return [open!, high!, low!, close!].map((price, at) => ({
    timeMs: START + minute * 60_000 + at * 10_000,
    priceTicks: rupees(price),
    sizeLots: lots[at]!,
    side: 1,
  }));
}

const at = (minute: number, second: number, price: number): TradeRow => ({
  timeMs: START + minute * 60_000 + second * 1_000,
  priceTicks: rupees(price),
  sizeLots: 1,
  side: 1,
});

const E24 = [
  [100.1, 100.2, 100, 100.1, 500],
  [100.1, 100.1, 100.1, 100.1, 300],
  [100.1, 100.15, 100.05, 100.05, 600],
] as const;

function bothRuns(trades: readonly TradeRow[], make: () => Strategy, quotes: readonly QuoteRow[] = []) {
  const source = arraySource({ instrument: STOCK, trades, quotes });
  const fast = runBacktest(source, config, { strategy: make() });
  const plain = runReference(source, config, { strategy: make() });
  expect(fast.fills).toEqual(plain.fills);
  expect(fast.trades).toEqual(plain.trades);
  expect([...fast.signals.reason]).toEqual([...plain.signals.reason]);
  return fast;
}

describe('a strategy with a profile of candles and exits on ticks (regime strategy)', () => {
  it('E1: the profile of the candles', () => {
    const candles = E24.map(([, high, low, , volume]) => ({ high: rupees(high), low: rupees(low), volume }));
    const e1 = [candles[0]!, { ...candles[2]!, volume: 600 }, candles[1]!];
    expect(candleProfile(e1)).toEqual({ poc: rupees(100.1), val: rupees(100.05), vah: rupees(100.15) });
  });

  it('E24: enters on the close, stop at the 0.3 % floor, first tick at the stop ends it, then it cools down', () => {
    const stopped = at(4, 30, 99.75);
    const quiet = [4, 5, 6, 7, 8].map((minute) => candle(minute, [100.05, 100.05, 99.95, 99.95, 400]));
    const trades = [
      ...E24.flatMap((one, minute) => candle(minute, one)),
      at(3, 1, 100.05),
      at(4, 20, 100.1),
      stopped,
    ];
    const run = bothRuns(
      [...trades, at(4, 40, 99.7), ...quiet.flat().filter(({ timeMs }) => timeMs > stopped.timeMs + 10_000)],
      () => new RegimeLike(),
    );
    expect(run.trades[0]).toMatchObject({
      setup: 'STANDARD',
      side: 1,
      decisionMs: START + 3 * 60_000,
      initialStopTicks: rupees(99.75),
      tp2Ticks: NO_PRICE,
      exitReason: 'STOP',
      closeMs: START + 4 * 60_000 + 40_000,
    });
    const reasons = [...run.signals.reason.subarray(0, run.tape.length)].map((code) => REASONS[code]);
    expect(reasons.slice(0, 3)).toEqual(['WARMUP', 'WARMUP', 'ENTRY']);
    // Closed at 04:40 s: candles that begin before 07:40 s are refused.
    expect(reasons.slice(5, 8)).toEqual(['COOLDOWN', 'COOLDOWN', 'COOLDOWN']);
  });

  it('holds the target back for 180 s, then leaves at it by its own wish', () => {
    const entered = [...E24.flatMap((one, minute) => candle(minute, one)), at(3, 1, 100.05)];
    // Target 100.95: reached at once, held; taken by the first print after three minutes.
    const held = [at(3, 30, 101), at(4, 30, 101), at(6, 1, 100.95), at(6, 5, 100.95), at(9, 0, 100.9)];
    const run = bothRuns([...entered, ...held], () => new RegimeLike());
    expect(run.trades[0]).toMatchObject({ exitReason: 'STRATEGY', closeMs: START + 6 * 60_000 + 5_000 });
  });

  it('tightens the stop at a close of great volume', () => {
    const entered = [...E24.flatMap((one, minute) => candle(minute, one)), at(3, 1, 100.05)];
    const spike = candle(3, [100.05, 100.1, 100, 100.05, 5_000]).map((row) => ({
      ...row,
      timeMs: row.timeMs + 5_000,
    }));
    const run = bothRuns([...entered, ...spike, at(4, 1, 100.1), at(5, 1, 100.1)], () => new RegimeLike());
    expect(run.openTrade).toMatchObject({ initialStopTicks: rupees(99.75), finalStopTicks: rupees(100) });
  });

  it('is the same in both runs on a random market, and after a restart at any minute', () => {
    const source = randomMarket({
      seed: 5,
      minutes: 700,
      perMinute: 8,
      quotes: false,
      unsided: 0,
      startHour: 3,
    });
    const fast = runBacktest(source, config, { strategy: new RegimeLike() });
    expect(fast.trades.length).toBeGreaterThan(10);
    expect(runReference(source, config, { strategy: new RegimeLike() }).fills).toEqual(fast.fills);
    expect(runBacktest(source, config, { strategy: new Restarted(() => new RegimeLike()) }).fills).toEqual(
      fast.fills,
    );
  });

  it('has no place on bars', () => {
    const source = randomMarket({
      seed: 5,
      minutes: 60,
      perMinute: 8,
      quotes: false,
      unsided: 0,
      startHour: 3,
    });
    const market = prepareMarket(source, config);
    const features = prepareFeatures(market, config);
    const { tape } = market;
    expect(() =>
      runBars({ source, quotes: 'synthetic', tape, features, config, strategy: new RegimeLike() }),
    ).toThrow(/watches every tick/);
  });
});

describe('a stop trailed on ticks (regime E10)', () => {
  it('LONG 1000, stop 992, ATR 4, armed at 0.25 %, 3 ATR behind', () => {
    const quote = (minute: number, second: number, bid: number): QuoteRow => ({
      timeMs: START + minute * 60_000 + second * 1_000,
      bidTicks: rupees(bid),
      bidLots: 9,
      askTicks: rupees(bid + 0.05),
      askLots: 9,
    });
    const prices = [1_001, 1_002.4, 1_002.5, 1_006, 1_004.05, 1_016, 1_010, 1_004];
    const trailer = new Trailer();
    const path = prices.map((price, second) => at(1, 10 + 2 * second, price));
    const around = prices.map((price, second) => quote(1, 9 + 2 * second, price));
    const run = runBacktest(
      arraySource({
        instrument: STOCK,
        trades: [at(0, 30, 1_000), ...path, at(3, 0, 1_004)],
        quotes: [quote(0, 29, 999.95), quote(1, 1, 999.95), ...around, quote(1, 40, 1_003)],
      }),
      config,
      { strategy: trailer },
    );
    expect(run.trades[0]).toMatchObject({
      entryTicks: rupees(1_000),
      exitReason: 'STOP',
      exitTicks: rupees(1_003),
    });
    expect(run.trades[0]!.finalStopTicks).toBe(rupees(1_004));
    // What the print after each of them saw in force.
    expect(trailer.seen.map((stop) => stop / 20)).toEqual([992, 992, 992, 992, 994, 994, 1_004]);
  });
});

describe('a small strategy that knows minutes only', () => {
  it('runs unchanged on ticks and on bars', () => {
    const source = randomMarket({
      seed: 8,
      minutes: 900,
      perMinute: 10,
      quotes: true,
      unsided: 0,
      startHour: 0,
    });
    const ticks = runBacktest(source, config, { strategy: new Momentum() });
    expect(ticks.trades.length).toBeGreaterThan(10);
    expect(new Set(ticks.trades.map(({ setup }) => setup))).toEqual(new Set(['up', 'down']));
    const market = prepareMarket(source, config);
    const features = prepareFeatures(market, config);
    const parts = { source, quotes: 'real', tape: market.tape, features, config } as const;
    const bars = runBars({ ...parts, strategy: new Momentum() });
    expect(bars.trades.length).toBeGreaterThan(10);
    expect(bars.approximate).toBe(true);
  });
});

/** Three closes in a row one way. */
class Momentum implements Strategy {
  readonly name = 'momentum';
  readonly setups = ['', 'up', 'down'];
  #closes: number[] = [];

  onMinute({ tape, index }: MinuteView, decision: Decision): void {
    const close = tape.closeTicks[index]!;
    this.#closes = [...this.#closes, close].slice(-3);
    const [first, second, third] = this.#closes;
    if (third === undefined || (second! - first!) * (third - second!) <= 0) return;
    const side = Math.sign(third - second!);
    decision.side = side;
    decision.setup = side > 0 ? 1 : 2;
    decision.closeTicks = close;
    decision.limitTicks = close;
    decision.stopTicks = close - side * 40;
    decision.tp1Ticks = close + side * 40;
    decision.tp2Ticks = close + side * 80;
  }

  state(): unknown {
    return this.#closes;
  }

  restore(state: unknown): void {
    this.#closes = state as number[];
  }
}

/** Goes long once, 8 rupees of risk; trails 12 rupees behind once 0.25 % ahead. */
class Trailer implements Strategy {
  readonly name = 'trailer';
  readonly setups = ['', 'once'];
  readonly warmsUpItself = true;
  readonly watchesTicks = true;
  readonly seen: number[] = [];

  onMinute({ position, index, tape }: MinuteView, decision: Decision): void {
    if (index > 0 || position.side !== 0) return;
    decision.side = 1;
    decision.setup = 1;
    decision.closeTicks = tape.closeTicks[index]!;
    decision.limitTicks = decision.closeTicks;
    decision.stopTicks = decision.closeTicks - rupees(8);
  }

  onPrint(
    _timeMs: number,
    priceTicks: number,
    { entryTicks, stopTicks }: PositionView,
    exit: TickExit,
  ): void {
    this.seen.push(stopTicks);
    if (priceTicks - entryTicks >= 0.0025 * entryTicks) exit.stopTicks = priceTicks - rupees(12);
  }

  state(): unknown {
    return null;
  }

  restore(): void {}
}

/** Hands a strategy's state over to a new one before every minute. */
class Restarted implements Strategy {
  readonly name = 'restarted';
  readonly warmsUpItself = true;
  readonly watchesTicks = true;
  readonly setups: readonly string[];
  readonly #make: () => Strategy;
  #inner: Strategy;

  constructor(make: () => Strategy) {
    this.#make = make;
    this.#inner = make();
    this.setups = this.#inner.setups;
  }

  onMinute(view: MinuteView, decision: Decision): void {
    const fresh = this.#make();
    fresh.restore(JSON.parse(JSON.stringify(this.#inner.state())));
    this.#inner = fresh;
    fresh.onMinute(view, decision);
  }

  onPrint(...print: Parameters<NonNullable<Strategy['onPrint']>>): void {
    this.#inner.onPrint?.(...print);
  }

  onPositionClosed(...closed: Parameters<NonNullable<Strategy['onPositionClosed']>>): void {
    this.#inner.onPositionClosed?.(...closed);
  }

  state(): unknown {
    return this.#inner.state();
  }

  restore(state: unknown): void {
    this.#inner.restore(state);
  }
}
