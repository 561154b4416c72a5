import { BASIS_POINTS } from '@auction-trader/core';

/** POC, value area and its volume, as bin indices. Reused by its owner: copy what you keep. */
export class ValueArea {
  poc = 0;
  /** Lowest and highest bin, both with volume. */
  low = 0;
  high = 0;
  /** Lots inside, and bins from `low` to `high`. */
  lots = 0;
  bins = 0;
  /** Bins with volume in the whole profile. */
  profileBins = 0;
}

/**
 * Finds the bin of largest volume (trading rules 7.3). Ties: nearest the middle of the traded
 * range, then the lower one. Writes `poc` and `profileBins`.
 *
 * @param lots lots of bin `g` at `g & mask`; a length that is a power of two
 * @param mask that length less one
 * @param low lowest bin with volume
 * @param high highest bin with volume
 */
export function findPoc(lots: Float64Array, mask: number, low: number, high: number, area: ValueArea): void {
  let poc = low;
  let most = 0;
  let occupied = 0;
  for (let bin = low; bin <= high; bin++) {
    const volume = lots[bin & mask]!;
    if (volume > 0) occupied++;
    if (volume < most) continue;
    if (volume > most || Math.abs(2 * bin - low - high) < Math.abs(2 * poc - low - high)) {
      most = volume;
      poc = bin;
    }
  }
  area.poc = poc;
  area.profileBins = occupied;
}

/**
 * Expands from the POC until the fraction of the volume is inside (trading rules 7.4), one
 * bin a step, or two with `pair`: the side with the larger next volume, at a tie the side with
 * fewer bins so far, then the lower side. Empty bins at the ends are trimmed. Writes `low`,
 * `high`, `lots` and `bins`.
 *
 * @param total lots from `low` to `high`, above 0
 * @param fractionBasisPoints share to reach, in 1/10000
 */
export function expandValueArea(
  lots: Float64Array,
  mask: number,
  low: number,
  high: number,
  total: number,
  fractionBasisPoints: number,
  step: 1 | 2,
  area: ValueArea,
): void {
  const { poc } = area;
  const target = total * fractionBasisPoints;
  let bottom = poc;
  let top = poc;
  let inside = lots[poc & mask]!;
  while (inside * BASIS_POINTS < target) {
    const taken = nextBins(lots, mask, low, high, poc, bottom, top, step);
    if (taken === 0) break;
    if (taken > 0) {
      inside += sum(lots, mask, top + 1, top + taken);
      top += taken;
    } else {
      inside += sum(lots, mask, bottom + taken, bottom - 1);
      bottom += taken;
    }
  }
  while (lots[bottom & mask] === 0) bottom++;
  while (lots[top & mask] === 0) top--;
  area.low = bottom;
  area.high = top;
  area.lots = inside;
  area.bins = top - bottom + 1;
}

/**
 * The bins the area from `bottom` to `top` takes next: so many above it (positive) or below it
 * (negative); 0 when there are none left.
 */
export function nextBins(
  lots: Float64Array,
  mask: number,
  low: number,
  high: number,
  poc: number,
  bottom: number,
  top: number,
  step: 1 | 2,
): number {
  const below = Math.min(step, bottom - low);
  const above = Math.min(step, high - top);
  if (below === 0 || above === 0) return above - below;
  const volumeBelow = sum(lots, mask, bottom - below, bottom - 1);
  const volumeAbove = sum(lots, mask, top + 1, top + above);
  if (volumeAbove !== volumeBelow) return volumeAbove > volumeBelow ? above : -below;
  return top - poc < poc - bottom ? above : -below;
}

function sum(lots: Float64Array, mask: number, from: number, to: number): number {
  let volume = 0;
  for (let bin = from; bin <= to; bin++) volume += lots[bin & mask]!;
  return volume;
}
