/** One trade as an object, as a websocket or CSV reader would hand it on. */
export interface TradeEvent {
  readonly timeMs: number;
  readonly price: number;
  readonly size: number;
  /** +1 buyer was the aggressor, -1 seller, 0 not known. */
  readonly side: number;
}

/** One quote. */
export interface QuoteEvent {
  readonly timeMs: number;
  readonly bid: number;
  readonly ask: number;
  readonly bidSize: number;
  readonly askSize: number;
}

/** Names and arguments of the events of a market. */
export interface MarketEvents {
  quote: [QuoteEvent];
  trade: [TradeEvent];
  /** A minute is over; its start in epoch ms. */
  minute: [number];
}
