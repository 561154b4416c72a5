import { basisPoints, type Config } from '@auction-trader/core';

/** Everything the profile features depend on beside the tape. Fractions in 1/10000. */
export interface ProfileSettings {
  /** Profile, sigma and warm-up window. */
  readonly windowMinutes: number;
  readonly baseBinTicks: number;
  /** Bin width per unit of price movement; a plain factor. */
  readonly alphaBin: number;
  readonly binWidthMaxTicks: number;
  readonly rebucketIntervalMinutes: number;
  readonly rebucketChangeBasisPoints: number;
  readonly minBins: number;
  readonly fractionBasisPoints: number;
  /** `pair`: two rows at a time, the classic method. */
  readonly expansion: 'single' | 'pair';
  /** `outer`: VAH is the top edge of its bin and POC the middle. */
  readonly edgeMode: 'key' | 'outer';
  readonly spreadLookbackMinutes: number;
  readonly useBvc: boolean;
  readonly bvcLookbackMinutes: number;
}

/** Reads {@link ProfileSettings} from a validated configuration. */
export function profileSettings(config: Config): ProfileSettings {
  const { instrument, value_area, order_flow } = config;
  return {
    windowMinutes: instrument.rolling_window_minutes,
    baseBinTicks: value_area.base_bin_ticks,
    alphaBin: value_area.alpha_bin,
    binWidthMaxTicks: value_area.bin_width_max_ticks,
    rebucketIntervalMinutes: value_area.rebucket_interval_minutes,
    rebucketChangeBasisPoints: basisPoints(value_area.rebucket_change_pct),
    minBins: value_area.min_va_bins,
    fractionBasisPoints: basisPoints(value_area.va_fraction),
    expansion: value_area.va_expansion,
    edgeMode: value_area.va_edge_mode,
    spreadLookbackMinutes: order_flow.spread_lookback_minutes,
    useBvc: order_flow.use_bvc,
    bvcLookbackMinutes: order_flow.lookback_bvc,
  };
}
