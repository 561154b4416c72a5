import { AuctionTraderError } from '@auction-trader/core';

const FIRST_LENGTH = 1 << 12;
/** Two rings of this many bins take 256 MB. */
const MOST_BINS = 1 << 24;

/**
 * Volume by bin over a rolling window, exact with integer lots: what is added and taken away
 * again leaves nothing. Bins are kept twice, at base width and aggregated by `aggregation`, so
 * that a change of width rebuilds the second from the first (trading rules 6 and 7.1).
 *
 * Both are dense rings: bin `b` lies at `b & (length - 1)`, so memory follows the window's
 * range, not the price.
 */
export class RollingProfile {
  readonly baseBinTicks: number;
  /** Base bins per aggregated bin. */
  aggregation = 1;
  /** Lots in the window. */
  totalLots = 0;
  /** Lots by aggregated bin. */
  bins = new Float64Array(FIRST_LENGTH);
  #base = new Float64Array(FIRST_LENGTH);

  constructor(baseBinTicks: number) {
    this.baseBinTicks = baseBinTicks;
  }

  /** Mask of {@link bins}. */
  get mask(): number {
    return this.bins.length - 1;
  }

  /** Whether prices `lowTicks..highTicks` have room at once. */
  fits(lowTicks: number, highTicks: number): boolean {
    return this.baseBin(highTicks) - this.baseBin(lowTicks) < this.#base.length;
  }

  /**
   * Empties the profile and makes room for prices `lowTicks..highTicks`.
   *
   * @throws AuctionTraderError (`PROFILE_TOO_WIDE`) when they are further apart than memory allows
   */
  clear(lowTicks: number, highTicks: number): void {
    const needed = this.baseBin(highTicks) - this.baseBin(lowTicks) + 1;
    if (needed > MOST_BINS) refuseRange(lowTicks, highTicks, needed);
    let length = this.#base.length;
    while (length < needed) length *= 2;
    this.#base = new Float64Array(length);
    this.bins = new Float64Array(length);
    this.totalLots = 0;
  }

  /** Adds (`sign` 1) or takes away (-1) the level rows `from..to`, whose prices ascend. */
  change(priceTicks: Int32Array, sizeLots: Int32Array, from: number, to: number, sign: number): void {
    this.#changeBase(priceTicks, sizeLots, from, to, sign);
    const { bins } = this;
    const mask = bins.length - 1;
    const binTicks = this.baseBinTicks * this.aggregation;
    let total = 0;
    let row = from;
    while (row < to) {
      const bin = Math.floor(priceTicks[row]! / binTicks);
      const end = (bin + 1) * binTicks;
      let lots = 0;
      while (row < to && priceTicks[row]! < end) lots += sizeLots[row++]!;
      bins[bin & mask] = bins[bin & mask]! + sign * lots;
      total += lots;
    }
    this.totalLots += sign * total;
  }

  #changeBase(priceTicks: Int32Array, sizeLots: Int32Array, from: number, to: number, sign: number): void {
    const base = this.#base;
    const { baseBinTicks } = this;
    const mask = base.length - 1;
    for (let row = from; row < to; row++) {
      const price = priceTicks[row]!;
      const slot = (baseBinTicks === 1 ? price : Math.floor(price / baseBinTicks)) & mask;
      base[slot] = base[slot]! + sign * sizeLots[row]!;
    }
  }

  /** Aggregates anew with another number of base bins, over the prices `lowTicks..highTicks` in the window. */
  aggregate(aggregation: number, lowTicks: number, highTicks: number): void {
    const base = this.#base;
    const { bins } = this;
    const mask = base.length - 1;
    const last = this.baseBin(highTicks);
    bins.fill(0);
    this.aggregation = aggregation;
    let bin = this.baseBin(lowTicks);
    let group = Math.floor(bin / aggregation);
    while (bin <= last) {
      const end = Math.min((group + 1) * aggregation, last + 1);
      // Two sums at a time: one alone would wait for itself at each step.
      let even = 0;
      let odd = 0;
      for (; bin + 1 < end; bin += 2) {
        even += base[bin & mask]!;
        odd += base[(bin + 1) & mask]!;
      }
      if (bin < end) even += base[bin++ & mask]!;
      bins[group & mask] = even + odd;
      group++;
    }
  }

  /** Base bin of a price. */
  baseBin(priceTicks: number): number {
    return Math.floor(priceTicks / this.baseBinTicks);
  }

  /** Aggregated bin of a price. */
  bin(priceTicks: number): number {
    return Math.floor(this.baseBin(priceTicks) / this.aggregation);
  }
}

function refuseRange(lowTicks: number, highTicks: number, bins: number): never {
  const apart = `prices from ${lowTicks} to ${highTicks} ticks in one profile window are ${bins} base bins apart`;
  throw new AuctionTraderError(`${apart}; a profile holds ${MOST_BINS}`, {
    code: 'PROFILE_TOO_WIDE',
    details: { key: 'value_area.base_bin_ticks' },
    hint: "Look for prices in the data that are not the market's; or set a larger value_area.base_bin_ticks.",
  });
}
