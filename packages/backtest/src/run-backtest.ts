import type { Config, TickSource } from '@auction-trader/core';
import { FeatureColumns, ProfileFeatures, profileSettings } from '@auction-trader/features';
import { buildTape, emptyTape, MinuteAccumulator, tapeSettings } from '@auction-trader/ingestion';
import { AuctionStrategy, type Strategy, signalSettings } from '@auction-trader/signals';
import { measureExcursions } from './excursions.ts';
import { finishRun } from './finish-run.ts';
import { MarketDays } from './market-days.ts';
import { playReference } from './play-reference.ts';
import type { RunRows } from './report/model/profile-recorder.ts';
import { RunRecorder } from './run-recorder.ts';
import type { RunResult } from './run-result.ts';
import { StrategyRun } from './strategy-run.ts';

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
 * console.log(summarize(run).netPnl);
 */
export function runBacktest(source: TickSource, config: Config, options: BacktestOptions = {}): RunResult {
  const { tape, levels } = emptyTape(source.days);
  const features = new FeatureColumns(tape.capacity);
  const profile = new ProfileFeatures(profileSettings(config));
  const days = new MarketDays(source, config, 2, false);
  const log = new RunRecorder(tape.capacity, true);
  const { instrument } = source;
  const strategy = options.strategy ?? auctionStrategy(source, config);
  const run = new StrategyRun({ instrument, config, strategy, tape, features, days, log });
  const accumulator = new MinuteAccumulator(tapeSettings(config, days.quotes), tape, levels);
  let done = 0;
  let measured = 0;
  buildTape(source, accumulator, tape, (day, from, to) => {
    days.take(day);
    for (let index = from; index < to; index++) profile.update(tape, features, index);
    run.closeRows(from, to);
    measured = measureExcursions(log.trades, measured, tape, days);
    options.onMinutes?.({ tape, features, signals: log.signals, from, to });
    if (to > 0) levels.release(tape.minuteMs(to - config.instrument.rolling_window_minutes - 1));
    options.onProgress?.(++done, source.days.length);
  });
  run.playUnclosed();
  measureExcursions(log.trades, measured, tape, days);
  return finishRun(source, config, days.quotes, strategy, run.engine, tape, features, log);
}

/**
 * The plain run that {@link runBacktest} is checked against: every event one by one through
 * accumulator, features, engine and exchange. Identical results, many times slower.
 */
export function runReference(source: TickSource, config: Config, options: BacktestOptions = {}): RunResult {
  const { tape, levels } = emptyTape(source.days);
  const features = new FeatureColumns(tape.capacity);
  const profile = new ProfileFeatures(profileSettings(config));
  const days = new MarketDays(source, config, 2, false);
  const log = new RunRecorder(tape.capacity, true);
  const { instrument } = source;
  const strategy = options.strategy ?? auctionStrategy(source, config);
  const run = new StrategyRun({ instrument, config, strategy, tape, features, days, log });
  const accumulator = new MinuteAccumulator(tapeSettings(config, days.quotes), tape, levels);
  playReference(source, days, accumulator, run, (minuteMs) => {
    const index = accumulator.closeMinute(minuteMs);
    if (index < 0) return;
    profile.update(tape, features, index);
    run.engine.closeMinute(index);
  });
  measureExcursions(log.trades, 0, tape, days);
  return finishRun(source, config, days.quotes, strategy, run.engine, tape, features, log);
}

/** The auction strategy with a configuration's settings. */
export function auctionStrategy({ instrument }: TickSource, config: Config): Strategy {
  return new AuctionStrategy(signalSettings(config, instrument));
}
