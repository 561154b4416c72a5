import type { Config, TickSource } from '@auction-trader/core';
import { FeatureColumns, ProfileFeatures, profileSettings } from '@auction-trader/features';
import {
  buildTape,
  emptyTape,
  MinuteAccumulator,
  type MinuteTape,
  tapeSettings,
} from '@auction-trader/ingestion';
import type { Strategy } from '@auction-trader/signals';
import { finishRun } from './finish-run.ts';
import { MarketDays } from './market-days.ts';
import { RunRecorder } from './run-recorder.ts';
import type { RunResult } from './run-result.ts';
import { auctionStrategy } from './start-run.ts';
import { StrategyRun } from './strategy-run.ts';

/** Days of ticks kept in memory between runs: a month of busy days is about a gigabyte. */
const DAYS_AT_HAND = 31;

/** A source with its minute tape: what every parameter set over the same data shares. */
export interface Market {
  readonly source: TickSource;
  readonly tape: MinuteTape;
  readonly days: MarketDays;
}

/**
 * Stage 1 for many runs: goes through the ticks once and keeps the tape. It depends on the
 * order-flow settings that classify prints, on `backtest.synthetic_quotes_ticks`, and on
 * nothing else of the configuration.
 */
export function prepareMarket(source: TickSource, config: Config): Market {
  const { tape, levels } = emptyTape(source.days);
  const days = new MarketDays(source, config, DAYS_AT_HAND, true);
  buildTape(source, new MinuteAccumulator(tapeSettings(config, days.quotes), tape, levels), tape);
  return { source, tape, days };
}

/** Stage 1.5 for many runs: profile features of a tape, for one set of profile settings. */
export function prepareFeatures({ tape }: Pick<Market, 'tape'>, config: Config): FeatureColumns {
  const features = new FeatureColumns(tape.length);
  const profile = new ProfileFeatures(profileSettings(config));
  for (let index = 0; index < tape.length; index++) profile.update(tape, features, index);
  return features;
}

/**
 * Stage 2: one parameter set on a prepared market, with the results of `runBacktest` except
 * decision rows, which a sweep does not need (`signals` is empty).
 *
 * `config` must agree with the market's and the features' in the settings they depend on.
 *
 * @example
 * const market = prepareMarket(source, config);
 * const features = prepareFeatures(market, config);
 * for (const set of sets) console.log(runPrepared(market, features, set).finalEquity);
 */
export function runPrepared(
  market: Market,
  features: FeatureColumns,
  config: Config,
  strategy: Strategy = auctionStrategy(market.source, config),
): RunResult {
  const run = startPrepared(market, features, config, strategy);
  run.advance(market.tape.length);
  return run.finish();
}

/** A run of {@link startPrepared} on its way. */
export interface PreparedRun {
  /** Goes on until minute row `to`, exclusive. */
  advance(to: number): void;
  /** What comes after the last minute, and the results; once, when all rows are done. */
  finish(): RunResult;
}

/**
 * As {@link runPrepared}, but in stretches: several sets taken through the same hour one after the other find
 * its ticks still in the processor's cache, which makes a sweep more than half as fast again.
 *
 * @param log keeps the results; a `SweepRecorder` keeps fewer. Without decisions, for `tape.length` rows
 */
export function startPrepared(
  { source, tape, days }: Market,
  features: FeatureColumns,
  config: Config,
  strategy: Strategy = auctionStrategy(source, config),
  log: RunRecorder = new RunRecorder(tape.length, false),
): PreparedRun {
  const run = new StrategyRun({ instrument: source.instrument, config, strategy, tape, features, days, log });
  let done = 0;
  return {
    advance(to) {
      run.closeRows(done, to);
      done = to;
    },
    finish() {
      run.playUnclosed();
      return finishRun(source, config, days.quotes, strategy, run.engine, tape, features, log);
    },
  };
}
