import type { MarketEvents, MarketSource } from '../market-source.ts';

/** Events of a source as texts: time, kind and values. */
export function playAll(source: MarketSource, most = 1_000): string[] {
  const events: string[] = [];
  let timeMs = 0;
  const note =
    (kind: string) =>
    (...values: number[]) => {
      events.push(`${timeMs} ${kind} ${values.join(' ')}`);
    };
  const into: MarketEvents = {
    quote: note('quote'),
    trade: note('trade'),
    prices: note('prices'),
    fundingRate: note('funding'),
  };
  while (source.nextMs < Number.POSITIVE_INFINITY && events.length < most) {
    timeMs = source.nextMs;
    source.take(into);
  }
  return events;
}
