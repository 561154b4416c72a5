import type { Clock } from '@auction-trader/core';
import type { MarketSource } from '../market/market-source.ts';
import type { MarketState } from './market-state.ts';
import type { PublicFeed } from './public-feed.ts';

/** Lets a market happen at its times. */
export class MarketPlayer {
  readonly #clock: Clock;
  readonly #market: MarketState;
  readonly #source: MarketSource;
  readonly #feed: PublicFeed;
  readonly #step: () => void;
  #cancelTimer = () => {};

  constructor(clock: Clock, market: MarketState, source: MarketSource, feed: PublicFeed) {
    this.#clock = clock;
    this.#market = market;
    this.#source = source;
    this.#feed = feed;
    this.#step = () => this.play();
  }

  /** Lets everything happen that is due, and the rest later. */
  play(): void {
    this.#cancelTimer();
    const source = this.#source;
    const market = this.#market;
    const nowMs = this.#clock.nowMs();
    while (source.nextMs <= nowMs) {
      const timeMs = source.nextMs;
      market.moveTo(timeMs);
      while (source.nextMs === timeMs) source.take(market);
      this.#feed.endOfTime();
    }
    if (source.nextMs !== Number.POSITIVE_INFINITY)
      this.#cancelTimer = this.#clock.after(source.nextMs - nowMs, this.#step);
  }

  stop(): void {
    this.#cancelTimer();
  }
}
