import { type Instrument, parseDecimalText, type Step } from '@auction-trader/core';
import type { FrameDecoder, FrameRefusal, MarketSink } from '@auction-trader/ingestion';
import type { z } from 'zod';
import { bookFrame, tickerFrame, tradeFrame } from './frame-schema.ts';
import { scanOnGrid } from './scan-on-grid.ts';
import { SeenIds } from './seen-ids.ts';
import { TopOfBook, type TopOfBookState } from './top-of-book.ts';

/** Trade ids that are remembered, at least: minutes of a busy market. */
const REMEMBERED_TRADES = 8_192;
/** 2015 and 2100: what lies outside is no time. */
const FIRST_MS = 1_420_070_400_000;
const LAST_MS = 4_102_444_800_000;

/** What the venue says of the contract between trades, as written; empty until it was said. */
export interface BybitTicker {
  readonly markPrice: string;
  readonly fundingRate: string;
  /** Epoch ms as written. */
  readonly nextFundingTime: string;
}

/** What a {@link BybitFrameDecoder} remembers, as plain data for a snapshot of a session. */
export interface BybitDecoderState {
  readonly book: TopOfBookState;
  readonly ticker: BybitTicker;
  /** Whether a message of the topic was found to have the right form: trades, book, ticker. */
  readonly checked: readonly [boolean, boolean, boolean];
  /** Ids of the newest trades, oldest first. */
  readonly tradeIds: readonly string[];
}

type Json = Record<string, unknown>;

const NO_TICKER: BybitTicker = { markPrice: '', fundingRate: '', nextFundingTime: '' };

/**
 * Reads the public frames of a linear symbol: `publicTrade` (aggressor from `S`), `orderbook.1` (time
 * `cts`, else `ts`) and `tickers`. Prices and sizes become integers exactly or are refused.
 */
export class BybitFrameDecoder implements FrameDecoder {
  readonly #symbol: string;
  readonly #tick: Step;
  readonly #lot: Step;
  readonly #tradeTopic: string;
  readonly #bookTopic: string;
  readonly #tickerTopic: string;
  readonly #book: TopOfBook;
  #tradesChecked = false;
  #bookChecked = false;
  #tickerChecked = false;
  #ticker = NO_TICKER;
  #tradeIds = new SeenIds(REMEMBERED_TRADES);

  constructor(instrument: Instrument) {
    this.#symbol = instrument.symbol;
    this.#tick = instrument.tick;
    this.#lot = instrument.lot;
    this.#tradeTopic = `publicTrade.${instrument.symbol}`;
    this.#bookTopic = `orderbook.1.${instrument.symbol}`;
    this.#tickerTopic = `tickers.${instrument.symbol}`;
    this.#book = new TopOfBook(instrument);
  }

  /** The newest state of the `tickers` topic, merged from snapshot and deltas. */
  get ticker(): BybitTicker {
    return this.#ticker;
  }

  decode(text: string, _receivedMs: number, sink: MarketSink): void {
    const frame = parse(text);
    const refusal = isObject(frame) ? this.#read(frame, sink) : 'malformed';
    if (refusal !== null) sink.refused(refusal);
  }

  /** Forgets the book and the ticker; trades seen before are still known. */
  reset(): void {
    this.#tradesChecked = false;
    this.#bookChecked = false;
    this.#tickerChecked = false;
    this.#book.forget();
    this.#ticker = NO_TICKER;
  }

  /** What has to be kept so that another decoder goes on as this one would. */
  snapshot(): BybitDecoderState {
    return {
      book: this.#book.state(),
      ticker: this.#ticker,
      checked: [this.#tradesChecked, this.#bookChecked, this.#tickerChecked],
      tradeIds: this.#tradeIds.list(),
    };
  }

  /** Goes on from a {@link snapshot}. */
  restore(state: BybitDecoderState): void {
    this.reset();
    this.#book.restore(state.book);
    this.#ticker = state.ticker;
    [this.#tradesChecked, this.#bookChecked, this.#tickerChecked] = state.checked;
    this.#tradeIds = new SeenIds(REMEMBERED_TRADES);
    for (const id of state.tradeIds) this.#tradeIds.add(id);
  }

  #read(frame: Json, sink: MarketSink): FrameRefusal | null {
    const { topic } = frame;
    if (topic === this.#bookTopic) return this.#readBook(frame, sink);
    if (topic === this.#tradeTopic) return this.#readTrades(frame, sink);
    if (topic === this.#tickerTopic) return this.#readTicker(frame, sink);
    return 'unknown-topic';
  }

  #readTrades(frame: Json, sink: MarketSink): FrameRefusal | null {
    if (!this.#tradesChecked) {
      if (!fits(tradeFrame, frame)) return 'malformed';
      this.#tradesChecked = true;
    }
    const { data } = frame;
    if (!Array.isArray(data)) return 'missing-field';
    for (let row = 0; row < data.length; row++) {
      const refusal = this.#readTrade(data[row], sink);
      if (refusal !== null) sink.refused(refusal);
    }
    return null;
  }

  #readTrade(trade: unknown, sink: MarketSink): FrameRefusal | null {
    if (!isObject(trade)) return 'malformed';
    const { T: timeMs, s, S, v, p, i, BT } = trade;
    if (typeof v !== 'string' || typeof p !== 'string' || typeof i !== 'string') return 'missing-field';
    if (s !== this.#symbol) return 'other-symbol';
    if (!isTime(timeMs)) return timeMs === undefined ? 'missing-field' : 'out-of-range';
    if (S !== 'Buy' && S !== 'Sell') return 'missing-field';
    if (BT === true) return 'block-trade';
    const priceTicks = scanOnGrid(p, this.#tick);
    if (typeof priceTicks === 'string') return priceTicks;
    const sizeLots = scanOnGrid(v, this.#lot);
    if (typeof sizeLots === 'string') return sizeLots;
    if (priceTicks <= 0 || sizeLots <= 0) return 'out-of-range';
    // Remembered last: a refused row must not hide a good one of the same id.
    if (!this.#tradeIds.add(i)) return 'duplicate';
    sink.trade(timeMs, priceTicks, sizeLots, S === 'Buy' ? 1 : -1);
    return null;
  }

  #readBook(frame: Json, sink: MarketSink): FrameRefusal | null {
    if (!this.#bookChecked) {
      if (!fits(bookFrame, frame)) return 'malformed';
      this.#bookChecked = true;
    }
    const { data, type, ts, cts } = frame;
    if (!isObject(data)) return 'missing-field';
    const { s, b, a, u } = data;
    if (s !== this.#symbol) return 'other-symbol';
    if (!Array.isArray(b) || !Array.isArray(a) || typeof u !== 'number') return 'missing-field';
    const timeMs = cts === undefined ? ts : cts;
    if (!isTime(timeMs)) return timeMs === undefined ? 'missing-field' : 'out-of-range';
    if (type === 'snapshot') return this.#book.snapshot(timeMs, b, a, u, sink);
    if (type === 'delta') return this.#book.delta(timeMs, b, a, u, sink);
    return 'missing-field';
  }

  #readTicker(frame: Json, sink: MarketSink): FrameRefusal | null {
    if (!this.#tickerChecked) {
      if (!fits(tickerFrame, frame)) return 'malformed';
      this.#tickerChecked = true;
    }
    const { data, ts } = frame;
    if (!isObject(data)) return 'missing-field';
    if (data['symbol'] !== this.#symbol) return 'other-symbol';
    if (!isTime(ts)) return ts === undefined ? 'missing-field' : 'out-of-range';
    const old = this.#ticker;
    const { markPrice = old.markPrice } = data;
    const { fundingRate = old.fundingRate, nextFundingTime = old.nextFundingTime } = data;
    if (typeof markPrice !== 'string' || !(markPrice === old.markPrice || isPrice(markPrice))) {
      return 'malformed';
    }
    if (typeof fundingRate !== 'string' || typeof nextFundingTime !== 'string') return 'malformed';
    if (markPrice === old.markPrice && fundingRate === old.fundingRate) {
      if (nextFundingTime === old.nextFundingTime) return null;
    }
    this.#ticker = { markPrice, fundingRate, nextFundingTime };
    if (markPrice !== old.markPrice) sink.mark?.(ts, markPrice);
    return null;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function fits(schema: z.ZodType, frame: Json): boolean {
  return schema.safeParse(frame).success;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && value >= FIRST_MS && value < LAST_MS && Number.isInteger(value);
}

function isPrice(text: string): boolean {
  const decimal = parseDecimalText(text);
  return decimal !== null && !decimal.negative && decimal.digits !== '';
}
