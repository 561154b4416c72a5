import type { Clock } from '@auction-trader/core';
import type { FeedListener, MarketFeed } from '@auction-trader/ingestion';
import type { BybitTransport } from './transport.ts';

/** What a {@link BybitFeed} is made of. */
export interface BybitFeedOptions {
  readonly transport: BybitTransport;
  readonly clock: Clock;
  readonly symbol: string;
  /** Seed of the jitter of reconnects. */
  readonly seed: number;
}

/** Public trades, best quotes and tickers of a linear symbol. */
export class BybitFeed implements MarketFeed {
  readonly #options: BybitFeedOptions;

  constructor(options: BybitFeedOptions) {
    this.#options = options;
  }

  start(_listener: FeedListener): void {
    throw new Error(`not yet: ${this.#options.symbol}`);
  }

  async stop(): Promise<void> {}
}
