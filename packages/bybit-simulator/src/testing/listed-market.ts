import type { MarketEvents, MarketSource } from '../market/market-source.ts';

/** Something that happens in a market at a time. */
export interface ListedEvent {
  readonly timeMs: number;
  readonly happen: (into: MarketEvents) => void;
}

/** A market of which a test knows every event, in the order of their times. */
export function listedMarket(events: readonly ListedEvent[]): MarketSource {
  let next = 0;
  return {
    get nextMs() {
      return events[next]?.timeMs ?? Number.POSITIVE_INFINITY;
    },
    take(into) {
      events[next++]?.happen(into);
    },
  };
}

/** One tick between bid and ask, ten lots on each side. */
export function quoteAt(timeMs: number, bidTicks: number, lots = 10_000): ListedEvent {
  return { timeMs, happen: (into) => into.quote(bidTicks, lots, bidTicks + 1, lots) };
}

/** A print. */
export function tradeAt(timeMs: number, priceTicks: number, sizeLots: number, side: 1 | -1): ListedEvent {
  return { timeMs, happen: (into) => into.trade(priceTicks, sizeLots, side) };
}
