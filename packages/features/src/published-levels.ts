import type { ProfileSettings } from './profile-settings.ts';

type EdgeMode = ProfileSettings['edgeMode'];

/**
 * Published POC in half ticks (trading rules 7.5): the lower edge of its bin, or with `outer` its
 * middle, which is half a tick off the grid where the width is odd.
 */
export function publishedPocHalfTicks(bin: number, widthTicks: number, edgeMode: EdgeMode): number {
  return 2 * bin * widthTicks + (edgeMode === 'outer' ? widthTicks : 0);
}

/** Published VAH in ticks (trading rules 7.5): the lower edge of its bin, or with `outer` the upper. */
export function publishedVahTicks(bin: number, widthTicks: number, edgeMode: EdgeMode): number {
  return bin * widthTicks + (edgeMode === 'outer' ? widthTicks : 0);
}
