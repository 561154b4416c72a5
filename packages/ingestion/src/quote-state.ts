import { NO_PRICE, type QuoteColumns } from '@auction-trader/core';
import { numberOrNull } from './number-or-null.ts';

const INT32_MAX = 2_147_483_647;
const DECAYS = 4_096;

/** A {@link QuoteState} as plain data; null where there is no number yet. */
export interface QuoteStateSnapshot {
  readonly bidTicks: number;
  readonly askTicks: number;
  readonly bidLots: number;
  readonly askLots: number;
  readonly timeMs: number | null;
  readonly invalid: number;
  readonly outdated: number;
  readonly bidLowTicks: number;
  readonly bidHighTicks: number;
  readonly askLowTicks: number;
  readonly askHighTicks: number;
  readonly imbalance: number | null;
  readonly ema: number | null;
  readonly emaMs: number;
}

/**
 * The newest quote, its imbalance EMA, and the bounds of a minute's quotes (trading rules
 * 4.1 and 5.5). Prices in ticks, sizes in lots, times in epoch ms.
 */
export class QuoteState {
  bidTicks: number = NO_PRICE;
  askTicks: number = NO_PRICE;
  bidLots = 0;
  askLots = 0;
  /** Time of the newest quote that was not a repeat; NaN before the first. */
  timeMs = Number.NaN;
  /** Refused: crossed, empty or without price; older than the newest. */
  invalid = 0;
  outdated = 0;
  /** Bounds of the quotes of the open minute; empty (low > high) when there was none. */
  bidLowTicks = INT32_MAX;
  bidHighTicks = -INT32_MAX;
  askLowTicks = INT32_MAX;
  askHighTicks = -INT32_MAX;

  readonly #tauMs: number;
  /** Weight of the old average after so many milliseconds, for the first of them: exp costs more than all else. */
  readonly #decay: Float64Array;
  #imbalance = Number.NaN;
  #ema = Number.NaN;
  #emaMs = 0;

  /** @param tauMs time constant of the EMA; 0 when it follows the newest quote */
  constructor(tauMs: number) {
    this.#tauMs = tauMs;
    this.#decay = Float64Array.from({ length: tauMs === 0 ? 0 : DECAYS }, (_, ms) => Math.exp(-ms / tauMs));
  }

  /** Takes up one quote message: row `row` of a day's quotes. A repeat of the newest quote changes nothing. */
  apply(dayStartMs: number, quotes: QuoteColumns, row: number): void {
    const timeMs = dayStartMs + quotes.timeMs[row]!;
    const bidTicks = quotes.bidTicks[row]!;
    const bidLots = quotes.bidLots[row]!;
    const askTicks = quotes.askTicks[row]!;
    const askLots = quotes.askLots[row]!;
    if (bidTicks >= askTicks || bidTicks <= 0 || bidLots <= 0 || askLots <= 0) {
      this.invalid++;
      return;
    }
    if (timeMs < this.timeMs) {
      this.outdated++;
      return;
    }
    if (bidTicks < this.bidLowTicks) this.bidLowTicks = bidTicks;
    if (bidTicks > this.bidHighTicks) this.bidHighTicks = bidTicks;
    if (askTicks < this.askLowTicks) this.askLowTicks = askTicks;
    if (askTicks > this.askHighTicks) this.askHighTicks = askTicks;
    if (
      bidTicks === this.bidTicks &&
      askTicks === this.askTicks &&
      bidLots === this.bidLots &&
      askLots === this.askLots
    )
      return;
    this.bidTicks = bidTicks;
    this.askTicks = askTicks;
    this.bidLots = bidLots;
    this.askLots = askLots;
    this.timeMs = timeMs;
    this.#follow(timeMs, (bidLots - askLots) / (bidLots + askLots));
  }

  /** Takes up the synthetic quote of a print: 1 lot on each side, so its imbalance is 0. */
  infer(timeMs: number, bidTicks: number, askTicks: number): void {
    this.bidTicks = bidTicks;
    this.askTicks = askTicks;
    this.bidLots = 1;
    this.askLots = 1;
    this.timeMs = timeMs;
    this.#follow(timeMs, 0);
  }

  /** No quote is known; the counts of refused ones stay. */
  forget(): void {
    this.bidTicks = NO_PRICE;
    this.askTicks = NO_PRICE;
    this.bidLots = 0;
    this.askLots = 0;
    this.timeMs = Number.NaN;
    this.#imbalance = Number.NaN;
    this.#ema = Number.NaN;
    this.#emaMs = 0;
    this.beginMinute();
  }

  /** EMA of the imbalance at a time not before the newest quote; NaN before the first. */
  imbalanceEmaAt(timeMs: number): number {
    if (this.#tauMs === 0) return this.#imbalance;
    const passedMs = timeMs - this.#emaMs;
    const kept = passedMs < DECAYS ? this.#decay[passedMs]! : Math.exp(-passedMs / this.#tauMs);
    return this.#imbalance + (this.#ema - this.#imbalance) * kept;
  }

  /** Begins a minute: its bounds are empty. */
  beginMinute(): void {
    this.bidLowTicks = INT32_MAX;
    this.bidHighTicks = -INT32_MAX;
    this.askLowTicks = INT32_MAX;
    this.askHighTicks = -INT32_MAX;
  }

  snapshot(): QuoteStateSnapshot {
    const { bidTicks, askTicks, bidLots, askLots, invalid, outdated } = this;
    const { bidLowTicks, bidHighTicks, askLowTicks, askHighTicks } = this;
    return {
      ...{ bidTicks, askTicks, bidLots, askLots, invalid, outdated },
      ...{ bidLowTicks, bidHighTicks, askLowTicks, askHighTicks },
      timeMs: numberOrNull(this.timeMs),
      imbalance: numberOrNull(this.#imbalance),
      ema: numberOrNull(this.#ema),
      emaMs: this.#emaMs,
    };
  }

  /** Takes up what {@link snapshot} gave. */
  restore({ timeMs, imbalance, ema, emaMs, ...fields }: QuoteStateSnapshot): void {
    Object.assign(this, fields);
    this.timeMs = timeMs ?? Number.NaN;
    this.#imbalance = imbalance ?? Number.NaN;
    this.#ema = ema ?? Number.NaN;
    this.#emaMs = emaMs;
  }

  /** Between two quotes the older imbalance holds; an equal one need not be followed. */
  #follow(timeMs: number, imbalance: number): void {
    if (imbalance === this.#imbalance) return;
    this.#ema = Number.isNaN(this.#imbalance) ? imbalance : this.imbalanceEmaAt(timeMs);
    this.#emaMs = timeMs;
    this.#imbalance = imbalance;
  }
}
