/** Takes decoded market events, on the instrument's grid. Times are the venue's, epoch ms. */
export interface MarketSink {
  /** @param side aggressor side: +1 buy, -1 sell */
  trade(timeMs: number, priceTicks: number, sizeLots: number, side: number): void;
  /** A best bid and ask; also one that is crossed or empty, which the receiver counts and ignores. */
  quote(timeMs: number, bidTicks: number, bidLots: number, askTicks: number, askLots: number): void;
  /** The newest quote once more, unchanged: a sign of life with its own time. */
  repeatedQuote(timeMs: number): void;
  /** A mark price (funding, liquidation display); not on the tick grid, so as written. */
  mark?(timeMs: number, price: string): void;
  /** Something that could not be used, e.g. `malformed`, `off-grid`, `block-trade`. */
  refused(why: FrameRefusal): void;
}

/** Why a frame, or one event of it, was left out. */
export type FrameRefusal =
  | 'malformed'
  | 'missing-field'
  | 'off-grid'
  | 'out-of-range'
  | 'block-trade'
  | 'other-symbol'
  | 'unknown-topic'
  | 'duplicate';

/**
 * Reads a venue's raw market frames. It remembers what the venue leaves out of a frame (the book so
 * far, the newest update id), so it is fed every frame of a connection in order, live and in replay.
 */
export interface FrameDecoder {
  /** Never throws: what cannot be used is reported to the sink. */
  decode(text: string, receivedMs: number, sink: MarketSink): void;
  /** A new connection begins: forgets the book. */
  reset(): void;
  /** What it remembers, as plain JSON data: another decoder goes on from it in the middle of a connection. */
  snapshot(): unknown;
  /** Takes up what {@link snapshot} gave. */
  restore(state: unknown): void;
}

/** What a market feed tells its driver. Times are epoch ms of the driver's clock. */
export interface FeedListener {
  /** A raw market frame, before anybody has read it. Control frames (acks, pongs) are not shown. */
  onFrame(text: string, receivedMs: number): void;
  /** Every wanted topic was confirmed. */
  onConnected(nowMs: number): void;
  onDisconnected(nowMs: number, reason: string): void;
  /** A problem that the feed handles itself, for log and alerts. `tries` counts failed attempts since the last success. */
  onProblem(reason: string, tries: number): void;
}

/** A venue's public market data of one instrument. It reconnects by itself for ever. */
export interface MarketFeed {
  start(listener: FeedListener): void;
  stop(): Promise<void>;
}
