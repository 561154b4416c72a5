import { BASIS_POINTS } from '@auction-trader/core';
import type { ProfileSettings } from './profile-settings.ts';

/** Codes of {@link BinWidth.update}: why the effective width changed. */
export const REBUCKETED = { NONE: 0, INITIAL: 1, CLOCK: 2, CHANGE: 3 } as const;

/**
 * Bin width a minute asks for (trading rules 6): alpha times the expected price movement,
 * rounded half up, from 1 to the largest allowed, in ticks.
 *
 * @param mid2Ticks sum of bid and ask
 * @param sigma deviation of the log returns
 */
export function wantedBinWidth(mid2Ticks: number, sigma: number, settings: ProfileSettings): number {
  const raw = (settings.alphaBin * mid2Ticks * sigma) / 2;
  return Math.min(Math.max(Math.floor(raw + 0.5), 1), settings.binWidthMaxTicks);
}

/** The bin width in force: it follows the wanted one by the clock or when that is far off. */
export class BinWidth {
  /** Width in force in ticks, 0 before the first. */
  ticks = 0;
  /** Base bins per bin; the effective width is this times the base bin. */
  aggregation = 0;
  readonly #settings: ProfileSettings;

  constructor(settings: ProfileSettings) {
    this.#settings = settings;
  }

  /**
   * Takes up the width wanted at a minute.
   *
   * @param minuteMs epoch ms of the minute's start
   * @returns a {@link REBUCKETED} code: NONE unless the effective width changed
   */
  update(minuteMs: number, wantedTicks: number): number {
    const reason = this.#reason(minuteMs, wantedTicks);
    if (reason === REBUCKETED.NONE) return reason;
    this.ticks = wantedTicks;
    const aggregation = Math.max(1, Math.floor(wantedTicks / this.#settings.baseBinTicks + 0.5));
    if (aggregation === this.aggregation) return REBUCKETED.NONE;
    this.aggregation = aggregation;
    return reason;
  }

  #reason(minuteMs: number, wantedTicks: number): number {
    const { rebucketIntervalMinutes, rebucketChangeBasisPoints } = this.#settings;
    const old = this.ticks;
    if (old === 0) return REBUCKETED.INITIAL;
    if ((minuteMs / 60_000) % rebucketIntervalMinutes === 0) return REBUCKETED.CLOCK;
    const change = Math.abs(wantedTicks - old) * BASIS_POINTS;
    return change >= old * rebucketChangeBasisPoints ? REBUCKETED.CHANGE : REBUCKETED.NONE;
  }
}
