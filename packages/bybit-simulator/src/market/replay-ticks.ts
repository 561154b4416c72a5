import { DAY_MS, type DayTicks, dayStartMs, type TickSource } from '@auction-trader/core';
import { newPrintMemory, writeQuoteSides } from '@auction-trader/ingestion';
import type { MarketEvents, MarketSource } from './market-source.ts';

/** Which part of a tick source is played, and when. */
export interface ReplayOptions {
  /** Epoch ms of the data at which playing begins. Default: its first day. */
  readonly fromMs?: number;
  /** Epoch ms of the data before which playing ends. Default: its end. */
  readonly untilMs?: number;
  /** Added to the times of the data, ms. Whole minutes keep minutes together. Default 0. */
  readonly shiftMs?: number;
  /** Distance of bid and ask from a trade's price where the data has no quotes, in ticks. Default 1. */
  readonly syntheticQuoteTicks?: number;
  /** Size of a made-up quote in lots. Default 1000. */
  readonly syntheticQuoteLots?: number;
}

/**
 * Plays stored trades and quotes; at one time quotes come before trades. Where the data has no quotes
 * at all, a trade is followed by a made-up one: the price it hit stays, the other side lies
 * `syntheticQuoteTicks` away.
 */
export function replayTicks(source: TickSource, options: ReplayOptions = {}): MarketSource {
  return new TickReplay(source, options);
}

const DEFAULT_QUOTE_LOTS = 1_000;

class TickReplay implements MarketSource {
  nextMs = Number.POSITIVE_INFINITY;
  readonly #source: TickSource;
  readonly #days: readonly number[];
  readonly #fromMs: number;
  readonly #untilMs: number;
  readonly #shiftMs: number;
  readonly #quoteTicks: number;
  readonly #quoteLots: number;
  readonly #memory = newPrintMemory();
  #dayAt = -1;
  #day: DayTicks | null = null;
  #trade = 0;
  #quote = 0;
  /** Aggressor sides of the day's trades: the venue's, or found by the tick rule. */
  #sides = new Int8Array(0);

  constructor(source: TickSource, options: ReplayOptions) {
    const { fromMs = 0, untilMs = Number.POSITIVE_INFINITY, shiftMs = 0, syntheticQuoteTicks = 1 } = options;
    this.#source = source;
    this.#days = source.days.filter((day) => day >= dayStartMs(fromMs) && day < untilMs);
    this.#fromMs = fromMs;
    this.#untilMs = untilMs;
    this.#shiftMs = shiftMs;
    this.#quoteTicks = syntheticQuoteTicks;
    this.#quoteLots = options.syntheticQuoteLots ?? DEFAULT_QUOTE_LOTS;
    this.#nextDay();
  }

  take(into: MarketEvents): void {
    const { trades, quotes } = this.#day!;
    const quote = this.#quote;
    const trade = this.#trade;
    if (quotes !== null && this.#isQuoteNext()) {
      into.quote(
        quotes.bidTicks[quote]!,
        quotes.bidLots[quote]!,
        quotes.askTicks[quote]!,
        quotes.askLots[quote]!,
      );
    } else {
      const ticks = trades.priceTicks[trade]!;
      const side = this.#sides[trade]!;
      into.trade(ticks, trades.sizeLots[trade]!, side);
      if (quotes === null) this.#makeUpQuote(into, ticks, side);
    }
    this.#pass();
  }

  /** A buyer paid the ask, a seller hit the bid. */
  #makeUpQuote(into: MarketEvents, ticks: number, side: number): void {
    const bid = side > 0 ? ticks - this.#quoteTicks : ticks;
    into.quote(bid, this.#quoteLots, bid + this.#quoteTicks, this.#quoteLots);
  }

  #isQuoteNext(): boolean {
    const { trades, quotes } = this.#day!;
    if (quotes === null || this.#quote >= quotes.length) return false;
    if (this.#trade >= trades.length) return true;
    return quotes.timeMs[this.#quote]! <= trades.timeMs[this.#trade]!;
  }

  #pass(): void {
    if (this.#isQuoteNext()) this.#quote++;
    else this.#trade++;
    this.#findNext();
  }

  #findNext(): void {
    const { dayStartMs: start, trades, quotes } = this.#day!;
    let next = Number.POSITIVE_INFINITY;
    if (this.#trade < trades.length) next = trades.timeMs[this.#trade]!;
    if (quotes !== null && this.#quote < quotes.length) next = Math.min(next, quotes.timeMs[this.#quote]!);
    if (next === Number.POSITIVE_INFINITY) this.#nextDay();
    else if (start + next >= this.#untilMs) this.nextMs = Number.POSITIVE_INFINITY;
    else this.nextMs = start + next + this.#shiftMs;
  }

  #nextDay(): void {
    this.nextMs = Number.POSITIVE_INFINITY;
    if (++this.#dayAt >= this.#days.length) return;
    const day = this.#source.readDay(this.#days[this.#dayAt]!, this.#day ?? undefined);
    const { trades } = day;
    this.#day = day;
    if (this.#sides.length < trades.length) this.#sides = new Int8Array(trades.length);
    writeQuoteSides(trades, 0, trades.length, this.#memory, this.#sides);
    this.#trade = this.#quote = 0;
    this.#skipBefore(this.#fromMs - day.dayStartMs);
    this.#findNext();
  }

  /** Passes over the rows before a time of the day. */
  #skipBefore(timeOfDayMs: number): void {
    if (timeOfDayMs <= 0 || timeOfDayMs >= DAY_MS) return;
    const { trades, quotes } = this.#day!;
    this.#trade = firstAtOrAfter(trades.timeMs, trades.length, timeOfDayMs);
    if (quotes !== null) this.#quote = firstAtOrAfter(quotes.timeMs, quotes.length, timeOfDayMs);
  }
}

function firstAtOrAfter(times: Int32Array, length: number, timeMs: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
