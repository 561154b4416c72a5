import { BASIS_POINTS } from '@auction-trader/core';
import type { SignalSettings } from './signal-settings.ts';
import type { MinuteView } from './strategy.ts';

/**
 * How far from a boundary a print may lie and still be near it (trading rules 8.3), in
 * ticks: a multiple of the average spread, rounded up, and never less than a minimum. The
 * spread counts as one tick while no closing quote is known.
 */
export function crossingToleranceTicks(view: MinuteView, settings: SignalSettings): number {
  const { features, index } = view;
  const count = features.spreadCount[index]!;
  const sum = count === 0 ? 1 : features.spreadSumTicks[index]!;
  const divisor = BASIS_POINTS * Math.max(count, 1);
  const bySpread = Math.ceil((settings.crossingSpreadBasisPoints * sum) / divisor);
  return Math.max(settings.crossingMinTicks, bySpread);
}

/**
 * Whether some print of the minute lies within the tolerance of a price. The minute's own
 * prints decide, not its range: a gap over the price is not near it.
 */
export function tradedNear(view: MinuteView, priceTicks: number, settings: SignalSettings): boolean {
  const { tape, index } = view;
  const tolerance = crossingToleranceTicks(view, settings);
  const from = priceTicks - tolerance;
  const to = priceTicks + tolerance;
  const low = tape.lowTicks[index]!;
  const high = tape.highTicks[index]!;
  if (low > to || high < from) return false;
  // Low, high and close are prints: most questions end here.
  if (settings.crossByRange || low >= from || high <= to) return true;
  const close = tape.closeTicks[index]!;
  if (close >= from && close <= to) return true;
  return hasLevelBetween(view, from, to);
}

function hasLevelBetween({ tape, index }: MinuteView, from: number, to: number): boolean {
  const { levels } = tape;
  levels.locate(tape.minuteMs(index));
  const { priceTicks } = levels;
  let first = levels.from;
  let end = levels.to;
  while (first < end) {
    const middle = (first + end) >>> 1;
    if (priceTicks[middle]! < from) first = middle + 1;
    else end = middle;
  }
  return first < levels.to && priceTicks[first]! <= to;
}
