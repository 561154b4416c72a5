import type { MinuteTape } from '@auction-trader/ingestion';
import type { FeatureColumns } from './feature-columns.ts';
import { type PriceRows, type VolumeProfile, volumeProfile } from './volume-profile.ts';

/**
 * The volume profile as it stood at the close of row `index`, in bins of the width then in force
 * (one tick before there was one): the histogram its POC, VAH and VAL were found in.
 *
 * @param windowMinutes minutes in the profile, the row's included
 * @throws AuctionTraderError (`NO_LEVELS`) when the tape no longer holds some minute's levels
 * @example
 * const { firstBin, widthTicks, lots } = profileAt(tape, features, row, 240);
 * const lowestPriceTicks = firstBin * widthTicks; // lots[0] were traded from there
 */
export function profileAt(
  tape: MinuteTape,
  features: FeatureColumns,
  index: number,
  windowMinutes: number,
): VolumeProfile {
  const ranges: PriceRows[] = [];
  for (let at = Math.max(0, index - windowMinutes + 1); at <= index; at++) {
    tape.levels.locate(tape.minuteMs(at));
    const { priceTicks, sizeLots, from, to } = tape.levels;
    ranges.push({ priceTicks, sizeLots, from, to });
  }
  return volumeProfile(ranges, Math.max(1, features.binWidthTicks[index]!));
}
