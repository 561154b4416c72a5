import type { MarketEvents, MarketSource } from '@auction-trader/bybit-simulator';

const STEP_MS = 500;
const LOTS = 100_000;

/** A market that stands where a test puts it: twice a second a quote, one tick wide, and a print. */
export class SteadyMarket implements MarketSource {
  nextMs: number;
  /** Best bid from the next step on. */
  bidTicks: number;
  #steps = 0;

  constructor(startMs: number, bidTicks: number) {
    this.nextMs = startMs;
    this.bidTicks = bidTicks;
  }

  take(into: MarketEvents): void {
    const { bidTicks } = this;
    const side = this.#steps++ % 2 === 0 ? 1 : -1;
    into.prices(bidTicks * 100, bidTicks * 100);
    into.quote(bidTicks, LOTS, bidTicks + 1, LOTS);
    into.trade(side > 0 ? bidTicks + 1 : bidTicks, 10, side);
    this.nextMs += STEP_MS;
  }
}
