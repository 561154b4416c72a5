/** What happens in a market, in the order in which it happens. Prices in ticks, sizes in lots. */
export interface MarketEvents {
  /** Best bid and ask with their sizes; size 0 for a side on which nobody stands. */
  quote(bidTicks: number, bidLots: number, askTicks: number, askLots: number): void;
  /** @param side aggressor side: +1 buy, -1 sell */
  trade(priceTicks: number, sizeLots: number, side: number): void;
  /** Mark and index price in hundredths of a tick: neither has to lie on the grid. */
  prices(markHundredths: number, indexHundredths: number): void;
  /** Rate of the next funding, in units of 1e-8 (0.0001 is 10,000). */
  fundingRate(rateE8: number): void;
}

/** A market that a venue plays, event by event. */
export interface MarketSource {
  /** Epoch ms of the next event, Infinity after the last. Never falls. */
  readonly nextMs: number;
  /**
   * Hands over the next event and goes on to the one after it.
   *
   * It may hand over several events, all of them of the time that `nextMs` had, or none.
   */
  take(into: MarketEvents): void;
}
