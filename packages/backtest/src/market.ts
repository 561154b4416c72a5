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
  const { source, tape, days } = market;
  const log = new RunRecorder(tape.length, false);
  const run = new StrategyRun({ instrument: source.instrument, config, strategy, tape, features, days, log });
  run.closeRows(0, tape.length);
  run.playUnclosed();
  return finishRun(source, config, days.quotes, strategy, run.engine, tape, features, log);
}
