import type { DecisionEngine } from '@auction-trader/engine';
import type { MinuteTape } from '@auction-trader/ingestion';
import type { Strategy } from '@auction-trader/signals';
import type { DayIndex, RowRange } from './day-index.ts';
import type { SimulatedExchange } from './simulated-exchange.ts';
import { TickWatch } from './tick-watch.ts';

/**
 * Plays a day's quotes and prints to the simulated exchange: every one of them
 * ({@link playEvery}, the reference), or only those that can change something
 * ({@link playRelevant}). Both leave exchange, position and records in the same state; only the
 * newest quote of the manager may be older after the second, until the minute's close sets it.
 */
export class TickPlayer {
  readonly #exchange: SimulatedExchange;
  readonly #engine: DecisionEngine;
  readonly #strategy: Strategy;
  readonly #watch = new TickWatch();

  constructor(exchange: SimulatedExchange, engine: DecisionEngine, strategy: Strategy) {
    this.#exchange = exchange;
    this.#engine = engine;
    this.#strategy = strategy;
  }

  /** Plays every row of the range: quotes before trades of the same time. */
  playEvery(day: DayIndex, { tradeFrom, tradeTo, quoteFrom, quoteTo }: RowRange): void {
    let trade = tradeFrom;
    let quote = quoteFrom;
    while (trade < tradeTo || quote < quoteTo) {
      if (day.quoteComesFirst(trade, tradeTo, quote, quoteTo)) this.#playQuote(day, quote++);
      else this.#playTrade(day, trade++);
    }
  }

  /** Plays only rows that meet a condition of the exchange's watch, until nothing is at work. */
  playRelevant(day: DayIndex, { tradeFrom, tradeTo, quoteFrom, quoteTo }: RowRange): void {
    const watch = this.#watch;
    let trade = tradeFrom;
    let quote = quoteFrom;
    while (this.#engine.manager.active) {
      this.#updateWatch();
      const nextTrade = watch.everyEvent ? trade : day.findTrade(trade, tradeTo, watch);
      const nextQuote = watch.everyEvent ? quote : day.findQuote(quote, quoteTo, watch);
      if (nextTrade === tradeTo && nextQuote === quoteTo) return;
      if (day.quoteComesFirst(nextTrade, tradeTo, nextQuote, quoteTo)) {
        // The quote found may be an invalid one: those skipped must not be forgotten.
        this.#showNewestQuote(day, quote, nextQuote);
        trade = day.tradesBefore(nextQuote, trade, nextTrade);
        quote = nextQuote + 1;
        this.#playQuote(day, nextQuote);
      } else {
        const skippedTo = day.quotesUpTo(nextTrade, quote, nextQuote);
        this.#showNewestQuote(day, quote, skippedTo);
        quote = skippedTo;
        trade = nextTrade + 1;
        this.#playTrade(day, nextTrade);
      }
    }
  }

  /** Whether any event of the minute of tape row `index` can matter to orders or position. */
  concerns(tape: MinuteTape, index: number, minuteEndMs: number): boolean {
    if (!this.#engine.manager.active) return false;
    this.#updateWatch();
    const watch = this.#watch;
    return (
      watch.everyEvent ||
      watch.quoteAfterMs < minuteEndMs - 1 ||
      tape.lowTicks[index]! <= watch.printLow ||
      tape.highTicks[index]! >= watch.printHigh ||
      tape.bidLowTicks[index]! <= watch.bidLow ||
      tape.bidHighTicks[index]! >= watch.bidHigh ||
      tape.askLowTicks[index]! <= watch.askLow ||
      tape.askHighTicks[index]! >= watch.askHigh
    );
  }

  /** Sets the manager's newest quote to the last valid one of the range, if there is one. */
  showNewestQuote(day: DayIndex, { tradeFrom, tradeTo, quoteFrom, quoteTo }: RowRange): void {
    if (day.quoteSides === null) {
      this.#showNewestQuote(day, quoteFrom, quoteTo);
      return;
    }
    if (tradeFrom === tradeTo) return;
    const price = day.trades.priceTicks[tradeTo - 1]!;
    const bid = day.quoteSides[tradeTo - 1]! > 0 ? price - day.spreadTicks : price;
    this.#engine.manager.bidTicks = bid;
    this.#engine.manager.askTicks = bid + day.spreadTicks;
  }

  #updateWatch(): void {
    if (!this.#exchange.changed) return;
    this.#exchange.updateWatch(this.#watch);
    if (this.#strategy.watchesTicks === true && this.#engine.manager.trade !== null)
      this.#watch.everyEvent = true;
  }

  #playQuote(day: DayIndex, row: number): void {
    const { timeMs, bidTicks, askTicks, bidLots, askLots } = day.quotes;
    const time = day.dayStartMs + timeMs[row]!;
    this.#exchange.processQuote(time, bidTicks[row]!, askTicks[row]!, bidLots[row]!, askLots[row]!);
  }

  /** The print; before it, at its own time, the quote it stands for where quotes are synthetic. */
  #playTrade(day: DayIndex, row: number): void {
    const { timeMs, priceTicks, sizeLots } = day.trades;
    const time = day.dayStartMs + timeMs[row]!;
    const price = priceTicks[row]!;
    if (day.quoteSides !== null) {
      const bid = day.quoteSides[row]! > 0 ? price - day.spreadTicks : price;
      this.#exchange.processQuote(time, bid, bid + day.spreadTicks, 1, 1);
    }
    this.#exchange.processPrint(time, price, sizeLots[row]!);
    this.#engine.watchPrint(time, price);
  }

  /** Sets the newest valid quote among the skipped rows `from..to`, as processing them would have. */
  #showNewestQuote(day: DayIndex, from: number, to: number): void {
    const { bidTicks, askTicks, bidLots, askLots } = day.quotes;
    for (let row = to - 1; row >= from; row--) {
      if (bidTicks[row]! >= askTicks[row]! || bidTicks[row]! <= 0 || bidLots[row]! <= 0 || askLots[row]! <= 0)
        continue;
      this.#engine.manager.bidTicks = bidTicks[row]!;
      this.#engine.manager.askTicks = askTicks[row]!;
      return;
    }
  }
}
