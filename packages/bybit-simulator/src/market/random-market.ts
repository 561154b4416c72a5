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

/** A market made by a seed: trends and ranges, changing spread, sizes and activity. It never ends. */
export function randomMarket(_options: RandomMarketOptions): MarketSource {
  return { nextMs: Number.POSITIVE_INFINITY, take: (_into: MarketEvents) => {} };
}
