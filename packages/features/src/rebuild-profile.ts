import { DAY_MS, type DayTicks } from '@auction-trader/core';
import { gallop } from '@auction-trader/ingestion';
import type { ProfileSettings } from './profile-settings.ts';
import { publishedPocHalfTicks, publishedVahTicks } from './published-levels.ts';
import { expandValueArea, findPoc, ValueArea } from './value-area.ts';
import { type PriceRows, type VolumeProfile, volumeProfile } from './volume-profile.ts';

/** A value area as it is published; names and units of the columns of `FeatureColumns`. */
export interface PublishedValueArea {
  readonly pocHalfTicks: number;
  readonly vahTicks: number;
  readonly valTicks: number;
  readonly vahEdgeTicks: number;
  readonly valueAreaLots: number;
  readonly valueAreaBins: number;
}

/** A profile made from trades, and the value area that follows from it. */
export interface RebuiltProfile extends VolumeProfile {
  readonly windowLots: number;
  /** Bins with volume. */
  readonly profileBins: number;
  /** Null with fewer bins than `minBins`. */
  readonly valueArea: PublishedValueArea | null;
}

/** What {@link rebuildProfile} looks at. */
export interface RebuildWindow {
  /** First instant of the window's first minute, and of the minute behind its last; epoch ms. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Bin width in force at its end. */
  readonly widthTicks: number;
}

/**
 * Builds profile and value area from the raw trades of a window, for an audit or after a restart:
 * bin for bin what the rolling profile holds (trading rules 6).
 *
 * @param days the ticks of the UTC days that the window touches; others are passed over
 */
export function rebuildProfile(
  days: readonly DayTicks[],
  { fromMs, toMs, widthTicks }: RebuildWindow,
  settings: ProfileSettings,
): RebuiltProfile {
  const ranges = days.map((day) => tradesBetween(day, fromMs, toMs));
  const profile = volumeProfile(ranges, widthTicks);
  const windowLots = profile.lots.reduce((sum, lots) => sum + lots, 0);
  const profileBins = profile.lots.reduce((count, lots) => count + (lots > 0 ? 1 : 0), 0);
  const valid = profileBins >= Math.max(1, settings.minBins);
  const valueArea = valid ? valueAreaOf(profile, windowLots, settings) : null;
  return { ...profile, windowLots, profileBins, valueArea };
}

function tradesBetween({ dayStartMs, trades }: DayTicks, fromMs: number, toMs: number): PriceRows {
  const { timeMs, priceTicks, sizeLots, length } = trades;
  const from = gallop(timeMs, 0, length, clampToDay(fromMs - dayStartMs));
  const to = gallop(timeMs, from, length, clampToDay(toMs - dayStartMs));
  return { priceTicks, sizeLots, from, to };
}

/** Columns of times hold milliseconds of the day. */
function clampToDay(timeMs: number): number {
  return Math.min(Math.max(timeMs, 0), DAY_MS);
}

function valueAreaOf(
  { lots, firstBin, widthTicks }: VolumeProfile,
  windowLots: number,
  { fractionBasisPoints, expansion, edgeMode }: ProfileSettings,
): PublishedValueArea {
  const last = lots.length - 1;
  const ring = new Float64Array(2 ** Math.ceil(Math.log2(lots.length)));
  ring.set(lots);
  const mask = ring.length - 1;
  const area = new ValueArea();
  findPoc(ring, mask, 0, last, area);
  const step = expansion === 'pair' ? 2 : 1;
  expandValueArea(ring, mask, 0, last, windowLots, fractionBasisPoints, step, area);
  const top = firstBin + area.high;
  return {
    pocHalfTicks: publishedPocHalfTicks(firstBin + area.poc, widthTicks, edgeMode),
    vahTicks: publishedVahTicks(top, widthTicks, edgeMode),
    valTicks: (firstBin + area.low) * widthTicks,
    vahEdgeTicks: (top + 1) * widthTicks,
    valueAreaLots: area.lots,
    valueAreaBins: area.bins,
  };
}
