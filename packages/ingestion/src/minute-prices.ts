import { AuctionTraderError, type TradeColumns } from '@auction-trader/core';

const INT32_MAX = 2_147_483_647;
const FIRST_LENGTH = 1 << 14;
/** Prices of one minute further apart are no market's, and their ring would take 256 MB. */
const MOST_TICKS = 1 << 26;

/** {@link MinutePrices} as plain data. */
export interface MinutePricesSnapshot {
  readonly openTicks: number;
  readonly closeTicks: number;
  readonly lowTicks: number;
  readonly highTicks: number;
  readonly prints: number;
  /** The traded prices, ascending, and their lots. */
  readonly levelTicks: readonly number[];
  readonly levelLots: readonly number[];
}

/** Open, high, low and close of the open minute, and its lots at each price. Prices in ticks. */
export class MinutePrices {
  openTicks = 0;
  closeTicks = 0;
  /** Empty (low > high) before the first print. */
  lowTicks = INT32_MAX;
  highTicks = -INT32_MAX;
  prints = 0;
  /** Lots at price `p` at `p & (length - 1)`: a ring, so that memory follows the minute's range. */
  lots = new Int32Array(FIRST_LENGTH);

  /** Begins a minute. The ring must be empty again: whoever takes its lots clears them. */
  beginMinute(): void {
    this.lowTicks = INT32_MAX;
    this.highTicks = -INT32_MAX;
    this.prints = 0;
  }

  /** Adds the prints `from..to`, at least one. */
  add({ priceTicks, sizeLots }: TradeColumns, from: number, to: number): void {
    let low = this.lowTicks;
    let high = this.highTicks;
    for (let row = from; row < to; row++) {
      const price = priceTicks[row]!;
      if (price < low) low = price;
      if (price > high) high = price;
    }
    if (this.prints === 0) this.openTicks = priceTicks[from]!;
    this.closeTicks = priceTicks[to - 1]!;
    this.prints += to - from;
    if (high - low >= this.lots.length) this.#widen(low, high);
    this.lowTicks = low;
    this.highTicks = high;
    const { lots } = this;
    const mask = lots.length - 1;
    for (let row = from; row < to; row++) {
      const slot = priceTicks[row]! & mask;
      lots[slot] = lots[slot]! + sizeLots[row]!;
    }
  }

  snapshot(): MinutePricesSnapshot {
    const { openTicks, closeTicks, lowTicks, highTicks, prints, lots } = this;
    const levelTicks: number[] = [];
    const levelLots: number[] = [];
    for (let price = lowTicks; price <= highTicks; price++) {
      const size = lots[price & (lots.length - 1)]!;
      if (size === 0) continue;
      levelTicks.push(price);
      levelLots.push(size);
    }
    return { openTicks, closeTicks, lowTicks, highTicks, prints, levelTicks, levelLots };
  }

  /** Takes up what {@link snapshot} gave. */
  restore({ levelTicks, levelLots, lowTicks, highTicks, ...fields }: MinutePricesSnapshot): void {
    this.lots.fill(0);
    this.beginMinute();
    if (highTicks - lowTicks >= this.lots.length) this.#widen(lowTicks, highTicks);
    Object.assign(this, fields, { lowTicks, highTicks });
    const mask = this.lots.length - 1;
    for (const [row, price] of levelTicks.entries()) this.lots[price & mask] = levelLots[row]!;
  }

  /** Makes room for a minute whose range does not fit. */
  #widen(low: number, high: number): void {
    if (high - low >= MOST_TICKS) refuseRange(low, high);
    const old = this.lots;
    let length = old.length;
    while (length <= high - low) length *= 2;
    const lots = new Int32Array(length);
    for (let price = this.lowTicks; price <= this.highTicks; price++) {
      lots[price & (length - 1)] = old[price & (old.length - 1)]!;
    }
    this.lots = lots;
  }
}

function refuseRange(low: number, high: number): never {
  throw new AuctionTraderError(`the prices of one minute lie ${high - low} ticks apart: ${low} to ${high}`, {
    code: 'MINUTE_TOO_WIDE',
    hint: "Look for a price in the data that is not the market's, or a tick size that is far too small.",
  });
}
