import type { Config } from '@auction-trader/core';
import { type ExecutionSettings, executionSettings } from '@auction-trader/execution';
import { fundingRate } from '@auction-trader/risk';

/** What the decision step needs of the configuration beside strategy and risk. */
export interface EngineSettings {
  /** Rolling window and warm-up, minutes. */
  readonly windowMinutes: number;
  readonly warmupMaxMissingMinutes: number;
  readonly feedStaleMs: number;
  readonly flipOnSignal: boolean;
  /** Whether funding is charged by the clock at the configured rate; a live venue tells what it has charged. */
  readonly schedulesFunding: boolean;
  /** Funding interval in ms and the rate of one interval, as a fraction. */
  readonly fundingIntervalMs: number;
  readonly fundingRate: number;
  readonly initialCapital: number;
  readonly execution: ExecutionSettings;
}

/** Reads {@link EngineSettings} from a validated configuration. */
export function engineSettings(config: Config): EngineSettings {
  const intervalHours = config.backtest.funding_interval_hours;
  return {
    windowMinutes: config.instrument.rolling_window_minutes,
    warmupMaxMissingMinutes: config.startup.warmup_max_missing_minutes,
    feedStaleMs: config.monitoring.feed_stale_seconds * 1_000,
    flipOnSignal: config.signal.enable_flip_on_signal,
    schedulesFunding: true,
    fundingIntervalMs: intervalHours * 3_600_000,
    fundingRate: fundingRate(config.backtest.funding_rate_8h_bps, intervalHours),
    initialCapital: config.backtest.initial_capital,
    execution: executionSettings(config),
  };
}
