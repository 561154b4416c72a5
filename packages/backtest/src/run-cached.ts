import { type Config, MINUTES_PER_DAY, type TickSource } from '@auction-trader/core';
import { FeatureColumns, profileSettings } from '@auction-trader/features';
import { type MinuteTape, type TapeCache, TapeSaver, tapeSettings } from '@auction-trader/ingestion';
import { measureExcursions } from './excursions.ts';
import { finishRun } from './finish-run.ts';
import { prepareFeatures } from './market.ts';
import { MarketDays, quotesMode } from './market-days.ts';
import { type BacktestOptions, runBacktest } from './run-backtest.ts';
import { RunRecorder } from './run-recorder.ts';
import type { RunResult } from './run-result.ts';
import { auctionStrategy } from './start-run.ts';
import { StrategyRun } from './strategy-run.ts';

/** Options of {@link runCached}. */
export interface CachedRunOptions extends BacktestOptions {
  /** Told when the cache could not be written (a full disk); the run goes on without it. */
  readonly onCacheError?: (error: unknown) => void;
}

/**
 * As {@link runBacktest}, with tape and profile features taken from a cache where data and
 * settings allow it, and put there where they were not: the same results, sooner.
 */
export function runCached(
  source: TickSource,
  config: Config,
  cache: TapeCache,
  options: CachedRunOptions = {},
): RunResult {
  const key = cache.tapeKey(source.dataHash, tapeSettings(config, quotesMode(source, config)));
  const tape = cache.readTape(key);
  if (tape === null) return runAndKeep(source, config, cache, key, options);
  return runOnTape(source, config, tape, cachedFeatures(config, cache, key, tape, options), options);
}

/** A streaming run whose tape and features are written to the cache as they are made. */
function runAndKeep(
  source: TickSource,
  config: Config,
  cache: TapeCache,
  key: string,
  options: CachedRunOptions,
): RunResult {
  const saver = new TapeSaver(cache, key);
  const keep = attempts(options);
  const run = runBacktest(source, config, {
    ...options,
    onMinutes: (rows) => {
      options.onMinutes?.(rows);
      keep(() => saver.take(rows.tape, rows.to));
    },
  });
  keep(() => saver.finish(run.tape));
  if (run.tape.length > 0) keep(() => cache.writeFeatures(key, profileSettings(config), run.features));
  return run;
}

function cachedFeatures(
  config: Config,
  cache: TapeCache,
  key: string,
  tape: MinuteTape,
  options: CachedRunOptions,
): FeatureColumns {
  const settings = profileSettings(config);
  const features = new FeatureColumns(tape.length);
  if (cache.readFeatures(key, settings, features)) return features;
  const made = prepareFeatures({ tape }, config);
  attempts(options)(() => cache.writeFeatures(key, settings, made));
  return made;
}

/** Stage 2 alone, a day at a time so that progress can be told. */
function runOnTape(
  source: TickSource,
  config: Config,
  tape: MinuteTape,
  features: FeatureColumns,
  options: CachedRunOptions,
): RunResult {
  const { instrument } = source;
  const strategy = options.strategy ?? auctionStrategy(source, config);
  const days = new MarketDays(source, config, 2, false);
  const log = new RunRecorder(tape.length, true);
  const run = new StrategyRun({ instrument, config, strategy, tape, features, days, log });
  let measured = 0;
  for (let from = 0; from < tape.length; from += MINUTES_PER_DAY) {
    const to = Math.min(from + MINUTES_PER_DAY, tape.length);
    run.closeRows(from, to);
    measured = measureExcursions(log.trades, measured, tape, days);
    options.onMinutes?.({ tape, features, signals: log.signals, from, to });
    options.onProgress?.(to, tape.length);
  }
  run.playUnclosed();
  measureExcursions(log.trades, measured, tape, days);
  return finishRun(source, config, days.quotes, strategy, run.engine, tape, features, log);
}

/** Tries to keep something; after the first failure nothing more is tried. */
function attempts({ onCacheError }: CachedRunOptions): (keep: () => void) => void {
  let failed = false;
  return (keep) => {
    if (failed) return;
    try {
      keep();
    } catch (error) {
      failed = true;
      onCacheError?.(error);
    }
  };
}
