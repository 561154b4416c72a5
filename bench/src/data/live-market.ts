import { defineInstrument, MINUTE_MS, Random } from '@auction-trader/core';
import type { SessionInput } from '@auction-trader/engine';

/** The contract of the messages. */
export const LIVE_FACTS = {
  venue: 'bybit',
  symbol: 'BTCUSDT',
  tickSize: '0.1',
  lotSize: '0.001',
  minOrderLots: 1,
  minNotional: 5,
} as const;

/** The same as an instrument. */
export const LIVE_INSTRUMENT = defineInstrument(LIVE_FACTS);

/** Start of the market: a Monday. */
export const LIVE_START_MS = Date.UTC(2026, 0, 5);
/** How long the close of a minute waits for late trades. */
const GRACE_MS = 250;
/** Of a hundred messages: best quotes, trades; the rest are tickers. */
const BOOKS = 65;
const TRADES = 25;
const MOST_TRADES = 20;
const START_TICKS = 650_000;
/** Standard deviation of a minute's move. */
const MINUTE_MOVE_TICKS = 325;

/**
 * Public messages as a session hears them, in the venue's words, and the end of each minute: best quotes,
 * trades (1 to 20 a message, mostly few) and tickers of a contract that is traded a lot. Always the same.
 */
export function* liveInputs(minutes: number, messagesPerMinute: number): Generator<SessionInput> {
  const frames = new LiveFrames(MINUTE_MOVE_TICKS / Math.sqrt(messagesPerMinute));
  yield { kind: 'connected', timeMs: LIVE_START_MS };
  let endMs = LIVE_START_MS + MINUTE_MS;
  for (let index = 0; index < minutes * messagesPerMinute; index++) {
    const timeMs = LIVE_START_MS + Math.floor((index * MINUTE_MS) / messagesPerMinute);
    if (timeMs >= endMs + GRACE_MS) {
      yield { kind: 'minute', timeMs: endMs + GRACE_MS, minuteMs: endMs - MINUTE_MS };
      endMs += MINUTE_MS;
    }
    yield { kind: 'frame', timeMs, text: frames.next(timeMs) };
  }
}

class LiveFrames {
  readonly #random = new Random(1);
  readonly #moveTicks: number;
  #middle = START_TICKS;
  #updateId = 24_000_000;
  #seq = 209_000_000_000;
  #tradeId = 0;

  constructor(moveTicks: number) {
    this.#moveTicks = moveTicks;
  }

  next(timeMs: number): string {
    const random = this.#random;
    this.#middle += random.normal() * this.#moveTicks;
    this.#seq++;
    const draw = random.uniform() * 100;
    if (draw < BOOKS) return this.#book(timeMs);
    return draw < BOOKS + TRADES ? this.#trades(timeMs) : this.#ticker(timeMs);
  }

  get #bidTicks(): number {
    return Math.round(this.#middle);
  }

  #book(timeMs: number): string {
    const bid = [price(this.#bidTicks), this.#size()];
    const ask = [price(this.#bidTicks + 1), this.#size()];
    const data = { s: LIVE_FACTS.symbol, b: [bid], a: [ask], u: ++this.#updateId, seq: this.#seq };
    return JSON.stringify({
      topic: 'orderbook.1.BTCUSDT',
      type: 'snapshot',
      ts: timeMs + 2,
      data,
      cts: timeMs,
    });
  }

  #trades(timeMs: number): string {
    const random = this.#random;
    const count = Math.min(MOST_TRADES, Math.ceil(-Math.log(1 - random.uniform()) * 2.5) || 1);
    const isBuy = random.uniform() < 0.5;
    const data = Array.from({ length: count }, (_, row) => ({
      T: timeMs,
      s: LIVE_FACTS.symbol,
      S: isBuy ? 'Buy' : 'Sell',
      v: this.#size(),
      p: price(isBuy ? this.#bidTicks + 1 + row : this.#bidTicks - row),
      L: isBuy ? 'PlusTick' : 'MinusTick',
      i: `9f57f7ef-c4c8-4fbd-8a1f-${String(++this.#tradeId).padStart(12, '0')}`,
      BT: false,
      RPI: false,
      seq: this.#seq,
    }));
    return JSON.stringify({ topic: 'publicTrade.BTCUSDT', type: 'snapshot', ts: timeMs + 2, data });
  }

  #ticker(timeMs: number): string {
    const data = {
      symbol: LIVE_FACTS.symbol,
      markPrice: `${price(this.#bidTicks)}7`,
      indexPrice: `${price(this.#bidTicks - 40)}3`,
      bid1Price: price(this.#bidTicks),
      bid1Size: this.#size(),
      ask1Price: price(this.#bidTicks + 1),
      ask1Size: this.#size(),
    };
    const frame = { topic: 'tickers.BTCUSDT', type: 'delta', data, cs: this.#seq, ts: timeMs };
    return JSON.stringify(frame);
  }

  #size(): string {
    return (Math.ceil(-Math.log(1 - this.#random.uniform()) * 400) / 1_000).toFixed(3);
  }
}

function price(ticks: number): string {
  return (ticks / 10).toFixed(1);
}
