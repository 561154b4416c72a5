import { type Clock, MINUTE_MS } from '@auction-trader/core';
import type { PublicFrame } from '../server/venue-port.ts';
import { BookFeed } from './book-feed.ts';
import { intervalMinutes, intervalStartMs } from './intervals.ts';
import { tickerRow, tradeId } from './market-rows.ts';
import type { MarketState } from './market-state.ts';
import { priceText, quantityText, shortQuantityText, valueText } from './number-text.ts';
import type { Row } from './rows.ts';

const DEPTHS = [1, 50, 200, 500, 1_000];
const REPEAT_MS = 3_000;
const TICKER_MS = 100;
const KLINE_MS = 1_000;
const MOST_TRADES = 1_024;
const FIRST_UPDATE_ID = 1_000;

/** What a symbol's market says on the public topics. Nothing is made for topics that nobody wants. */
export class PublicFeed {
  readonly #market: MarketState;
  readonly #clock: Clock;
  readonly #emit: (frame: PublicFrame) => void;
  readonly #books = new Map<string, BookFeed>();
  /** Start (epoch ms) of the bar that each interval last told of. */
  readonly #klines = new Map<string, number>();
  #wantsTrades = false;
  #wantsTicker = false;
  #trades: Row[] = [];
  #tradesMs = 0;
  #lastTradeTicks = 0;
  #lastRising = true;
  #ticker: Row = {};
  #nextTickerMs = 0;
  #nextKlineMs = 0;
  #updateBase = FIRST_UPDATE_ID;
  #bookMs = 0;
  #cancelRepeat = () => {};

  constructor(market: MarketState, clock: Clock, emit: (frame: PublicFrame) => void) {
    this.#market = market;
    this.#clock = clock;
    this.#emit = emit;
  }

  /** @param kind topic without its symbol, e.g. `orderbook.50` */
  has(kind: string): boolean {
    if (kind === 'publicTrade' || kind === 'tickers') return true;
    const [name, value = ''] = kind.split('.');
    if (name === 'orderbook') return DEPTHS.some((depth) => String(depth) === value);
    return name === 'kline' && intervalMinutes(value) !== undefined;
  }

  want(kind: string, wanted: boolean): void {
    const [name, value = ''] = kind.split('.');
    if (name === 'publicTrade') this.#wantsTrades = wanted;
    else if (name === 'tickers') this.#wantTicker(wanted);
    else if (name === 'kline' && wanted) this.#klines.set(value, this.#klineStartMs(value));
    else if (name === 'kline') this.#klines.delete(value);
    else this.#wantBook(kind, Number(value), wanted);
  }

  /** What a new subscriber gets first. */
  snapshot(kind: string): PublicFrame | null {
    if (this.#market.markHundredths === 0) return null;
    const nowMs = this.#clock.nowMs();
    if (kind === 'tickers') return this.#tickerFrame('snapshot', tickerRow(this.#market));
    const depth = Number(/^orderbook\.(\d+)$/.exec(kind)?.[1]);
    if (Number.isNaN(depth)) return null;
    return new BookFeed(this.#market, depth).snapshot(this.updateId, nowMs);
  }

  /** Id of the book's newest state. */
  get updateId(): number {
    return this.#updateBase + this.#market.quoteCount;
  }

  /** Books begin again with u = 1. */
  restart(): void {
    this.#updateBase = 1 - this.#market.quoteCount;
    for (const book of this.#books.values())
      this.#sendBook(book.snapshot(this.updateId, this.#clock.nowMs()));
  }

  onQuote(): void {
    if (this.#books.size === 0) return;
    this.#flushTrades();
    const nowMs = this.#clock.nowMs();
    for (const book of this.#books.values()) this.#sendBook(book.change(this.updateId, nowMs));
  }

  onTrade(ticks: number, lots: number, side: number): void {
    if (!this.#wantsTrades) return;
    const { facts, timeMs, seq } = this.#market;
    if (ticks !== this.#lastTradeTicks) this.#lastRising = ticks > this.#lastTradeTicks;
    const step = ticks === this.#lastTradeTicks ? 'Zero' : '';
    this.#lastTradeTicks = ticks;
    this.#tradesMs = timeMs;
    this.#trades.push({
      T: timeMs,
      s: facts.symbol,
      S: side < 0 ? 'Sell' : 'Buy',
      v: quantityText(lots, facts),
      p: priceText(ticks, facts),
      L: `${step}${this.#lastRising ? 'PlusTick' : 'MinusTick'}`,
      i: tradeId({ seq, timeMs }),
      BT: false,
      RPI: false,
      seq,
    });
    if (this.#trades.length === MOST_TRADES) this.#flushTrades();
  }

  /** Everything of one time has happened. */
  endOfTime(): void {
    if (this.#trades.length > 0) this.#flushTrades();
    const { timeMs } = this.#market;
    if (this.#wantsTicker && timeMs >= this.#nextTickerMs) this.#sendTicker(timeMs);
    if (this.#klines.size > 0 && timeMs >= this.#nextKlineMs) this.#sendKlines(timeMs);
  }

  /** Ends what goes on by itself. */
  stop(): void {
    this.#cancelRepeat();
  }

  #flushTrades(): void {
    if (this.#trades.length === 0) return;
    const data = this.#trades;
    this.#trades = [];
    const topic = `publicTrade.${this.#market.facts.symbol}`;
    this.#emit({ topic, type: 'snapshot', ts: Math.max(this.#clock.nowMs(), this.#tradesMs), data });
  }

  #wantBook(kind: string, depth: number, wanted: boolean): void {
    if (wanted) this.#books.set(kind, new BookFeed(this.#market, depth));
    else this.#books.delete(kind);
    if (depth !== 1) return;
    this.#cancelRepeat();
    if (!wanted) return;
    this.#bookMs = this.#clock.nowMs();
    this.#repeatLater();
  }

  #sendBook(frame: PublicFrame): void {
    this.#bookMs = this.#clock.nowMs();
    this.#emit(frame);
  }

  /** Level 1 is told again when it has not changed for a while. */
  #repeatLater(): void {
    const dueMs = this.#bookMs + REPEAT_MS;
    this.#cancelRepeat = this.#clock.after(Math.max(0, dueMs - this.#clock.nowMs()), () => {
      const book = this.#books.get('orderbook.1')!;
      const nowMs = this.#clock.nowMs();
      if (this.#market.quoteCount > 0 && nowMs >= this.#bookMs + REPEAT_MS) {
        // The state was confirmed now; its own time goes on, as on the service.
        this.#sendBook({ ...book.snapshot(this.updateId, nowMs), cts: nowMs });
      }
      if (this.#market.quoteCount === 0 || nowMs < this.#bookMs) this.#bookMs = nowMs;
      this.#repeatLater();
    });
  }

  #wantTicker(wanted: boolean): void {
    this.#wantsTicker = wanted;
    this.#ticker = wanted ? tickerRow(this.#market) : {};
  }

  #sendTicker(timeMs: number): void {
    this.#nextTickerMs = timeMs + TICKER_MS;
    const row = tickerRow(this.#market);
    const changed: Record<string, unknown> = {};
    let count = 0;
    for (const name in row) {
      if (row[name] === this.#ticker[name]) continue;
      changed[name] = row[name];
      count++;
    }
    if (count === 0) return;
    this.#ticker = row;
    this.#emit(this.#tickerFrame('delta', { symbol: row['symbol'], ...changed }));
  }

  #tickerFrame(type: string, data: Row): PublicFrame {
    const { facts, seq } = this.#market;
    return { topic: `tickers.${facts.symbol}`, type, data, cs: seq, ts: this.#clock.nowMs() };
  }

  #klineStartMs(interval: string): number {
    return intervalStartMs(this.#market.timeMs, intervalMinutes(interval)!);
  }

  #sendKlines(timeMs: number): void {
    this.#nextKlineMs = timeMs + KLINE_MS - (timeMs % KLINE_MS);
    const { facts, bars } = this.#market;
    bars.roll(timeMs);
    for (const [interval, lastMs] of this.#klines) {
      const startMs = this.#klineStartMs(interval);
      const starts = startMs === lastMs ? [startMs] : [lastMs, startMs];
      this.#klines.set(interval, startMs);
      const data = starts.flatMap((start) => this.#klineRow(start, interval, start !== startMs, timeMs));
      if (data.length === 0) continue;
      this.#emit({ topic: `kline.${interval}.${facts.symbol}`, data, ts: timeMs, type: 'snapshot' });
    }
  }

  #klineRow(startMs: number, interval: string, confirm: boolean, timestamp: number): Row[] {
    const { facts, bars } = this.#market;
    const minutes = intervalMinutes(interval)!;
    const bar = bars.sum(startMs, minutes);
    if (!bar) return [];
    return [
      {
        start: startMs,
        end: startMs + minutes * MINUTE_MS - 1,
        interval,
        open: priceText(bar.open, facts),
        close: priceText(bar.close, facts),
        high: priceText(bar.high, facts),
        low: priceText(bar.low, facts),
        volume: shortQuantityText(bar.lots, facts),
        turnover: valueText(bar.tickLots, facts),
        confirm,
        timestamp,
      },
    ];
  }
}
