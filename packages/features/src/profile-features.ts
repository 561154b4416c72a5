import { checkState, NO_PRICE } from '@auction-trader/core';
import { MINUTE_FLAG, type MinuteTape } from '@auction-trader/ingestion';
import { BinWidth, REBUCKETED, wantedBinWidth } from './bin-width.ts';
import { bulkBuyFraction } from './bulk-volume.ts';
import type { FeatureColumns } from './feature-columns.ts';
import type { ProfileSettings } from './profile-settings.ts';
import { publishedPocHalfTicks, publishedVahTicks } from './published-levels.ts';
import { ReturnWindow, type ReturnWindowSnapshot } from './return-window.ts';
import { RollingProfile } from './rolling-profile.ts';
import { expandValueArea, findPoc, ValueArea } from './value-area.ts';

/**
 * {@link ProfileFeatures} as plain JSON data: what the tape's rows do not tell. The histogram is not in
 * it, since the tape's levels are that.
 */
export interface ProfileFeaturesSnapshot {
  readonly returns: ReturnWindowSnapshot;
  /** Bin width in force in ticks, before it was rounded to base bins; 0 before the first. */
  readonly widthTicks: number;
  /** Base bins per bin; 0 before the first. */
  readonly aggregation: number;
  /** Running sums over their windows. */
  readonly missingMinutes: number;
  readonly spreadSumTicks: number;
  readonly spreadCount: number;
}

/**
 * Stage 1.5: volatility, rolling profile and value area, one row for each row of the minute
 * tape (trading rules 5.6, 6 and 7). Rows must be updated one after another.
 */
export class ProfileFeatures {
  readonly #settings: ProfileSettings;
  readonly #profile: RollingProfile;
  readonly #returns: ReturnWindow;
  readonly #width: BinWidth;
  readonly #area = new ValueArea();
  /** Prices in the window; empty (low > high) without volume. */
  #lowTicks = Number.POSITIVE_INFINITY;
  #highTicks = Number.NEGATIVE_INFINITY;
  #missing = 0;
  #spreadSum = 0;
  #spreadCount = 0;
  /** After a restart the profile is made anew from the tape. */
  #refillNeeded = false;

  constructor(settings: ProfileSettings) {
    this.#settings = settings;
    this.#profile = new RollingProfile(settings.baseBinTicks);
    this.#returns = new ReturnWindow(settings.windowMinutes);
    this.#width = new BinWidth(settings);
  }

  /**
   * Writes row `index` of `features` from rows up to `index` of `tape`. A tape that drops old rows must
   * still hold the longest of the windows and one row before it.
   */
  update(tape: MinuteTape, features: FeatureColumns, index: number): void {
    this.#roll(tape, index);
    this.#countWindows(tape, features, index);
    const sigma = this.#measure(tape, features, index);
    this.#writeFlow(tape, features, index);
    features.windowLots[index] = this.#profile.totalLots;
    const empty = this.#lowTicks > this.#highTicks;
    if (Number.isNaN(sigma) || empty) this.#writeInvalid(features, index, 0);
    else this.#writeValueArea(features, index);
    features.length = index + 1;
  }

  snapshot(): ProfileFeaturesSnapshot {
    return {
      returns: this.#returns.snapshot(),
      widthTicks: this.#width.ticks,
      aggregation: this.#width.aggregation,
      missingMinutes: this.#missing,
      spreadSumTicks: this.#spreadSum,
      spreadCount: this.#spreadCount,
    };
  }

  /**
   * Goes on where {@link snapshot} was taken: the next row to be written is the one behind it. The
   * tape must hold the rows of the windows before that row again.
   *
   * @throws AuctionTraderError (`BAD_STATE`) when it is something else
   */
  restore(snapshot: ProfileFeaturesSnapshot): void {
    checkState(snapshot, this.snapshot(), 'the profile features');
    this.#returns.restore(snapshot.returns);
    this.#width.ticks = snapshot.widthTicks;
    this.#width.aggregation = snapshot.aggregation;
    this.#missing = snapshot.missingMinutes;
    this.#spreadSum = snapshot.spreadSumTicks;
    this.#spreadCount = snapshot.spreadCount;
    this.#refillNeeded = true;
  }

  /**
   * Levels of the window's minutes have changed (trades that came late): the next row is made from them as
   * they are then.
   */
  refill(): void {
    this.#refillNeeded = true;
  }

  /** Adds the newest minute to the profile and takes away the one that leaves the window. */
  #roll(tape: MinuteTape, index: number): void {
    const { windowMinutes } = this.#settings;
    const profile = this.#profile;
    const { levels } = tape;
    const oldest = Math.max(0, index - windowMinutes + 1);
    if (oldest > 0 && !this.#refillNeeded) {
      levels.locate(tape.minuteMs(oldest - 1));
      profile.change(levels.priceTicks, levels.sizeLots, levels.from, levels.to, -1);
    }
    this.#findRange(tape, oldest, index);
    if (this.#refillNeeded || !profile.fits(this.#lowTicks, this.#highTicks)) {
      this.#refill(tape, oldest, index);
      return;
    }
    if (tape.volumeLots[index] === 0) return;
    levels.locate(tape.minuteMs(index));
    profile.change(levels.priceTicks, levels.sizeLots, levels.from, levels.to, 1);
  }

  #refill(tape: MinuteTape, oldest: number, index: number): void {
    this.#refillNeeded = false;
    const profile = this.#profile;
    const { levels } = tape;
    const empty = this.#lowTicks > this.#highTicks;
    profile.clear(empty ? 0 : this.#lowTicks, empty ? 0 : this.#highTicks);
    if (empty) return;
    for (let at = oldest; at <= index; at++) {
      levels.locate(tape.minuteMs(at));
      profile.change(levels.priceTicks, levels.sizeLots, levels.from, levels.to, 1);
    }
  }

  /** The window is gone through anew only when the minute that left it held the range's low or high. */
  #findRange(tape: MinuteTape, oldest: number, index: number): void {
    const { lowTicks, highTicks, volumeLots, lateTrades, levels } = tape;
    const left = oldest - 1;
    const heldExtreme =
      left >= 0 &&
      (lateTrades[left] !== 0 ||
        (volumeLots[left] !== 0 &&
          (lowTicks[left] === this.#lowTicks || highTicks[left] === this.#highTicks)));
    const keeps = !heldExtreme && !this.#refillNeeded;
    let low = keeps ? this.#lowTicks : Number.POSITIVE_INFINITY;
    let high = keeps ? this.#highTicks : Number.NEGATIVE_INFINITY;
    for (let at = keeps ? index : oldest; at <= index; at++) {
      if (lateTrades[at] !== 0) {
        // Late trades may lie outside the bar, which stays as it was published.
        levels.locate(tape.minuteMs(at));
        if (levels.from === levels.to) continue;
        low = Math.min(low, levels.priceTicks[levels.from]!);
        high = Math.max(high, levels.priceTicks[levels.to - 1]!);
        continue;
      }
      if (volumeLots[at] === 0) continue;
      if (lowTicks[at]! < low) low = lowTicks[at]!;
      if (highTicks[at]! > high) high = highTicks[at]!;
    }
    this.#lowTicks = low;
    this.#highTicks = high;
  }

  /** Missing minutes and spreads, as running integer sums. */
  #countWindows(tape: MinuteTape, features: FeatureColumns, index: number): void {
    const { windowMinutes, spreadLookbackMinutes } = this.#settings;
    this.#missing += missing(tape, index) - missing(tape, index - windowMinutes);
    const left = index - spreadLookbackMinutes;
    this.#spreadSum += spread(tape, index) - spread(tape, left);
    this.#spreadCount += (spread(tape, index) > 0 ? 1 : 0) - (spread(tape, left) > 0 ? 1 : 0);
    features.missingMinutes[index] = this.#missing;
    features.spreadSumTicks[index] = this.#spreadSum;
    features.spreadCount[index] = this.#spreadCount;
  }

  /** Sigma, and the bin width that follows from it. */
  #measure(tape: MinuteTape, features: FeatureColumns, index: number): number {
    const known = tape.bidTicks[index] !== NO_PRICE;
    const mid2 = known ? tape.bidTicks[index]! + tape.askTicks[index]! : 0;
    this.#returns.push(mid2, (tape.flags[index]! & MINUTE_FLAG.SYNTHETIC) !== 0);
    const sigma = this.#returns.deviation();
    const width = this.#width;
    let rebucketed: number = REBUCKETED.NONE;
    if (!Number.isNaN(sigma)) {
      rebucketed = width.update(tape.minuteMs(index), wantedBinWidth(mid2, sigma, this.#settings));
      const stale = this.#profile.aggregation !== width.aggregation;
      if (stale && this.#lowTicks <= this.#highTicks) {
        this.#profile.aggregate(width.aggregation, this.#lowTicks, this.#highTicks);
      }
    }
    features.sigma[index] = sigma;
    features.rebucketed[index] = rebucketed;
    features.binWidthTicks[index] = width.aggregation * this.#settings.baseBinTicks;
    return sigma;
  }

  #writeFlow(tape: MinuteTape, features: FeatureColumns, index: number): void {
    const volume = tape.volumeLots[index]!;
    const { useBvc, bvcLookbackMinutes } = this.#settings;
    if (useBvc && volume > 0 && (tape.flags[index]! & MINUTE_FLAG.REAL_SIDE) === 0) {
      const fraction = bulkBuyFraction(tape, index, bvcLookbackMinutes);
      features.bvcBuyFraction[index] = fraction;
      features.flowLots[index] = volume * (2 * fraction - 1);
      features.ambiguousFraction[index] = 1;
      return;
    }
    features.bvcBuyFraction[index] = Number.NaN;
    features.flowLots[index] = tape.orderFlowLots[index]!;
    features.ambiguousFraction[index] = volume === 0 ? 0 : tape.ambiguousLots[index]! / volume;
  }

  #writeValueArea(features: FeatureColumns, index: number): void {
    const { minBins, fractionBasisPoints, expansion } = this.#settings;
    const profile = this.#profile;
    const area = this.#area;
    const low = profile.bin(this.#lowTicks);
    const high = profile.bin(this.#highTicks);
    findPoc(profile.bins, profile.mask, low, high, area);
    if (area.profileBins < minBins) {
      this.#writeInvalid(features, index, area.profileBins);
      return;
    }
    const step = expansion === 'pair' ? 2 : 1;
    expandValueArea(
      profile.bins,
      profile.mask,
      low,
      high,
      profile.totalLots,
      fractionBasisPoints,
      step,
      area,
    );
    this.#writeLevels(features, index);
  }

  #writeLevels(features: FeatureColumns, index: number): void {
    const area = this.#area;
    const width = features.binWidthTicks[index]!;
    const { edgeMode } = this.#settings;
    features.valid[index] = 1;
    features.pocHalfTicks[index] = publishedPocHalfTicks(area.poc, width, edgeMode);
    features.valTicks[index] = area.low * width;
    features.vahTicks[index] = publishedVahTicks(area.high, width, edgeMode);
    features.vahEdgeTicks[index] = area.high * width + width;
    features.valueAreaLots[index] = area.lots;
    features.valueAreaBins[index] = area.bins;
    features.profileBins[index] = area.profileBins;
  }

  #writeInvalid(features: FeatureColumns, index: number, profileBins: number): void {
    features.valid[index] = 0;
    features.pocHalfTicks[index] = NO_PRICE;
    features.valTicks[index] = NO_PRICE;
    features.vahTicks[index] = NO_PRICE;
    features.vahEdgeTicks[index] = NO_PRICE;
    features.valueAreaLots[index] = 0;
    features.valueAreaBins[index] = 0;
    features.profileBins[index] = profileBins;
  }
}

/** 1 for a minute without a sign of life, 0 otherwise and before the tape begins. */
function missing(tape: MinuteTape, index: number): number {
  return index >= 0 && (tape.flags[index]! & MINUTE_FLAG.MISSING) !== 0 ? 1 : 0;
}

/** Closing spread in ticks; 0 when no quote was known, and before the tape begins. */
function spread(tape: MinuteTape, index: number): number {
  if (index < 0 || tape.bidTicks[index] === NO_PRICE) return 0;
  return tape.askTicks[index]! - tape.bidTicks[index]!;
}
