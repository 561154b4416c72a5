import {
  type Config,
  DAY_MS,
  type DayTicks,
  dayStartMs,
  type TickSource,
  type TradeColumns,
} from '@auction-trader/core';
import {
  allSided,
  newPrintMemory,
  type PrintMemory,
  type QuotesMode,
  writeQuoteSides,
} from '@auction-trader/ingestion';
import { DayIndex } from './day-index.ts';

/** Where the quotes of a run over `source` come from. */
export function quotesMode(source: Pick<TickSource, 'hasQuotes'>, config: Config): QuotesMode {
  if (source.hasQuotes) return 'real';
  return config.backtest.synthetic_quotes_ticks === null ? 'none' : 'synthetic';
}

/**
 * The ticks of a run, a day at a time, ready for searching. Only some days are kept, those
 * asked for last, so memory does not grow with the data.
 */
export class MarketDays {
  readonly quotes: QuotesMode;
  readonly #source: TickSource;
  readonly #spreadTicks: number;
  readonly #atHandLimit: number;
  readonly #manyRuns: boolean;
  /** The one asked for last: mostly the one asked for next. */
  #asked: DayIndex | null = null;
  /** Newest last. */
  readonly #atHand = new Map<number, DayIndex>();
  /** What is known of the last print of a day, by the day's start: the next day's first print may need it. */
  readonly #lastPrints = new Map<number, PrintMemory>();

  /**
   * @param atHandLimit days kept, at least 2: a minute closes when a later event comes, which may
   * be on the next day
   * @param manyRuns whether each day will be searched by many runs
   */
  constructor(source: TickSource, config: Config, atHandLimit: number, manyRuns: boolean) {
    this.quotes = quotesMode(source, config);
    this.#source = source;
    this.#spreadTicks = config.backtest.synthetic_quotes_ticks ?? 0;
    this.#atHandLimit = atHandLimit;
    this.#manyRuns = manyRuns;
  }

  /** The day that holds an epoch time. Throws when the source has no tick on that day. */
  dayOf(timeMs: number): DayIndex {
    const asked = this.#asked;
    if (asked !== null && timeMs >= asked.dayStartMs && timeMs < asked.dayStartMs + DAY_MS) return asked;
    const start = dayStartMs(timeMs);
    this.#asked = this.#atHand.get(start) ?? this.take(this.#source.readDay(start));
    return this.#asked;
  }

  /** Keeps a day that was just read from the source, so that it is not read again. */
  take(ticks: DayTicks): DayIndex {
    const sides = this.quotes === 'synthetic' ? this.#quoteSides(ticks) : null;
    const day = new DayIndex(ticks, sides, this.#spreadTicks);
    if (this.#manyRuns) day.indexBlocks();
    this.#atHand.set(ticks.dayStartMs, day);
    if (this.#atHand.size > this.#atHandLimit) this.#dropOldest();
    return day;
  }

  /** The last day with data, null when there is none. */
  last(): DayIndex | null {
    const start = this.#source.days.at(-1);
    return start === undefined ? null : this.dayOf(start);
  }

  #dropOldest(): void {
    for (const start of this.#atHand.keys()) {
      this.#atHand.delete(start);
      return;
    }
  }

  #quoteSides({ dayStartMs: start, trades }: DayTicks): Int8Array {
    if (allSided(trades)) {
      this.#remember(start, trades, trades.side);
      return trades.side;
    }
    const memory = trades.side[0] === 0 ? { ...this.#printBefore(start) } : newPrintMemory();
    const sides = new Int8Array(trades.length);
    writeQuoteSides(trades, 0, trades.length, memory, sides);
    this.#remember(start, trades, sides);
    return sides;
  }

  #remember(start: number, { length, priceTicks }: TradeColumns, sides: Int8Array): void {
    if (length > 0)
      this.#lastPrints.set(start, { priceTicks: priceTicks[length - 1]!, side: sides[length - 1]! });
  }

  /** The newest print before a day; reads back as far as it must. */
  #printBefore(start: number): PrintMemory {
    const { days } = this.#source;
    for (let at = days.indexOf(start) - 1; at >= 0; at--) {
      const day = days[at]!;
      if (!this.#lastPrints.has(day)) this.#quoteSides(this.#source.readDay(day));
      const known = this.#lastPrints.get(day);
      if (known !== undefined) return known;
    }
    return newPrintMemory();
  }
}
