import {
  checkState,
  type DayTicks,
  invariant,
  MINUTE_MS,
  NO_PRICE,
  NO_QUOTES,
  type TradeColumns,
} from '@auction-trader/core';
import { Aggressor, type AggressorSnapshot } from './aggressor.ts';
import type { DayLevelRows } from './day-level-rows.ts';
import { MinutePrices, type MinutePricesSnapshot } from './minute-prices.ts';
import { MOST_PRICE_TICKS, refuseLots, refusePrice, refuseSpread } from './minute-refusals.ts';
import { MINUTE_FLAG, type MinuteTape } from './minute-tape.ts';
import { numberOrNull } from './number-or-null.ts';
import { PrintGroups, type PrintGroupsSnapshot } from './print-groups.ts';
import { quoteSign } from './quote-sign.ts';
import { QuoteState, type QuoteStateSnapshot } from './quote-state.ts';
import { newPrintMemory, writeQuoteSides } from './synthetic-quotes.ts';
import type { QuotesMode, TapeSettings } from './tape-settings.ts';

/** More than this between two signs of life is a feed gap. */
const FEED_GAP_MS = 60_000;
const INT32_MAX = 2_147_483_647;

/** A {@link MinuteAccumulator} as plain JSON data, its open minute included. */
export interface MinuteAccumulatorSnapshot {
  readonly quote: QuoteStateSnapshot;
  readonly prices: MinutePricesSnapshot;
  readonly aggressor: AggressorSnapshot;
  readonly groups: PrintGroupsSnapshot;
  /** Memory of the synthetic quotes: price null before the first print. */
  readonly print: { readonly priceTicks: number | null; readonly side: number };
  readonly staleQuotes: number;
  readonly events: number;
  readonly flags: number;
  /** Null before the first sign of life. */
  readonly lastLifeMs: number | null;
}

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
  #settings: TapeSettings;
  readonly #tape: MinuteTape;
  readonly #levels: DayLevelRows;
  /** What synthetic quotes remember of the print before. */
  readonly #print = newPrintMemory();
  readonly #prices = new MinutePrices();
  readonly #aggressor: Aggressor;
  readonly #groups = new PrintGroups();
  /** Signs of the prints of one range, and what quotes say of them. */
  #signs = new Int8Array(1 << 12);
  #quoteSigns = new Int8Array(1 << 12);
  #staleQuotes = 0;
  #events = 0;
  #flags = 0;
  /** Epoch ms of the newest sign of life, NaN before the first. */
  #lastLifeMs = Number.NaN;

  constructor(settings: TapeSettings, tape: MinuteTape, levels: DayLevelRows) {
    this.#settings = settings;
    this.#tape = tape;
    this.#levels = levels;
    this.#aggressor = new Aggressor(settings);
    this.quote = new QuoteState(settings.emaTauMs);
  }

  /**
   * Takes up the trades `tradeFrom..tradeTo` and quotes `quoteFrom..quoteTo` of a day, all of
   * one minute. At equal times quotes precede trades.
   */
  addEvents(day: DayTicks, tradeFrom: number, tradeTo: number, quoteFrom: number, quoteTo: number): void {
    const { dayStartMs, trades } = day;
    const events = tradeTo - tradeFrom + quoteTo - quoteFrom;
    if (events === 0) return;
    this.#events += events;
    this.#noteLife(day, tradeFrom, tradeTo, quoteFrom, quoteTo);
    this.#makeRoom(tradeTo - tradeFrom);
    const real = this.#settings.quotes === 'real';
    if (real) this.#alignQuotes(day, tradeFrom, tradeTo, quoteFrom, quoteTo);
    if (tradeFrom === tradeTo) return;
    this.#prices.add(trades, tradeFrom, tradeTo);
    if (real) this.#aggressor.compare(trades, tradeFrom, tradeTo, this.#quoteSigns);
    this.#addSides(trades, tradeFrom, tradeTo);
    if (this.#settings.quotes === 'synthetic') this.#makeQuote(dayStartMs, trades, tradeFrom, tradeTo);
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
    const hasPrints = this.#prices.prints > 0;
    if (index === 0 && !hasPrints) {
      this.#beginMinute();
      return -1;
    }
    if (index === 0) tape.firstMinuteMs = minuteMs;
    invariant(tape.minuteMs(index) === minuteMs, 'minutes are closed one after another');
    invariant(index < tape.capacity, 'the minute tape is full');
    if (hasPrints) this.#checkPrices(minuteMs);
    this.#writeBar(index);
    this.#writeLevels(index, minuteMs);
    this.#writeFlow(index);
    this.#writeQuote(index, minuteMs);
    const synthetic = hasPrints ? 0 : MINUTE_FLAG.SYNTHETIC;
    const missing = this.#events === 0 ? MINUTE_FLAG.MISSING : 0;
    tape.flags[index] = this.#flags | synthetic | missing;
    tape.lastLifeMs[index] = this.#lastLifeMs;
    tape.lateTrades[index] = 0;
    tape.length = index + 1;
    this.#beginMinute();
    return index;
  }

  /**
   * Between two minutes: quotes come from elsewhere now. What the old ones said is forgotten, so that no
   * print is compared with a quote of the other kind.
   */
  useQuotes(quotes: QuotesMode, syntheticSpreadTicks: number): void {
    if (quotes === this.#settings.quotes) return;
    invariant(this.#events === 0, 'quotes change between two minutes');
    this.#settings = { ...this.#settings, quotes, syntheticSpreadTicks };
    this.quote.forget();
  }

  /** State between two calls, for a restart that loses no event of the open minute. */
  snapshot(): MinuteAccumulatorSnapshot {
    return {
      quote: this.quote.snapshot(),
      prices: this.#prices.snapshot(),
      aggressor: this.#aggressor.snapshot(),
      groups: this.#groups.snapshot(),
      print: { priceTicks: numberOrNull(this.#print.priceTicks), side: this.#print.side },
      staleQuotes: this.#staleQuotes,
      events: this.#events,
      flags: this.#flags,
      lastLifeMs: numberOrNull(this.#lastLifeMs),
    };
  }

  /**
   * Goes on where {@link snapshot} was taken: the next event is the one behind it. The tape must hold
   * the rows closed by then.
   *
   * @throws AuctionTraderError (`BAD_STATE`) when it is something else
   */
  restore(snapshot: MinuteAccumulatorSnapshot): void {
    checkState(snapshot, this.snapshot(), 'the minute accumulator');
    this.quote.restore(snapshot.quote);
    this.#prices.restore(snapshot.prices);
    this.#aggressor.restore(snapshot.aggressor);
    this.#groups.restore(snapshot.groups);
    this.#print.priceTicks = snapshot.print.priceTicks ?? Number.NaN;
    this.#print.side = snapshot.print.side;
    this.#staleQuotes = snapshot.staleQuotes;
    this.#events = snapshot.events;
    this.#flags = snapshot.flags;
    this.#lastLifeMs = snapshot.lastLifeMs ?? Number.NaN;
  }

  /** Signs of life. Between two events of one minute there is never a feed gap, so the first one decides. */
  #noteLife(
    { dayStartMs, trades, quotes }: DayTicks,
    tradeFrom: number,
    tradeTo: number,
    quoteFrom: number,
    quoteTo: number,
  ): void {
    const quoteMs = (quotes ?? NO_QUOTES).timeMs;
    const firstTrade = tradeFrom < tradeTo ? trades.timeMs[tradeFrom]! : INT32_MAX;
    const firstQuote = quoteFrom < quoteTo ? quoteMs[quoteFrom]! : INT32_MAX;
    const firstMs = dayStartMs + Math.min(firstTrade, firstQuote);
    if (this.#settings.quotes === 'real' && firstMs - this.#lastLifeMs > FEED_GAP_MS) {
      this.#flags |= MINUTE_FLAG.FEED_GAP;
      this.#aggressor.forgetPrints();
    }
    const lastTrade = tradeFrom < tradeTo ? trades.timeMs[tradeTo - 1]! : -1;
    const lastQuote = quoteFrom < quoteTo ? quoteMs[quoteTo - 1]! : -1;
    this.#lastLifeMs = dayStartMs + Math.max(lastTrade, lastQuote);
  }

  /** Takes up the quotes, and keeps what the newest one says of each print. */
  #alignQuotes(day: DayTicks, tradeFrom: number, tradeTo: number, quoteFrom: number, quoteTo: number): void {
    const { dayStartMs, trades } = day;
    const { timeMs: tradeMs, priceTicks } = trades;
    const quotes = day.quotes ?? NO_QUOTES;
    const quoteMs = quotes.timeMs;
    const { quote } = this;
    const signs = this.#quoteSigns;
    const freshUntil = this.#settings.maxQuoteStalenessMs - dayStartMs;
    let { bidTicks, askTicks } = quote;
    let staleAfter = quote.timeMs + freshUntil;
    let staleQuotes = 0;
    let next = quoteFrom;
    for (let row = tradeFrom; row < tradeTo; row++) {
      const time = tradeMs[row]!;
      if (next < quoteTo && quoteMs[next]! <= time) {
        do quote.apply(dayStartMs, quotes, next++);
        while (next < quoteTo && quoteMs[next]! <= time);
        ({ bidTicks, askTicks } = quote);
        staleAfter = quote.timeMs + freshUntil;
      }
      if (time > staleAfter) staleQuotes++;
      signs[row - tradeFrom] = quoteSign(priceTicks[row]!, bidTicks, askTicks);
    }
    if (tradeFrom < tradeTo && bidTicks !== NO_PRICE) this.#flags |= MINUTE_FLAG.REAL_SIDE;
    this.#staleQuotes += staleQuotes;
    while (next < quoteTo) quote.apply(dayStartMs, quotes, next++);
  }

  #addSides(trades: TradeColumns, from: number, to: number): void {
    const { timeMs, side } = trades;
    if (this.#aggressor.addVenueSided(trades, from, to)) {
      this.#flags |= MINUTE_FLAG.REAL_SIDE;
      this.#groups.add(timeMs, side, 0, from, to);
      return;
    }
    if (hasSide(side, from, to)) this.#flags |= MINUTE_FLAG.REAL_SIDE;
    this.#aggressor.add(trades, from, to, this.#quoteSigns, this.#signs);
    this.#groups.add(timeMs, this.#signs, from, from, to);
  }

  /** Keeps the synthetic quote of the last print; its bounds follow from the bar at the close. */
  #makeQuote(dayStartMs: number, trades: TradeColumns, from: number, to: number): void {
    const last = to - 1;
    const spread = this.#settings.syntheticSpreadTicks;
    if (trades.side[last] !== 0) {
      this.#print.priceTicks = trades.priceTicks[last]!;
      this.#print.side = trades.side[last]!;
    } else writeQuoteSides(trades, from, to, this.#print, this.#signs, from);
    const bid = trades.priceTicks[last]! - (this.#print.side > 0 ? spread : 0);
    this.quote.infer(dayStartMs + trades.timeMs[last]!, bid, bid + spread);
  }

  /** Prices so high do not fit the columns of what follows; at ones so low a synthetic bid has no price. */
  #checkPrices(minuteMs: number): void {
    const { lowTicks, highTicks } = this.#prices;
    const { quotes, syntheticSpreadTicks } = this.#settings;
    if (highTicks > MOST_PRICE_TICKS) refusePrice(minuteMs, highTicks);
    if (quotes === 'synthetic' && lowTicks <= syntheticSpreadTicks)
      refuseSpread(minuteMs, lowTicks, syntheticSpreadTicks);
  }

  #writeBar(index: number): void {
    const tape = this.#tape;
    const prices = this.#prices;
    const traded = prices.prints > 0;
    // A minute without prints stands where the one before closed.
    const close = traded ? prices.closeTicks : tape.closeTicks[index - 1]!;
    tape.openTicks[index] = traded ? prices.openTicks : close;
    tape.highTicks[index] = traded ? prices.highTicks : close;
    tape.lowTicks[index] = traded ? prices.lowTicks : close;
    tape.closeTicks[index] = close;
    tape.tradeCount[index] = prices.prints;
    tape.tradeCountAggregated[index] = this.#groups.count;
  }

  /** Level rows, and the sums that follow from them. */
  #writeLevels(index: number, minuteMs: number): void {
    const levels = this.#levels;
    const { lots: ring, lowTicks, highTicks } = this.#prices;
    levels.append(minuteMs, ring, ring.length - 1, lowTicks, highTicks);
    levels.locate(minuteMs);
    const { priceTicks, sizeLots, from, to } = levels;
    let volume = 0;
    let priceVolume = 0;
    for (let row = from; row < to; row++) {
      const lots = sizeLots[row]!;
      volume += lots;
      priceVolume += priceTicks[row]! * lots;
    }
    this.#tape.volumeLots[index] = volume;
    this.#tape.priceVolume[index] = priceVolume;
  }

  #writeFlow(index: number): void {
    const tape = this.#tape;
    const aggressor = this.#aggressor;
    const { buyLots, sellLots, ambiguousLots } = aggressor;
    // Sums by side cannot overflow; where levels did, the two differ.
    if (buyLots + sellLots + ambiguousLots !== tape.volumeLots[index]) refuseLots(tape.minuteMs(index));
    tape.buyLots[index] = buyLots;
    tape.sellLots[index] = sellLots;
    tape.ambiguousLots[index] = ambiguousLots;
    tape.orderFlowLots[index] = aggressor.flowLots;
    tape.sideComparedLots[index] = aggressor.comparedLots;
    tape.sideDisagreedLots[index] = aggressor.disagreedLots;
    tape.venueSideLots[index] = aggressor.byVenueLots;
    tape.quoteRuleLots[index] = aggressor.byQuoteLots;
    tape.tickRuleLots[index] = aggressor.byTickLots;
    tape.staleQuoteTrades[index] = this.#staleQuotes;
  }

  #writeQuote(index: number, minuteMs: number): void {
    const tape = this.#tape;
    const { quote } = this;
    const { prints, lowTicks, highTicks } = this.#prices;
    const known = quote.bidTicks !== NO_PRICE;
    tape.bidTicks[index] = quote.bidTicks;
    tape.askTicks[index] = quote.askTicks;
    tape.bidLots[index] = quote.bidLots;
    tape.askLots[index] = quote.askLots;
    const age = known ? Math.max(0, minuteMs + MINUTE_MS - 1 - quote.timeMs) : 0;
    tape.quoteAgeMs[index] = Math.min(age, INT32_MAX);
    tape.quoteImbalanceEma[index] = known ? quote.imbalanceEmaAt(minuteMs + MINUTE_MS) : Number.NaN;
    const inferred = this.#settings.quotes === 'synthetic' && prints > 0;
    const spread = this.#settings.syntheticSpreadTicks;
    tape.bidLowTicks[index] = inferred ? lowTicks - spread : quote.bidLowTicks;
    tape.bidHighTicks[index] = inferred ? highTicks : quote.bidHighTicks;
    tape.askLowTicks[index] = inferred ? lowTicks : quote.askLowTicks;
    tape.askHighTicks[index] = inferred ? highTicks + spread : quote.askHighTicks;
  }

  #beginMinute(): void {
    this.quote.beginMinute();
    this.#prices.beginMinute();
    this.#aggressor.beginMinute();
    this.#groups.beginMinute();
    this.#staleQuotes = 0;
    this.#events = 0;
    this.#flags = 0;
  }

  #makeRoom(prints: number): void {
    if (prints <= this.#signs.length) return;
    this.#signs = new Int8Array(prints * 2);
    this.#quoteSigns = new Int8Array(prints * 2);
  }
}

function hasSide(side: Int8Array, from: number, to: number): boolean {
  for (let row = from; row < to; row++) if (side[row] !== 0) return true;
  return false;
}
