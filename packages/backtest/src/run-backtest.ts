import type { Config, TickSource } from '@auction-trader/core';
import { buildTape } from '@auction-trader/ingestion';
import type { Strategy } from '@auction-trader/signals';
import type { RunRows } from './report/model/profile-recorder.ts';
import type { RunResult } from './run-result.ts';
import { startRun } from './start-run.ts';

/** Options of {@link runBacktest}. */
export interface BacktestOptions {
  /** Default: the auction strategy with the configuration's settings. A strategy keeps state: give a new one to each run. */
  readonly strategy?: Strategy;
  /** Told after each day: days done, days in all. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Told of the minutes decided since, while the tape still holds their volume per price. */
  readonly onMinutes?: (rows: RunRows) => void;
}

/**
 * Backtests a strategy on ticks (trading rules 14.1, mode 1), a day at a time: memory grows
 * with the minutes, not with the ticks. It starts cold at the source's first tick.
 *
 * @example
 * const run = runBacktest(source, defaultConfig());
 * console.log(summarize(run).metrics.net_pnl);
 */
export function runBacktest(source: TickSource, config: Config, options: BacktestOptions = {}): RunResult {
  const start = startRun(source, config, options.strategy);
  const { tape, levels, features, profile, days, log, run, accumulator } = start;
  let done = 0;
  buildTape(source, accumulator, tape, (day, from, to) => {
    days.take(day);
    for (let index = from; index < to; index++) profile.update(tape, features, index);
    run.closeRows(from, to);
    start.measure();
    options.onMinutes?.({ tape, features, signals: log.signals, from, to });
    if (to > 0) levels.release(tape.minuteMs(to - config.instrument.rolling_window_minutes - 1));
    options.onProgress?.(++done, source.days.length);
  });
  run.playUnclosed();
  start.measure();
  return start.finish();
}
