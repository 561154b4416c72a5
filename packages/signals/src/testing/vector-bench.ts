import { NO_PRICE } from '@auction-trader/core';
import type { SignalSettings } from '../signal-settings.ts';
import { type BenchMinute, type BenchResult, MinuteBench, mirrored, mirroredResult } from './minute-bench.ts';

/** What a vector says of a minute beside its bar and flow; defaults are those of 17.5. */
export interface VectorMinute {
  readonly val?: number;
  readonly poc?: number;
  readonly vah?: number;
  readonly ambiguous?: number;
  readonly spreadTicks?: number;
  readonly kind?: BenchMinute['kind'];
  readonly gap?: boolean;
  /** Traded prices where not every tick of the range traded. */
  readonly traded?: readonly number[];
  readonly volumeLots?: number;
}

/** A bar as the specification writes it: open, high, low, close. */
export type Bar = readonly [open: number, high: number, low: number, close: number];

const ticks = (price: number) => Math.round(price * 10);
const price = (value: number) => (value === NO_PRICE ? null : value / 10);
/** Twice 50,000 in ticks: the vectors are reflected about 50,000. */
const MIRROR_SUM = 1_000_000;

/**
 * Runs the specification's sequences, in prices. With `mirror` every bar is reflected
 * about 50,000 and every result reflected back, so one expectation tests both sides.
 */
export class VectorBench {
  readonly bench: MinuteBench;
  readonly #mirror: boolean;

  constructor(mirror: boolean, settings?: SignalSettings) {
    this.bench = new MinuteBench(settings);
    this.#mirror = mirror;
  }

  /** Judges one minute: bar, order flow in lots, imbalance, and what differs from 17.5's defaults. */
  minute(bar: Bar, flowLots: number, imbalance: number, more: VectorMinute = {}) {
    const plain = benchMinute(bar, flowLots, imbalance, more);
    const result = this.bench.judge(this.#mirror ? mirrored(plain, MIRROR_SUM) : plain);
    return inPrices(this.#mirror ? mirroredResult(result, MIRROR_SUM) : result);
  }
}

/** The bar in ticks. Prices between ticks are only allowed for the POC. */
export function benchMinute(
  [open, high, low, close]: Bar,
  flowLots: number,
  imbalance: number,
  more: VectorMinute,
): BenchMinute {
  const lowTicks = ticks(low);
  const every = Array.from({ length: ticks(high) - lowTicks + 1 }, (_, i) => lowTicks + i);
  const { kind = 'traded' } = more;
  return {
    openTicks: ticks(open),
    highTicks: ticks(high),
    lowTicks,
    closeTicks: ticks(close),
    flowLots,
    volumeLots: more.volumeLots ?? (kind.startsWith('synthetic') ? 0 : Math.abs(flowLots) + 1_000),
    imbalance,
    valTicks: ticks(more.val ?? 49_900),
    pocHalfTicks: Math.round((more.poc ?? 50_000) * 20),
    vahTicks: ticks(more.vah ?? 50_100),
    ambiguous: more.ambiguous ?? 0,
    spreadSum: more.spreadTicks ?? 1,
    spreadCount: 1,
    kind,
    gap: more.gap ?? false,
    tradedTicks: more.traded?.map(ticks) ?? every,
  };
}

function inPrices(result: BenchResult) {
  const tracker = (one: BenchResult['up']) =>
    one.state === 'IDLE' ? 'IDLE' : `${one.state} ${one.count} @${one.lockTicks / 10}`;
  return {
    action: result.action,
    reason: result.reason,
    setup: result.setup,
    flags: result.flags.map((flag) => flag.toLowerCase()),
    limit: price(result.limitTicks),
    stop: price(result.stopTicks),
    tp1: price(result.tp1Ticks),
    tp2: price(result.tp2Ticks),
    soft: price(result.softStopTicks),
    up: tracker(result.up),
    down: tracker(result.down),
    upPoke: price(result.up.pokeTicks),
    downPoke: price(result.down.pokeTicks),
  };
}
