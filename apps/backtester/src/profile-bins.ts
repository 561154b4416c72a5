import { MINUTE_MS } from '@auction-trader/core';
import type { LevelRows } from '@auction-trader/ingestion';

/** Volume by bin: bin `firstBin + i` holds `lots[i]`. */
export interface ProfileBins {
  readonly widthTicks: number;
  readonly firstBin: number;
  /** Empty when nothing was traded. */
  readonly lots: Float64Array;
}

/** Prices and sizes of the same rows. */
export interface LevelRange {
  readonly priceTicks: Int32Array;
  readonly sizeLots: Int32Array;
  readonly from: number;
  readonly to: number;
}

/** The volume of some rows by bins of `widthTicks`, on the grid anchored at price 0. */
export function sumBins(ranges: readonly LevelRange[], widthTicks: number): ProfileBins {
  const sums = new Map<number, number>();
  for (const { priceTicks, sizeLots, from, to } of ranges) {
    for (let row = from; row < to; row++) {
      const bin = Math.floor(priceTicks[row]! / widthTicks);
      sums.set(bin, (sums.get(bin) ?? 0) + sizeLots[row]!);
    }
  }
  const bins = [...sums.keys()].sort((left, right) => left - right);
  const firstBin = bins[0] ?? 0;
  const lots = new Float64Array(bins.length === 0 ? 0 : bins.at(-1)! - firstBin + 1);
  for (const [bin, sum] of sums) lots[bin - firstBin] = sum;
  return { widthTicks, firstBin, lots };
}

/** The traded levels of the minutes from one start to another (excluded). */
export function levelRanges(levels: LevelRows, fromMs: number, toMs: number): LevelRange[] {
  const ranges: LevelRange[] = [];
  for (let minuteMs = fromMs; minuteMs < toMs; minuteMs += MINUTE_MS) {
    levels.locate(minuteMs);
    const { priceTicks, sizeLots, from, to } = levels;
    ranges.push({ priceTicks, sizeLots, from, to });
  }
  return ranges;
}
