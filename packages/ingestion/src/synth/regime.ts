import type { Random } from '@auction-trader/core';

/** Usual volatility of one minute, as a share of the price. */
const MINUTE_VOLATILITY = 0.0006;
/** Mean length of a trend or a range. */
const MEAN_MINUTES = 120;
/** How much of yesterday's excitement is left after a minute, and how much news there is. */
const EXCITEMENT_KEPT = 0.98;
const EXCITEMENT_NEWS = 0.12;
/** Pull back to the middle of a range, a minute. */
const RANGE_PULL = 0.03;
/** Pull back to the first price, a minute: the market wanders for years without running away. */
const HOME_PULL = 0.00002;

/**
 * The market's mood, minute by minute: it changes between trends and ranges, and its
 * volatility comes in clusters.
 */
export class Regime {
  /** Expected change of this minute, and its standard deviation, in ticks. */
  driftTicks = 0;
  volatilityTicks = 0;
  readonly #random: Random;
  readonly #homeTicks: number;
  #minutesLeft = 0;
  /** Drift as a multiple of the volatility; 0 in a range. */
  #trend = 0;
  #middleTicks: number;
  #excitement = 0;

  constructor(random: Random, homeTicks: number) {
    this.#random = random;
    this.#homeTicks = homeTicks;
    this.#middleTicks = homeTicks;
  }

  /** Activity of this minute: 1 is usual, more when the market is excited. */
  get activity(): number {
    return Math.exp(this.#excitement);
  }

  /** Goes on to the next minute, with the price as it is now. */
  nextMinute(priceTicks: number): void {
    const random = this.#random;
    if (this.#minutesLeft-- <= 0) this.#change(priceTicks);
    this.#excitement = EXCITEMENT_KEPT * this.#excitement + EXCITEMENT_NEWS * random.normal();
    this.volatilityTicks = priceTicks * MINUTE_VOLATILITY * Math.exp(this.#excitement);
    const pull = this.#trend === 0 ? RANGE_PULL * (this.#middleTicks - priceTicks) : 0;
    const home = HOME_PULL * (this.#homeTicks - priceTicks);
    this.driftTicks = this.#trend * this.volatilityTicks + pull + home;
  }

  #change(priceTicks: number): void {
    const random = this.#random;
    this.#minutesLeft = Math.ceil(MEAN_MINUTES * random.exponential());
    this.#trend = random.uniform() < 0.5 ? 0 : 0.15 * random.normal();
    this.#middleTicks = priceTicks;
  }
}
