/** Volume by bin, on the grid anchored at price 0. */
export interface VolumeProfile {
  /** Bin `b` holds the prices from `b * widthTicks` to just before the next. */
  readonly widthTicks: number;
  /** Bin of `lots[0]`. */
  readonly firstBin: number;
  /** Lots of bin `firstBin + i` at `i`; first and last are above 0. Empty when nothing was traded. */
  readonly lots: Float64Array;
}

/** Rows `from..to` of columns of prices and sizes: trades, or the levels of a minute. */
export interface PriceRows {
  readonly priceTicks: Int32Array;
  /** At least 1 each. */
  readonly sizeLots: Int32Array;
  readonly from: number;
  readonly to: number;
}

/**
 * The volume of some rows by bins of `widthTicks`, made anew: what the rolling profile of the
 * same rows must equal (trading rules 6).
 */
export function volumeProfile(ranges: readonly PriceRows[], widthTicks: number): VolumeProfile {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { priceTicks, from, to } of ranges) {
    for (let row = from; row < to; row++) {
      if (priceTicks[row]! < low) low = priceTicks[row]!;
      if (priceTicks[row]! > high) high = priceTicks[row]!;
    }
  }
  if (low > high) return { widthTicks, firstBin: 0, lots: new Float64Array(0) };
  const firstBin = Math.floor(low / widthTicks);
  const lots = new Float64Array(Math.floor(high / widthTicks) - firstBin + 1);
  for (const { priceTicks, sizeLots, from, to } of ranges) {
    for (let row = from; row < to; row++) {
      const at = Math.floor(priceTicks[row]! / widthTicks) - firstBin;
      lots[at] = lots[at]! + sizeLots[row]!;
    }
  }
  return { widthTicks, firstBin, lots };
}
