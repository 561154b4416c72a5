import { type Config, defaultConfig, type Random } from '@auction-trader/core';

/** A live configuration that trades often, with what matters to orders left to chance. */
export function randomConfig(random: Random): Config {
  const config = defaultConfig();
  const coin = () => random.uniform() < 0.5;
  const pick = <Value>(values: readonly Value[]): Value =>
    values[Math.floor(random.uniform() * values.length)]!;
  return {
    ...config,
    instrument: { ...config.instrument, rolling_window_minutes: 30 },
    startup: { ...config.startup, warmup_minutes: 30, warmup_max_missing_minutes: 10 },
    value_area: { ...config.value_area, min_va_bins: 5, alpha_bin: 0.1, va_fraction: 0.5 },
    signal: {
      ...config.signal,
      // Boundaries count as touched from afar: an entry every few minutes.
      crossing_min_ticks: 1_000,
      accept_outside_k: pick([1, 2, 3]),
      enable_retest_mode: coin(),
      enable_flip_on_signal: coin(),
    },
    sizing: { ...config.sizing, risk_pct: pick([0.005, 0.02]) },
    risk: {
      ...config.risk,
      max_daily_loss: pick([300, 100_000, 100_000]),
      cooldown_minutes: pick([0, 1, 3]),
      stop_buffer_ticks: pick([2, 100, 500]),
      max_hold_minutes: pick([5, 60]),
    },
    execution: {
      ...config.execution,
      use_limit_for_entry: random.uniform() < 0.75,
      limit_order_timeout_minutes: pick([0.25, 1]),
    },
  };
}
