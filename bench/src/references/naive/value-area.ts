/** A value area in bins. */
export interface ValueArea {
  readonly poc: number;
  readonly low: number;
  readonly high: number;
  readonly volume: number;
}

/** The value area of a histogram by ascending bin, around its peak, one bin at a time. */
export function valueArea(histogram: ReadonlyMap<number, number>, fraction: number): ValueArea {
  const bins = [...histogram];
  const lowest = bins[0]![0];
  const highest = bins.at(-1)![0];
  const total = bins.reduce((sum, [, volume]) => sum + volume, 0);
  const poc = peak(bins, (lowest + highest) / 2);
  const volumeAt = (bin: number) => histogram.get(bin) ?? 0;
  let low = poc;
  let high = poc;
  let volume = volumeAt(poc);
  const wanted = Math.round(fraction * 10_000);
  while (volume * 10_000 < total * wanted) {
    const below = low > lowest ? volumeAt(low - 1) : -1;
    const above = high < highest ? volumeAt(high + 1) : -1;
    if (below < 0 && above < 0) break;
    const takeBelow = below === above ? poc - low <= high - poc : below > above;
    if (takeBelow) low -= 1;
    else high += 1;
    volume += Math.max(takeBelow ? below : above, 0);
  }
  while (volumeAt(low) === 0) low += 1;
  while (volumeAt(high) === 0) high -= 1;
  return { poc, low, high, volume };
}

/** The bin with the largest volume; of several the nearest to the middle, then the lower one. */
function peak(bins: readonly (readonly [number, number])[], middle: number): number {
  let [best, largest] = bins[0]!;
  for (const [bin, volume] of bins) {
    const nearer = Math.abs(bin - middle) < Math.abs(best - middle);
    if (volume < largest || (volume === largest && !nearer)) continue;
    best = bin;
    largest = volume;
  }
  return best;
}
