import { MINUTE_MS } from '@auction-trader/core';
import type { Exchange } from '@auction-trader/execution';
import type { MinuteBuffer } from './minute-buffer.ts';

const INT32_MAX = 2_147_483_647;

/** Plays buffered events to an exchange inside the session, in the order of the venue's time, each once. */
export class EventPlayer {
  /** Events before it have been played, epoch ms; NaN before the first. */
  untilMs = Number.NaN;
  /** Rows of the buffer that have been played, or came too late for it. */
  trades = 0;
  quotes = 0;
  readonly #buffer: MinuteBuffer;
  readonly #exchange: Exchange;
  readonly #watchPrint: (timeMs: number, priceTicks: number) => void;

  constructor(
    buffer: MinuteBuffer,
    exchange: Exchange,
    watchPrint: (timeMs: number, priceTicks: number) => void,
  ) {
    this.#buffer = buffer;
    this.#exchange = exchange;
    this.#watchPrint = watchPrint;
  }

  /** Shows a print to the exchange, then to the strategy. */
  showPrint(timeMs: number, priceTicks: number, sizeLots: number): void {
    this.#exchange.processPrint(timeMs, priceTicks, sizeLots);
    this.#watchPrint(timeMs, priceTicks);
  }

  /** Plays what lies before an epoch time and in the open minute: quotes before trades of the same time. */
  playUntil(timeMs: number, openMinuteMs: number): void {
    const { dayStartMs, trades, quotes } = this.#buffer;
    const limitMs = Math.min(timeMs, openMinuteMs + MINUTE_MS);
    if (!(limitMs > this.untilMs) && !Number.isNaN(this.untilMs)) return;
    if (Number.isNaN(limitMs)) return;
    this.untilMs = limitMs;
    const limit = limitMs - dayStartMs;
    let trade = this.trades;
    let quote = this.quotes;
    for (;;) {
      const tradeMs = trade < trades.length ? trades.timeMs[trade]! : INT32_MAX;
      const quoteMs = quote < quotes.length ? quotes.timeMs[quote]! : INT32_MAX;
      if (tradeMs >= limit && quoteMs >= limit) break;
      if (quoteMs <= tradeMs) {
        this.#showQuote(quote);
        quote++;
      } else {
        this.showPrint(dayStartMs + tradeMs, trades.priceTicks[trade]!, trades.sizeLots[trade]!);
        trade++;
      }
    }
    this.trades = trade;
    this.quotes = quote;
  }

  /** Rows were taken from the front of the buffer. */
  drop(trades: number, quotes: number): void {
    this.trades = Math.max(0, this.trades - trades);
    this.quotes = Math.max(0, this.quotes - quotes);
  }

  #showQuote(row: number): void {
    const { dayStartMs, quotes } = this.#buffer;
    const { timeMs, bidTicks, askTicks, bidLots, askLots } = quotes;
    const epochMs = dayStartMs + timeMs[row]!;
    this.#exchange.processQuote(epochMs, bidTicks[row]!, askTicks[row]!, bidLots[row]!, askLots[row]!);
  }
}
