/** Lost topics of a connection on which others go on: quiet for longer than the venue ever is. */
const BOOK_SILENT_MS = 10_000;
const TICKER_SILENT_MS = 60_000;
/** The ticker shows a last price at which no trade was heard of, and none arrives for so long. */
const TRADES_MISSING_MS = 5_000;
/** The ticker may be behind the trades by some of them. */
const REMEMBERED_PRICES = 32;

const LAST_PRICE = /"lastPrice":"([^"]*)"/;
const TRADE_PRICE = /"p":"([^"]*)"/g;
const TRADE_TIME = /"T":(\d+)/g;
const UPDATE_ID = '"u":';
const DELTA = '"type":"delta"';

/** The topics of a {@link TopicWatch}. */
export type WatchedTopic = 'publicTrade' | 'orderbook' | 'tickers';

/**
 * Watches raw frames for topics that have gone silent while the connection lives, and for holes in the
 * book's update ids. Looks at a few characters of a frame only: reading it is the decoder's task.
 */
export class TopicWatch {
  #bookMs = 0;
  #tickerMs = 0;
  #lastPrice = '';
  /** Prices of the newest trades, the newest last. */
  #tradePrices: number[] = [];
  #tradeMs = Number.NEGATIVE_INFINITY;
  /** When the ticker showed a trade that was not seen yet; Infinity when there is none. */
  #tradeDueMs = Number.POSITIVE_INFINITY;
  #updateId = Number.NaN;
  /** Topics that were asked for again and have not been heard since. */
  readonly #renewed = new Set<WatchedTopic>();

  /** A new connection begins. */
  reset(nowMs: number): void {
    this.#bookMs = nowMs;
    this.#tickerMs = nowMs;
    this.#lastPrice = '';
    this.#tradePrices = [];
    this.#tradeMs = Number.NEGATIVE_INFINITY;
    this.#tradeDueMs = Number.POSITIVE_INFINITY;
    this.#updateId = Number.NaN;
    this.#renewed.clear();
  }

  /** Begins to wait again for a topic that was asked for again. */
  renew(topic: WatchedTopic, nowMs: number): void {
    this.#renewed.add(topic);
    if (topic === 'orderbook') {
      this.#bookMs = nowMs;
      this.#updateId = Number.NaN;
    } else if (topic === 'tickers') this.#tickerMs = nowMs;
    else this.#tradeDueMs = Number.POSITIVE_INFINITY;
  }

  /** Whether the topic was asked for again and is still unheard. */
  isRenewed(topic: WatchedTopic): boolean {
    return this.#renewed.has(topic);
  }

  /** Venue time of the newest trade on this connection, epoch ms; -Infinity before the first. */
  get newestTradeMs(): number {
    return this.#tradeMs;
  }

  /** No trade is missing, whatever the ticker shows. */
  clearTrades(): void {
    this.#tradeDueMs = Number.POSITIVE_INFINITY;
  }

  /** Takes note of a frame. @returns whether updates of the book are missing before it */
  see(text: string, nowMs: number): boolean {
    if (text.startsWith('{"topic":"orderbook')) {
      this.#bookMs = nowMs;
      this.#renewed.delete('orderbook');
      return this.#seeUpdate(text);
    }
    if (text.startsWith('{"topic":"publicTrade')) {
      this.#tradeDueMs = Number.POSITIVE_INFINITY;
      this.#renewed.delete('publicTrade');
      this.#seeTrades(text);
    } else if (text.startsWith('{"topic":"tickers')) {
      this.#tickerMs = nowMs;
      this.#renewed.delete('tickers');
      this.#seePrice(text, nowMs);
    }
    return false;
  }

  /** A topic that is silent for too long, or null. */
  silent(nowMs: number): WatchedTopic | null {
    if (nowMs - this.#bookMs >= BOOK_SILENT_MS) return 'orderbook';
    if (nowMs - this.#tickerMs >= TICKER_SILENT_MS) return 'tickers';
    if (nowMs - this.#tradeDueMs >= TRADES_MISSING_MS) return 'publicTrade';
    return null;
  }

  #seePrice(text: string, nowMs: number): void {
    const price = LAST_PRICE.exec(text)?.[1];
    if (price === undefined || price === this.#lastPrice) return;
    const isFirst = this.#lastPrice === '';
    this.#lastPrice = price;
    // Mostly the ticker says what the trade before it has said.
    if (isFirst || this.#tradePrices.includes(Number(price))) return;
    this.#tradeDueMs = Math.min(this.#tradeDueMs, nowMs);
  }

  #seeTrades(text: string): void {
    const prices = this.#tradePrices;
    for (const [, price] of text.matchAll(TRADE_PRICE)) prices.push(Number(price));
    if (prices.length > REMEMBERED_PRICES) prices.splice(0, prices.length - REMEMBERED_PRICES);
    for (const [, timeMs] of text.matchAll(TRADE_TIME))
      this.#tradeMs = Math.max(this.#tradeMs, Number(timeMs));
  }

  #seeUpdate(text: string): boolean {
    const at = text.indexOf(UPDATE_ID);
    const updateId = at < 0 ? Number.NaN : Number.parseInt(text.slice(at + UPDATE_ID.length, at + 24), 10);
    const isGap = updateId > this.#updateId + 1 && text.includes(DELTA);
    this.#updateId = updateId;
    return isGap;
  }
}
