import {
  type DayTicks,
  invariant,
  MINUTE_MS,
  NO_PRICE,
  NO_QUOTES,
  type TradeColumns,
} from '@auction-trader/core';
import type { DayLevelRows } from './day-level-rows.ts';
import { MINUTE_FLAG, type MinuteTape } from './minute-tape.ts';
import { QuoteState } from './quote-state.ts';
import { newPrintMemory, writeQuoteSides } from './synthetic-quotes.ts';
import type { TapeSettings } from './tape-settings.ts';

/** More than this between two signs of life is a feed gap. */
const FEED_GAP_MS = 60_000;
const INT32_MAX = 2_147_483_647;

/**
 * Turns the quotes and trades of one minute after another into rows of the minute tape
 * (trading rules 4 and 5): stage 1 of a run, and the live engine's bars.
 *
 * Events are handed over as ranges of a day's columns, in order; how a minute is cut into
 * ranges does not change its row.
 */
export class MinuteAccumulator {
  /** The newest quote; its counts of refused quotes are part of the data quality. */
  readonly quote: QuoteState;
  readonly #settings: TapeSettings;
  readonly #tape: MinuteTape;
  readonly #levels: DayLevelRows;
  readonly #print = newPrintMemory();

  /** Lots per price of the open minute: price `p` at `p & (length - 1)`. */
  #dense = new Int32Array(1 << 14);
  #signs = new Int8Array(1 << 12);
  #low = INT32_MAX;
  #high = -INT32_MAX;
  #open = 0;
  #close = 0;
  #trades = 0;
  #groups = 0;
  /** Time and sign bits of the newest group of prints. */
  #groupMs = -1;
  #groupSigns = 0;
  #buy = 0;
  #sell = 0;
  #ambiguous = 0;
  #flow = 0;
  #compared = 0;
  #disagreed = 0;
  #byVenue = 0;
  #byQuote = 0;
  #byTick = 0;
  #stale = 0;
  #events = 0;
  #flags = 0;
  /** Carried from minute to minute: newest sign of life, last print and last known sign. */
  #lastLifeMs = Number.NaN;
  #tickPrice: number = NO_PRICE;
  #tickSign = 0;

  constructor(settings: TapeSettings, tape: MinuteTape, levels: DayLevelRows) {
    this.#settings = settings;
    this.#tape = tape;
    this.#levels = levels;
    this.quote = new QuoteState(settings.emaTauMs);
  }

  /**
   * Takes up the trades `tradeFrom..tradeTo` and quotes `quoteFrom..quoteTo` of a day, all of
   * one minute. At equal times quotes precede trades.
   */
  addEvents(day: DayTicks, tradeFrom: number, tradeTo: number, quoteFrom: number, quoteTo: number): void {
    this.#events += tradeTo - tradeFrom + quoteTo - quoteFrom;
    if (this.#settings.quotes === 'real') this.#addMerged(day, tradeFrom, tradeTo, quoteFrom, quoteTo);
    else if (tradeTo > tradeFrom) this.#addTradesOnly(day, tradeFrom, tradeTo);
    if (tradeTo > tradeFrom) this.#addPrices(day.trades, tradeFrom, tradeTo);
  }

  /**
   * Ends the minute starting at epoch `minuteMs` and begins the next one. Minutes must be
   * closed one after another from the first that had an event.
   *
   * @returns the row written, or -1 before the first trade
   */
  closeMinute(minuteMs: number): number {
    const tape = this.#tape;
    const index = tape.length;
    if (index === 0 && this.#trades === 0) {
      this.#beginMinute();
      return -1;
    }
    if (index === 0) tape.firstMinuteMs = minuteMs;
    invariant(tape.minuteMs(index) === minuteMs, 'minutes are closed one after another');
    invariant(index < tape.capacity, 'the minute tape is full');
    if (this.#trades === 0) this.#writeSynthetic(index);
    else this.#writeBar(index);
    this.#writeLevels(index, minuteMs);
    this.#writeFlow(index);
    this.#writeQuote(index, minuteMs);
    const synthetic = this.#trades === 0 ? MINUTE_FLAG.SYNTHETIC : 0;
    const missing = this.#events === 0 ? MINUTE_FLAG.MISSING : 0;
    tape.flags[index] = this.#flags | synthetic | missing;
    tape.lastLifeMs[index] = this.#lastLifeMs;
    tape.lateTrades[index] = 0;
    tape.length = index + 1;
    this.#beginMinute();
    return index;
  }

  /** Trades of a data set without quotes. Where the venue gave every side, no print needs a look of its own. */
  #addTradesOnly({ dayStartMs, trades }: DayTicks, from: number, to: number): void {
    this.#lastLifeMs = dayStartMs + trades.timeMs[to - 1]!;
    const { sizeLots, side } = trades;
    let flow = 0;
    let sided = 0;
    let all = 0;
    for (let row = from; row < to; row++) {
      const lots = sizeLots[row]!;
      const sign = side[row]!;
      flow += sign * lots;
      sided += sign * sign * lots;
      all += lots;
    }
    if (sided === all && this.#settings.useVenueSide) {
      this.#buy += (all + flow) / 2;
      this.#sell += (all - flow) / 2;
      this.#flow += flow;
      this.#byVenue += all;
      this.#flags |= MINUTE_FLAG.REAL_SIDE;
      this.#tickPrice = trades.priceTicks[to - 1]!;
      this.#tickSign = side[to - 1]!;
      this.#countGroups(trades.timeMs, side, 0, from, to);
    } else this.#classify(dayStartMs, trades, from, to);
    if (this.#settings.quotes === 'synthetic') this.#makeQuote(dayStartMs, trades, from, to);
  }

  /** Keeps the synthetic quote of the last print; its bounds follow from the bar at the close. */
  #makeQuote(dayStartMs: number, trades: TradeColumns, from: number, to: number): void {
    const last = to - 1;
    const spread = this.#settings.syntheticSpreadTicks;
    if (trades.side[last] !== 0) {
      this.#print.priceTicks = trades.priceTicks[last]!;
      this.#print.side = trades.side[last]!;
    } else writeQuoteSides(trades, from, to, this.#print, this.#signsFor(to));
    const bid = trades.priceTicks[last]! - (this.#print.side > 0 ? spread : 0);
    this.quote.infer(dayStartMs + trades.timeMs[last]!, bid, bid + spread);
  }

  /** Quotes and trades in the order of time, quotes first. */
  #addMerged(day: DayTicks, tradeFrom: number, tradeTo: number, quoteFrom: number, quoteTo: number): void {
    const { dayStartMs, trades } = day;
    const quotes = day.quotes ?? NO_QUOTES;
    let quote = quoteFrom;
    for (let trade = tradeFrom; trade < tradeTo; trade++) {
      const time = trades.timeMs[trade]!;
      while (quote < quoteTo && quotes.timeMs[quote]! <= time) this.#addQuote(day, quote++);
      this.#live(dayStartMs + time);
      this.#classify(dayStartMs, trades, trade, trade + 1);
    }
    while (quote < quoteTo) this.#addQuote(day, quote++);
  }

  #addQuote({ dayStartMs, quotes }: DayTicks, row: number): void {
    const { timeMs, bidTicks, bidLots, askTicks, askLots } = quotes ?? NO_QUOTES;
    const time = dayStartMs + timeMs[row]!;
    this.#live(time);
    this.quote.apply(time, bidTicks[row]!, bidLots[row]!, askTicks[row]!, askLots[row]!);
  }

  /** A sign of life; after a feed gap the tick rule has no memory. */
  #live(timeMs: number): void {
    if (timeMs - this.#lastLifeMs > FEED_GAP_MS) {
      this.#flags |= MINUTE_FLAG.FEED_GAP;
      this.#tickPrice = NO_PRICE;
      this.#tickSign = 0;
    }
    this.#lastLifeMs = timeMs;
  }

  /** Sides of single prints (5.1): venue, quote, tick rule, none. */
  #classify(dayStartMs: number, trades: TradeColumns, from: number, to: number): void {
    const { useVenueSide, useTickRule, maxQuoteStalenessMs, quotes } = this.#settings;
    const { timeMs, priceTicks, sizeLots, side } = trades;
    const signs = this.#signsFor(to - from);
    const quote = this.quote;
    const quoteKnown = quotes === 'real' && quote.bidTicks !== NO_PRICE;
    for (let row = from; row < to; row++) {
      const price = priceTicks[row]!;
      const lots = sizeLots[row]!;
      const given = side[row]!;
      const byQuote = !quoteKnown ? 0 : price >= quote.askTicks ? 1 : price <= quote.bidTicks ? -1 : 0;
      if (given !== 0 || quoteKnown) this.#flags |= MINUTE_FLAG.REAL_SIDE;
      if (quoteKnown && dayStartMs + timeMs[row]! - quote.timeMs > maxQuoteStalenessMs) this.#stale++;
      if (given !== 0 && byQuote !== 0) {
        this.#compared += lots;
        if (given !== byQuote) this.#disagreed += lots;
      }
      const byVenue = useVenueSide ? given : 0;
      const known = byVenue !== 0 ? byVenue : byQuote;
      const sign = known !== 0 || !useTickRule ? known : this.#tickRule(price);
      if (byVenue !== 0) this.#byVenue += lots;
      else if (byQuote !== 0) this.#byQuote += lots;
      else if (sign !== 0) this.#byTick += lots;
      if (known > 0) this.#buy += lots;
      else if (known < 0) this.#sell += lots;
      else this.#ambiguous += lots;
      this.#flow += sign * lots;
      if (sign !== 0) this.#tickSign = sign;
      signs[row - from] = sign;
      this.#tickPrice = price;
    }
    this.#countGroups(timeMs, signs, from, from, to);
  }

  /** Up-tick +1, down-tick -1, equal the previous sign; 0 without a previous print. */
  #tickRule(price: number): number {
    if (this.#tickPrice === NO_PRICE) return 0;
    return price > this.#tickPrice ? 1 : price < this.#tickPrice ? -1 : this.#tickSign;
  }

  /** Distinct (time, sign) pairs (5.4); `signs[row - offset]` is the sign of a row. */
  #countGroups(timeMs: Int32Array, signs: Int8Array, offset: number, from: number, to: number): void {
    let time = this.#groupMs;
    let seen = this.#groupSigns;
    let groups = 0;
    for (let row = from; row < to; row++) {
      const rowTime = timeMs[row]!;
      const bit = 1 << (signs[row - offset]! + 1);
      if (rowTime !== time) {
        time = rowTime;
        seen = bit;
        groups++;
      } else if ((seen & bit) === 0) {
        seen |= bit;
        groups++;
      }
    }
    this.#groupMs = time;
    this.#groupSigns = seen;
    this.#groups += groups;
  }

  /** Extremes and volume per price. */
  #addPrices({ priceTicks, sizeLots }: TradeColumns, from: number, to: number): void {
    let low = this.#low;
    let high = this.#high;
    for (let row = from; row < to; row++) {
      const price = priceTicks[row]!;
      if (price < low) low = price;
      if (price > high) high = price;
    }
    if (this.#trades === 0) this.#open = priceTicks[from]!;
    this.#close = priceTicks[to - 1]!;
    this.#trades += to - from;
    if (high - low >= this.#dense.length) this.#widen(low, high);
    this.#low = low;
    this.#high = high;
    const dense = this.#dense;
    const mask = dense.length - 1;
    for (let row = from; row < to; row++) {
      const slot = priceTicks[row]! & mask;
      dense[slot] = dense[slot]! + sizeLots[row]!;
    }
  }

  /** Makes room for a minute whose range does not fit. */
  #widen(low: number, high: number): void {
    const old = this.#dense;
    let length = old.length;
    while (length <= high - low) length *= 2;
    const dense = new Int32Array(length);
    for (let price = this.#low; price <= this.#high; price++)
      dense[price & (length - 1)] = old[price & (old.length - 1)]!;
    this.#dense = dense;
  }

  #writeBar(index: number): void {
    const tape = this.#tape;
    tape.openTicks[index] = this.#open;
    tape.highTicks[index] = this.#high;
    tape.lowTicks[index] = this.#low;
    tape.closeTicks[index] = this.#close;
  }

  #writeSynthetic(index: number): void {
    const tape = this.#tape;
    const close = tape.closeTicks[index - 1]!;
    tape.openTicks[index] = close;
    tape.highTicks[index] = close;
    tape.lowTicks[index] = close;
    tape.closeTicks[index] = close;
  }

  /** Level rows, and the sums that follow from them. */
  #writeLevels(index: number, minuteMs: number): void {
    const levels = this.#levels;
    levels.append(minuteMs, this.#dense, this.#dense.length - 1, this.#low, this.#high);
    levels.locate(minuteMs);
    const { priceTicks, sizeLots, from, to } = levels;
    let volume = 0;
    let priceVolume = 0;
    for (let row = from; row < to; row++) {
      const lots = sizeLots[row]!;
      invariant(lots > 0, 'a price level holds more lots than an Int32');
      volume += lots;
      priceVolume += priceTicks[row]! * lots;
    }
    this.#tape.volumeLots[index] = volume;
    this.#tape.priceVolume[index] = priceVolume;
    invariant(volume === this.#buy + this.#sell + this.#ambiguous, 'every lot is bought, sold or ambiguous');
  }

  #writeFlow(index: number): void {
    const tape = this.#tape;
    tape.tradeCount[index] = this.#trades;
    tape.tradeCountAggregated[index] = this.#groups;
    tape.buyLots[index] = this.#buy;
    tape.sellLots[index] = this.#sell;
    tape.ambiguousLots[index] = this.#ambiguous;
    tape.orderFlowLots[index] = this.#flow;
    tape.sideComparedLots[index] = this.#compared;
    tape.sideDisagreedLots[index] = this.#disagreed;
    tape.venueSideLots[index] = this.#byVenue;
    tape.quoteRuleLots[index] = this.#byQuote;
    tape.tickRuleLots[index] = this.#byTick;
    tape.staleQuoteTrades[index] = this.#stale;
  }

  #writeQuote(index: number, minuteMs: number): void {
    const tape = this.#tape;
    const quote = this.quote;
    const known = quote.bidTicks !== NO_PRICE;
    tape.bidTicks[index] = quote.bidTicks;
    tape.askTicks[index] = quote.askTicks;
    tape.bidLots[index] = quote.bidLots;
    tape.askLots[index] = quote.askLots;
    const age = known ? Math.max(0, minuteMs + MINUTE_MS - 1 - quote.timeMs) : 0;
    tape.quoteAgeMs[index] = Math.min(age, INT32_MAX);
    tape.quoteImbalanceEma[index] = known ? quote.imbalanceEmaAt(minuteMs + MINUTE_MS) : Number.NaN;
    const inferred = this.#settings.quotes === 'synthetic' && this.#trades > 0;
    const spread = this.#settings.syntheticSpreadTicks;
    tape.bidLowTicks[index] = inferred ? this.#low - spread : quote.bidLowTicks;
    tape.bidHighTicks[index] = inferred ? this.#high : quote.bidHighTicks;
    tape.askLowTicks[index] = inferred ? this.#low : quote.askLowTicks;
    tape.askHighTicks[index] = inferred ? this.#high + spread : quote.askHighTicks;
  }

  #beginMinute(): void {
    this.quote.beginMinute();
    this.#low = INT32_MAX;
    this.#high = -INT32_MAX;
    this.#trades = 0;
    this.#groups = 0;
    this.#groupMs = -1;
    this.#groupSigns = 0;
    this.#buy = 0;
    this.#sell = 0;
    this.#ambiguous = 0;
    this.#flow = 0;
    this.#compared = 0;
    this.#disagreed = 0;
    this.#byVenue = 0;
    this.#byQuote = 0;
    this.#byTick = 0;
    this.#stale = 0;
    this.#events = 0;
    this.#flags = 0;
  }

  #signsFor(length: number): Int8Array {
    if (this.#signs.length < length) this.#signs = new Int8Array(length * 2);
    return this.#signs;
  }
}
