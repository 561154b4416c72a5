import { invariant, MINUTE_MS, minuteStartMs, NO_PRICE } from '@auction-trader/core';
import type { Exchange } from '@auction-trader/execution';
import type { FrameRefusal, MarketSink } from '@auction-trader/ingestion';
import { EventPlayer } from './event-player.ts';
import { type MarketCounts, noCounts } from './market-counts.ts';
import { MinuteBuffer, type MinuteBufferSnapshot } from './minute-buffer.ts';

/** Further ahead of the driver's clock no event can be stamped: the clock follows the venue's to well under this. */
const MOST_AHEAD_MS = 10_000;
/** Before the first minute is closed, an event may still open an earlier one; older ones are leftovers. */
const MOST_BEHIND_MS = 120_000;
const INT32_MAX = 2_147_483_647;
/** Features keep prices in half ticks, and edges of bins above them, as Int32. */
const MOST_PRICE_TICKS = 1_000_000_000;
/** A print further than by this factor from the newest quote is not the market's. */
const MOST_PRICE_FACTOR = 2;

/** {@link SessionMarket} as plain data; null stands for "not yet". */
export interface SessionMarketSnapshot {
  readonly buffer: MinuteBufferSnapshot;
  readonly counts: MarketCounts;
  readonly openMinuteMs: number | null;
  readonly closedMinutes: number;
  readonly newestMs: number | null;
  readonly newestQuoteMs: number | null;
  readonly lastQuoteMs: number | null;
  readonly closedQuoteMs: number | null;
  readonly playedUntilMs: number | null;
  readonly playedTrades: number;
  readonly playedQuotes: number;
  readonly bufferedLots: number;
  readonly lastPriceTicks: number;
  readonly book: readonly number[];
  readonly validQuote: readonly number[];
}

/** What a {@link SessionMarket} hands events to. */
export interface MarketPorts {
  readonly exchange: Exchange;
  /** The exchange sees events at once, not in the order of their times. */
  readonly atOnce: boolean;
  /** Shows the strategy a print that the exchange has seen. */
  readonly watchPrint: (timeMs: number, priceTicks: number) => void;
  /** A trade of a closed minute. */
  readonly onLateTrade: (minuteMs: number, priceTicks: number, sizeLots: number) => void;
}

/**
 * The market side of a session: takes decoded events, holds those of minutes not yet closed in the order
 * of the venue's time, and plays them to the exchange: at once to a remote one; to one inside the session
 * behind a watermark, so that it sees them in order though they arrive out of it by a little.
 */
export class SessionMarket implements MarketSink {
  readonly buffer = new MinuteBuffer();
  readonly counts: MarketCounts = noCounts();
  /** Time of the input in hand, epoch ms. */
  nowMs = 0;
  /** Start of the earliest minute not closed; NaN before the first event or close. */
  openMinuteMs = Number.NaN;
  /** Newest event of any kind; NaN before the first. Epoch ms of the venue, as all below. */
  newestMs = Number.NaN;
  /** Newest valid quote message, repeats included; NaN before the first. */
  lastQuoteMs = Number.NaN;
  /** The same among those of closed minutes. */
  closedQuoteMs = Number.NaN;
  /** Newest arrived trade; NO_PRICE before the first. */
  lastPriceTicks: number = NO_PRICE;
  /** Newest valid quote; NO_PRICE before the first. */
  bidTicks: number = NO_PRICE;
  askTicks: number = NO_PRICE;
  /** Rows of the buffer that belong to the minute being closed: set by {@link beginClose}. */
  tradeRows = 0;
  quoteRows = 0;

  readonly #ports: MarketPorts;
  readonly #graceMs: number;
  readonly #player: EventPlayer;
  #closedMinutes = 0;
  /** Time of the newest quote message that was taken up. */
  #newestQuoteMs = Number.NaN;
  /** What the newest quote message said, taken up or not: what a repeat repeats. */
  #bookBid: number = NO_PRICE;
  #bookBidLots = 0;
  #bookAsk: number = NO_PRICE;
  #bookAskLots = 0;
  #bufferedLots = 0;

  /** @param graceMs how much out of order events may arrive */
  constructor(ports: MarketPorts, graceMs: number) {
    this.#ports = ports;
    this.#graceMs = graceMs;
    this.#player = new EventPlayer(this.buffer, ports.exchange, ports.watchPrint);
  }

  trade(timeMs: number, priceTicks: number, sizeLots: number, side: number): void {
    if (!this.#isTimely(timeMs)) return;
    if (!this.#isTrade(priceTicks, sizeLots)) {
      this.counts.refused['out-of-range']++;
      return;
    }
    if (this.#isOfClosedMinute(timeMs)) {
      this.counts.lateTrades++;
      this.#ports.onLateTrade(minuteStartMs(timeMs), priceTicks, sizeLots);
      return;
    }
    this.counts.trades++;
    this.#bufferedLots += sizeLots;
    this.buffer.addTrade(timeMs, priceTicks, sizeLots, side);
    this.lastPriceTicks = priceTicks;
    this.#noteTime(timeMs);
    if (this.#ports.atOnce) this.#player.showPrint(timeMs, priceTicks, sizeLots);
    else if (timeMs < this.#player.untilMs) {
      this.#player.trades++;
      this.counts.behindExchange++;
    }
  }

  quote(timeMs: number, bidTicks: number, bidLots: number, askTicks: number, askLots: number): void {
    if (!isInt32(bidTicks) || !isInt32(bidLots) || !isInt32(askTicks) || !isInt32(askLots)) {
      this.counts.refused['out-of-range']++;
      return;
    }
    this.#bookBid = bidTicks;
    this.#bookBidLots = bidLots;
    this.#bookAsk = askTicks;
    this.#bookAskLots = askLots;
    this.#takeBook(timeMs);
  }

  repeatedQuote(timeMs: number): void {
    // Only a quote of no price repeats nothing.
    if (this.#bookBid === NO_PRICE && this.#bookAsk === NO_PRICE) this.counts.refused['missing-field']++;
    else this.#takeBook(timeMs);
  }

  refused(why: FrameRefusal): void {
    this.counts.refused[why]++;
  }

  /** Plays what can no longer be overtaken by an earlier event to the exchange inside the session. */
  playBehindWatermark(): void {
    if (!this.#ports.atOnce) this.#player.playUntil(this.newestMs - this.#graceMs, this.openMinuteMs);
  }

  /** The minute is over: everything before its end is played, and its rows are the first of the buffer. */
  beginClose(): void {
    const endMs = this.openMinuteMs + MINUTE_MS;
    if (!this.#ports.atOnce) this.#player.playUntil(endMs, this.openMinuteMs);
    this.tradeRows = this.buffer.tradesBefore(endMs);
    this.quoteRows = this.buffer.quotesBefore(endMs);
    this.#noteClosingQuote();
  }

  /** The minute was decided: its rows are forgotten and the next one is open. */
  endClose(): void {
    const { buffer, tradeRows, quoteRows } = this;
    const { sizeLots } = buffer.trades;
    for (let row = 0; row < tradeRows; row++) this.#bufferedLots -= sizeLots[row]!;
    buffer.drop(tradeRows, quoteRows);
    this.#player.drop(tradeRows, quoteRows);
    this.#closedMinutes++;
    this.openAt(this.openMinuteMs + MINUTE_MS);
  }

  /** Sets the open minute; rows must not lie before it. */
  openAt(minuteMs: number): void {
    this.openMinuteMs = minuteMs;
    this.buffer.rebase(minuteMs);
  }

  /** Whether a minute has been closed, or time has begun otherwise. */
  get hasClosed(): boolean {
    return this.#closedMinutes > 0;
  }

  /** Time begins with the end of a minute in which nothing was heard. */
  beginAt(minuteMs: number): void {
    this.#closedMinutes++;
    this.openAt(minuteMs);
  }

  snapshot(): SessionMarketSnapshot {
    const { counts } = this;
    return {
      buffer: this.buffer.snapshot(),
      counts: { ...counts, refused: { ...counts.refused } },
      openMinuteMs: orNull(this.openMinuteMs),
      closedMinutes: this.#closedMinutes,
      newestMs: orNull(this.newestMs),
      newestQuoteMs: orNull(this.#newestQuoteMs),
      lastQuoteMs: orNull(this.lastQuoteMs),
      closedQuoteMs: orNull(this.closedQuoteMs),
      playedUntilMs: orNull(this.#player.untilMs),
      playedTrades: this.#player.trades,
      playedQuotes: this.#player.quotes,
      bufferedLots: this.#bufferedLots,
      lastPriceTicks: this.lastPriceTicks,
      book: [this.#bookBid, this.#bookBidLots, this.#bookAsk, this.#bookAskLots],
      validQuote: [this.bidTicks, this.askTicks],
    };
  }

  /** Goes on where {@link snapshot} was taken. */
  restore(saved: SessionMarketSnapshot): void {
    this.buffer.restore(saved.buffer);
    const { refused, ...counts } = saved.counts;
    Object.assign(this.counts, counts);
    Object.assign(this.counts.refused, refused);
    this.openMinuteMs = orNaN(saved.openMinuteMs);
    this.#closedMinutes = saved.closedMinutes;
    this.newestMs = orNaN(saved.newestMs);
    this.#newestQuoteMs = orNaN(saved.newestQuoteMs);
    this.lastQuoteMs = orNaN(saved.lastQuoteMs);
    this.closedQuoteMs = orNaN(saved.closedQuoteMs);
    this.#player.untilMs = orNaN(saved.playedUntilMs);
    this.#player.trades = saved.playedTrades;
    this.#player.quotes = saved.playedQuotes;
    this.#bufferedLots = saved.bufferedLots;
    this.lastPriceTicks = saved.lastPriceTicks;
    [this.#bookBid, this.#bookBidLots, this.#bookAsk, this.#bookAskLots] = four(saved.book);
    [this.bidTicks = NO_PRICE, this.askTicks = NO_PRICE] = saved.validQuote;
  }

  #takeBook(timeMs: number): void {
    if (!this.#isTimely(timeMs)) return;
    if (timeMs < this.#newestQuoteMs) {
      this.counts.outdatedQuotes++;
      return;
    }
    const bidTicks = this.#bookBid;
    const askTicks = this.#bookAsk;
    const bidLots = this.#bookBidLots;
    const askLots = this.#bookAskLots;
    const { atOnce, exchange } = this.#ports;
    this.#newestQuoteMs = timeMs;
    if (this.#isOfClosedMinute(timeMs)) {
      this.counts.outdatedQuotes++;
      // Too late for its bar, and still the newest that is known.
      if (atOnce) exchange.processQuote(timeMs, bidTicks, askTicks, bidLots, askLots);
      return;
    }
    this.counts.quotes++;
    this.#noteTime(timeMs);
    this.buffer.addQuote(timeMs, bidTicks, bidLots, askTicks, askLots);
    if (isValid(bidTicks, bidLots, askTicks, askLots)) {
      this.lastQuoteMs = timeMs;
      this.bidTicks = bidTicks;
      this.askTicks = askTicks;
    } else this.counts.invalidQuotes++;
    if (atOnce) exchange.processQuote(timeMs, bidTicks, askTicks, bidLots, askLots);
    else if (timeMs < this.#player.untilMs) {
      this.#player.quotes++;
      this.counts.behindExchange++;
    }
  }

  /** Counts events from the future, and those whose time is no number. */
  #isTimely(timeMs: number): boolean {
    if (timeMs <= this.nowMs + MOST_AHEAD_MS && timeMs > 0) return true;
    this.counts.aheadOfClock++;
    return false;
  }

  /** Whether the minute of an event is closed. Before the first close, the event may open its minute. */
  #isOfClosedMinute(timeMs: number): boolean {
    if (timeMs >= this.openMinuteMs) return false;
    if (this.hasClosed || timeMs < this.nowMs - MOST_BEHIND_MS || timeMs < this.#player.untilMs) return true;
    this.openAt(minuteStartMs(timeMs));
    return false;
  }

  #isTrade(priceTicks: number, sizeLots: number): boolean {
    if (!(priceTicks > 0 && priceTicks <= MOST_PRICE_TICKS && sizeLots > 0)) return false;
    // Lots at one price of a minute must fit an Int32.
    if (this.#bufferedLots + sizeLots > INT32_MAX) return false;
    const { bidTicks, askTicks } = this;
    if (bidTicks === NO_PRICE) return true;
    return priceTicks * MOST_PRICE_FACTOR >= bidTicks && priceTicks <= askTicks * MOST_PRICE_FACTOR;
  }

  #noteTime(timeMs: number): void {
    if (!(timeMs <= this.newestMs)) this.newestMs = timeMs;
  }

  /** Remembers when the newest valid quote message of the minute being closed was. */
  #noteClosingQuote(): void {
    const { dayStartMs, quotes } = this.buffer;
    const { timeMs, bidTicks, bidLots, askTicks, askLots } = quotes;
    for (let row = this.quoteRows - 1; row >= 0; row--) {
      if (!isValid(bidTicks[row]!, bidLots[row]!, askTicks[row]!, askLots[row]!)) continue;
      this.closedQuoteMs = dayStartMs + timeMs[row]!;
      return;
    }
  }
}

function isValid(bidTicks: number, bidLots: number, askTicks: number, askLots: number): boolean {
  return bidTicks < askTicks && bidTicks > 0 && bidLots > 0 && askLots > 0;
}

function isInt32(value: number): boolean {
  return (value | 0) === value;
}

function four(values: readonly number[]): readonly [number, number, number, number] {
  const [one, two, three, last] = values;
  invariant(
    one !== undefined && two !== undefined && three !== undefined && last !== undefined,
    'four values',
  );
  return [one, two, three, last];
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function orNaN(value: number | null): number {
  return value ?? Number.NaN;
}
