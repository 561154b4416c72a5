import { type Instrument, NO_PRICE, type Step } from '@auction-trader/core';
import type { FrameRefusal, MarketSink } from '@auction-trader/ingestion';
import { scanOnGrid } from './scan-on-grid.ts';

/** What a {@link TopOfBook} remembers, as plain data. */
export interface TopOfBookState {
  readonly known: boolean;
  readonly updateId: number;
  readonly timeMs: number;
  readonly bidTicks: number;
  readonly bidLots: number;
  readonly askTicks: number;
  readonly askLots: number;
}

/** The best bid and ask, kept from the snapshots and deltas of `orderbook.1`. */
export class TopOfBook {
  readonly #tick: Step;
  readonly #lot: Step;
  #known = false;
  #updateId = 0;
  #timeMs = 0;
  #bidTicks: number = NO_PRICE;
  #bidLots = 0;
  #askTicks: number = NO_PRICE;
  #askLots = 0;
  // The level being read: two results without an object.
  #levelTicks: number = NO_PRICE;
  #levelLots = 0;

  constructor({ tick, lot }: Instrument) {
    this.#tick = tick;
    this.#lot = lot;
  }

  /** Takes a snapshot up and tells the sink; null, or why it cannot be used (the book is then unknown). */
  snapshot(
    timeMs: number,
    bids: unknown[],
    asks: unknown[],
    updateId: number,
    sink: MarketSink,
  ): FrameRefusal | null {
    const bidFault = this.#readLevel(bids[0]);
    const bidTicks = this.#levelTicks;
    const bidLots = this.#levelLots;
    const fault = bidFault ?? this.#readLevel(asks[0]);
    if (fault !== null) {
      this.forget();
      return fault;
    }
    // An outdated repeat (frames out of order) is shown, to be dropped by its time; it is not the book.
    const isOutdated = this.#known && updateId < this.#updateId && timeMs < this.#timeMs && updateId > 1;
    if (isOutdated) sink.quote(timeMs, bidTicks, bidLots, this.#levelTicks, this.#levelLots);
    else this.#setTop(timeMs, updateId, bidTicks, bidLots, sink);
    return null;
  }

  /** Takes a delta up, which must follow what is known. */
  delta(
    timeMs: number,
    bids: unknown[],
    asks: unknown[],
    updateId: number,
    sink: MarketSink,
  ): FrameRefusal | null {
    if (!this.#known) return 'missing-field';
    if (updateId < this.#updateId) return 'duplicate';
    if (updateId > this.#updateId + 1) {
      // Something is missing between: what it said of the other side is not known.
      this.forget();
      return 'missing-field';
    }
    const bidFault = this.#mergeLevels(bids, this.#bidTicks, this.#bidLots);
    const bidTicks = this.#levelTicks;
    const bidLots = this.#levelLots;
    const fault = bidFault ?? this.#mergeLevels(asks, this.#askTicks, this.#askLots);
    if (fault !== null) {
      this.forget();
      return fault;
    }
    this.#setTop(timeMs, updateId, bidTicks, bidLots, sink);
    return null;
  }

  forget(): void {
    this.#known = false;
    this.#updateId = 0;
    this.#timeMs = 0;
    this.#bidTicks = NO_PRICE;
    this.#bidLots = 0;
    this.#askTicks = NO_PRICE;
    this.#askLots = 0;
  }

  state(): TopOfBookState {
    return {
      known: this.#known,
      updateId: this.#updateId,
      timeMs: this.#timeMs,
      bidTicks: this.#bidTicks,
      bidLots: this.#bidLots,
      askTicks: this.#askTicks,
      askLots: this.#askLots,
    };
  }

  restore(state: TopOfBookState): void {
    this.#known = state.known;
    this.#updateId = state.updateId;
    this.#timeMs = state.timeMs;
    this.#bidTicks = state.bidTicks;
    this.#bidLots = state.bidLots;
    this.#askTicks = state.askTicks;
    this.#askLots = state.askLots;
  }

  /** The ask is the level just read. */
  #setTop(timeMs: number, updateId: number, bidTicks: number, bidLots: number, sink: MarketSink): void {
    const askTicks = this.#levelTicks;
    const askLots = this.#levelLots;
    const isRepeat =
      this.#known &&
      bidTicks === this.#bidTicks &&
      askTicks === this.#askTicks &&
      bidLots === this.#bidLots &&
      askLots === this.#askLots;
    this.#known = true;
    this.#updateId = updateId;
    this.#timeMs = timeMs;
    if (isRepeat) {
      sink.repeatedQuote(timeMs);
      return;
    }
    this.#bidTicks = bidTicks;
    this.#bidLots = bidLots;
    this.#askTicks = askTicks;
    this.#askLots = askLots;
    sink.quote(timeMs, bidTicks, bidLots, askTicks, askLots);
  }

  /** Reads `[price, size]` into the level fields; an absent one is empty. */
  #readLevel(level: unknown): FrameRefusal | null {
    this.#levelTicks = NO_PRICE;
    this.#levelLots = 0;
    if (level === undefined) return null;
    if (!Array.isArray(level)) return 'malformed';
    const price: unknown = level[0];
    const size: unknown = level[1];
    if (typeof price !== 'string' || typeof size !== 'string') return 'missing-field';
    const priceTicks = scanOnGrid(price, this.#tick);
    if (typeof priceTicks === 'string') return priceTicks;
    const sizeLots = scanOnGrid(size, this.#lot);
    if (typeof sizeLots === 'string') return sizeLots;
    if (priceTicks <= 0 || sizeLots < 0) return 'out-of-range';
    this.#levelTicks = priceTicks;
    this.#levelLots = sizeLots;
    return null;
  }

  /** Reads one side of a delta into the level fields: size 0 deletes, any other level is the new top. */
  #mergeLevels(levels: unknown[], oldTicks: number, oldLots: number): FrameRefusal | null {
    let topTicks = oldTicks;
    let topLots = oldLots;
    for (let row = 0; row < levels.length; row++) {
      const fault = this.#readLevel(levels[row]);
      if (fault !== null) return fault;
      if (this.#levelLots > 0) {
        topTicks = this.#levelTicks;
        topLots = this.#levelLots;
      } else if (this.#levelTicks === topTicks) {
        topTicks = NO_PRICE;
        topLots = 0;
      }
    }
    this.#levelTicks = topTicks;
    this.#levelLots = topLots;
    return null;
  }
}
