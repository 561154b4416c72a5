import { MINUTE_MS, Random } from '@auction-trader/core';
import type { MarketEvents, MarketSource } from './market-source.ts';

/** What a {@link randomMarket} is like. */
export interface RandomMarketOptions {
  readonly seed: number;
  /** Epoch ms of the first event. */
  readonly startMs: number;
  /** Epoch ms after which nothing happens. Default: never. */
  readonly endMs?: number;
  readonly startTicks: number;
  /** Mean number of trades and quote changes a second. Default 2. */
  readonly eventsPerSecond?: number;
  /** Standard deviation of the price over a usual minute, in ticks. Default 0.06 % of the price. */
  readonly minuteVolatilityTicks?: number;
  /** Usual distance between bid and ask in ticks. Default 1. */
  readonly spreadTicks?: number;
}

/** Minutes that a trend or a range lasts, in the mean. */
const MEAN_MOOD_MINUTES = 90;
/** Largest drift of a trend, as a multiple of a minute's volatility. */
const TREND = 0.3;
/** Pull to a range's middle, and to the first price, a minute. */
const RANGE_PULL = 0.05;
const HOME_PULL = 0.0002;
const EXCITEMENT_KEPT = 0.95;
const EXCITEMENT_NEWS = 0.2;
const SECOND_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * A market made by a seed: trends and ranges, changing spread, sizes and activity. The price does
 * not leave the neighbourhood of its start. Mark and index are said once a second; the index differs
 * a little from the mid price, and the mark follows it.
 */
export function randomMarket(options: RandomMarketOptions): MarketSource {
  return new RandomMarket(options);
}

class RandomMarket implements MarketSource {
  nextMs: number;
  readonly #random: Random;
  readonly #endMs: number;
  readonly #homeTicks: number;
  readonly #volatilityTicks: number;
  readonly #spreadTicks: number;
  readonly #meanPauseMs: number;
  /** Price between the ticks that bid and ask lie around. */
  #price: number;
  #bidTicks = 0;
  #askTicks = 0;
  /** Drift (ticks) and standard deviation per square root of a millisecond in this minute. */
  #driftPerMs = 0;
  #deviation = 0;
  #trend = 0;
  #middle: number;
  #moodMinutes = 0;
  #excitement = 0;
  #minuteEndMs = 0;
  #nextPricesMs: number;
  #basis = 0;
  #lastMs: number;

  constructor(options: RandomMarketOptions) {
    const { seed, startMs, startTicks, eventsPerSecond = 2, spreadTicks = 1 } = options;
    this.#random = new Random(seed);
    this.#endMs = options.endMs ?? Number.POSITIVE_INFINITY;
    this.#homeTicks = startTicks;
    this.#price = startTicks;
    this.#middle = startTicks;
    this.#volatilityTicks = options.minuteVolatilityTicks ?? 0.0006 * startTicks;
    this.#spreadTicks = spreadTicks;
    this.#meanPauseMs = SECOND_MS / eventsPerSecond;
    this.nextMs = this.#nextPricesMs = this.#lastMs = startMs;
  }

  take(into: MarketEvents): void {
    const nowMs = this.nextMs;
    if (nowMs >= this.#minuteEndMs) this.#beginMinute(nowMs);
    this.#move(nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    const random = this.#random;
    if (this.#bidTicks === 0 || random.uniform() < 0.5) this.#quote(into);
    if (random.uniform() < 0.6) this.#trade(into);
    if (nowMs >= this.#nextPricesMs) this.#prices(into, nowMs);
    const pauseMs = Math.ceil((this.#meanPauseMs * random.exponential()) / Math.exp(this.#excitement));
    const nextMs = nowMs + Math.max(1, Math.min(pauseMs, LONGEST_PAUSE_MS));
    this.nextMs = nextMs > this.#endMs ? Number.POSITIVE_INFINITY : nextMs;
  }

  #beginMinute(nowMs: number): void {
    const random = this.#random;
    this.#minuteEndMs = nowMs - (nowMs % MINUTE_MS) + MINUTE_MS;
    this.#excitement = EXCITEMENT_KEPT * this.#excitement + EXCITEMENT_NEWS * random.normal();
    if (this.#moodMinutes-- <= 0) {
      this.#moodMinutes = Math.ceil(MEAN_MOOD_MINUTES * random.exponential());
      this.#trend = random.uniform() < 0.5 ? 0 : TREND * (2 * random.uniform() - 1);
      this.#middle = this.#price;
    }
    const volatility = this.#volatilityTicks * Math.exp(this.#excitement);
    const pull = this.#trend === 0 ? RANGE_PULL * (this.#middle - this.#price) : 0;
    const home = HOME_PULL * (this.#homeTicks - this.#price);
    this.#driftPerMs = (this.#trend * volatility + pull + home) / MINUTE_MS;
    this.#deviation = volatility / Math.sqrt(MINUTE_MS);
  }

  #move(elapsedMs: number): void {
    const noise = this.#random.normal() * this.#deviation * Math.sqrt(elapsedMs);
    const price = this.#price + this.#driftPerMs * elapsedMs + noise;
    const home = this.#homeTicks;
    this.#price = Math.min(2 * home, Math.max(home / 2, price));
  }

  #quote(into: MarketEvents): void {
    const random = this.#random;
    const wide = random.uniform() < 0.05 ? Math.ceil(4 * random.exponential()) : 0;
    const spread = this.#spreadTicks + wide;
    this.#bidTicks = Math.max(1, Math.floor(this.#price - spread / 2 + 0.5));
    this.#askTicks = this.#bidTicks + spread;
    into.quote(this.#bidTicks, this.#size(200), this.#askTicks, this.#size(200));
  }

  #trade(into: MarketEvents): void {
    const buys = this.#random.uniform() < 0.5 + 0.4 * this.#trend;
    into.trade(buys ? this.#askTicks : this.#bidTicks, this.#size(20), buys ? 1 : -1);
  }

  #prices(into: MarketEvents, nowMs: number): void {
    this.#nextPricesMs = nowMs - (nowMs % SECOND_MS) + SECOND_MS;
    this.#basis = 0.99 * this.#basis + 0.02 * this.#volatilityTicks * this.#random.normal();
    const middle = 50 * (this.#bidTicks + this.#askTicks);
    into.prices(Math.round(middle + 10 * this.#basis), Math.round(middle + 100 * this.#basis));
  }

  /** Lots with a long tail. */
  #size(mean: number): number {
    return Math.max(1, Math.round(mean * this.#random.exponential()));
  }
}
