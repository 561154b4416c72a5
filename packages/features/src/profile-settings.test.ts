import { configSchema, defaultConfig } from '@auction-trader/core';
import { expect, it } from 'vitest';
import { profileSettings } from './profile-settings.ts';

it('reads the defaults as whole numbers', () => {
  expect(profileSettings(defaultConfig())).toEqual({
    windowMinutes: 240,
    baseBinTicks: 1,
    alphaBin: 0.25,
    binWidthMaxTicks: 200,
    rebucketIntervalMinutes: 15,
    rebucketChangeBasisPoints: 2_500,
    minBins: 20,
    fractionBasisPoints: 7_000,
    expansion: 'single',
    edgeMode: 'key',
    spreadLookbackMinutes: 60,
    useBvc: false,
    bvcLookbackMinutes: 60,
  });
});

it('reads every key it depends on', () => {
  const config = configSchema.parse({
    instrument: { rolling_window_minutes: 60 },
    startup: { warmup_minutes: 60 },
    value_area: {
      base_bin_ticks: 2,
      alpha_bin: 0.4,
      bin_width_max_ticks: 50,
      rebucket_interval_minutes: 5,
      rebucket_change_pct: 0.1,
      min_va_bins: 7,
      va_fraction: 0.6,
      va_expansion: 'pair',
      va_edge_mode: 'outer',
    },
    order_flow: { spread_lookback_minutes: 30, use_bvc: true, lookback_bvc: 20 },
  });
  expect(profileSettings(config)).toEqual({
    windowMinutes: 60,
    baseBinTicks: 2,
    alphaBin: 0.4,
    binWidthMaxTicks: 50,
    rebucketIntervalMinutes: 5,
    rebucketChangeBasisPoints: 1_000,
    minBins: 7,
    fractionBasisPoints: 6_000,
    expansion: 'pair',
    edgeMode: 'outer',
    spreadLookbackMinutes: 30,
    useBvc: true,
    bvcLookbackMinutes: 20,
  });
});
