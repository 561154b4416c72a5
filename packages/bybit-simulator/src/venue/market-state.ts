import { DAY_MS, MINUTE_MS, MINUTES_PER_DAY, minuteStartMs } from '@auction-trader/core';
import type { MarketEvents } from '../market/market-source.ts';
import { bookLevels, type Level } from './book-levels.ts';
import { type Bar, MinuteBars } from './minute-bars.ts';
import { tickLotMoney } from './money.ts';
import type { SymbolFacts } from './symbol-facts.ts';

/** Told what has changed in a market. */
export interface MarketWatcher {
  onQuote(market: MarketState): void;
  onTrade(market: MarketState, ticks: number, lots: number, side: number): void;
  /** Mark or index price, or the funding rate. */
  onPrices(market: MarketState): void;
}

/** A trade as `recent-trade` shows it. */
export interface PublicTrade {
  readonly timeMs: number;
  readonly ticks: number;
  readonly lots: number;
  readonly side: number;
  readonly seq: number;
}

export interface PastFunding {
  readonly timeMs: number;
  readonly rateE8: number;
}

/** Null for a time without trades. */
export interface PastBars {
  readonly endMs: number;
  readonly day: Readonly<Bar> | null;
  readonly hour: Readonly<Bar> | null;
}

const FIRST_SEQ = 9_000_000_000;
const RECENT_TRADES = 1_000;
const SECOND_MS = 1_000;

/** A symbol's market as it is now. */
export class MarketState implements MarketEvents {
  facts: SymbolFacts;
  tickLotMoney: bigint;
  /** Epoch ms of the event that is taken up. */
  timeMs = 0;
  bidTicks = 0;
  bidLots = 0;
  askTicks = 0;
  askLots = 0;
  /** 0 before the first trade. */
  lastTicks = 0;
  markHundredths = 0;
  indexHundredths = 0;
  fundingRateE8: number;
  nextFundingMs = 0;
  /** Changes of the best bid and ask so far. */
  quoteCount = 0;
  /** Grows with everything that happens in the symbol. */
  seq = FIRST_SEQ;
  readonly bars = new MinuteBars();
  readonly fundings: PastFunding[] = [];
  readonly #watcher: MarketWatcher;
  readonly #recent: PublicTrade[] = [];
  #recentAt = 0;
  #past: PastBars | null = null;
  /** Whether the market itself says mark and index; else they follow the quote once a second. */
  #hasPrices = false;
  #nextPricesMs = 0;

  constructor(facts: SymbolFacts, watcher: MarketWatcher) {
    this.facts = facts;
    this.tickLotMoney = tickLotMoney(facts);
    this.fundingRateE8 = facts.fundingRateE8;
    this.#watcher = watcher;
  }

  /** The time goes on; what follows happens then. */
  moveTo(timeMs: number): void {
    this.timeMs = timeMs;
    if (!this.#hasPrices && timeMs >= this.#nextPricesMs) this.#followQuote();
  }

  quote(bidTicks: number, bidLots: number, askTicks: number, askLots: number): void {
    const same =
      bidTicks === this.bidTicks &&
      bidLots === this.bidLots &&
      askTicks === this.askTicks &&
      askLots === this.askLots;
    if (same) return;
    this.bidTicks = bidTicks;
    this.bidLots = bidLots;
    this.askTicks = askTicks;
    this.askLots = askLots;
    this.quoteCount++;
    this.seq++;
    if (this.markHundredths === 0) this.#followQuote();
    this.#watcher.onQuote(this);
  }

  trade(ticks: number, lots: number, side: number): void {
    this.seq++;
    this.lastTicks = ticks;
    this.bars.add(this.timeMs, ticks, lots);
    const { timeMs, seq } = this;
    this.#recent[this.#recentAt] = { timeMs, ticks, lots, side, seq };
    this.#recentAt = (this.#recentAt + 1) % RECENT_TRADES;
    if (this.markHundredths === 0) this.#followQuote();
    this.#watcher.onTrade(this, ticks, lots, side);
  }

  prices(markHundredths: number, indexHundredths: number): void {
    this.#hasPrices = true;
    this.#setPrices(markHundredths, indexHundredths);
  }

  fundingRate(rateE8: number): void {
    this.fundingRateE8 = rateE8;
    this.#watcher.onPrices(this);
  }

  /** The newest trades, newest first. */
  recentTrades(count: number): PublicTrade[] {
    const trades: PublicTrade[] = [];
    for (let back = 1; back <= Math.min(count, RECENT_TRADES); back++) {
      const trade = this.#recent[(this.#recentAt - back + RECENT_TRADES) % RECENT_TRADES];
      if (!trade) break;
      trades.push(trade);
    }
    return trades;
  }

  /** Trades of the last 24 hours and of the last hour, as of the minute's start. */
  get pastBars(): PastBars {
    const endMs = minuteStartMs(this.timeMs);
    if (this.#past?.endMs !== endMs) {
      const day = this.bars.sum(endMs - DAY_MS, MINUTES_PER_DAY) ?? null;
      this.#past = { endMs, day, hour: this.bars.sum(endMs - 60 * MINUTE_MS, 60) ?? null };
    }
    return this.#past;
  }

  /** Best first. @param side +1 bids, -1 asks */
  levels(side: number, count: number): Level[] {
    if (side > 0) return bookLevels(1, this.bidTicks, this.bidLots, count);
    return bookLevels(-1, this.askTicks, this.askLots, count);
  }

  /** Last price in ticks; the mark where nothing was traded yet; 0 when nothing is known. */
  get lastOrMarkTicks(): number {
    return this.lastTicks === 0 ? Math.round(this.markHundredths / 100) : this.lastTicks;
  }

  #followQuote(): void {
    this.#nextPricesMs = this.timeMs + SECOND_MS - (this.timeMs % SECOND_MS);
    const { bidTicks, bidLots, askTicks, askLots, lastTicks } = this;
    const mark = bidLots > 0 && askLots > 0 ? 50 * (bidTicks + askTicks) : 100 * lastTicks;
    if (mark > 0) this.#setPrices(mark, mark);
  }

  #setPrices(markHundredths: number, indexHundredths: number): void {
    if (markHundredths === this.markHundredths && indexHundredths === this.indexHundredths) return;
    this.markHundredths = markHundredths;
    this.indexHundredths = indexHundredths;
    this.#watcher.onPrices(this);
  }
}
