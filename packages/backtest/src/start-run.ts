import type { Config, TickSource } from '@auction-trader/core';
import { FeatureColumns, ProfileFeatures, profileSettings } from '@auction-trader/features';
import { emptyTape, MinuteAccumulator, tapeSettings } from '@auction-trader/ingestion';
import { AuctionStrategy, type Strategy, signalSettings } from '@auction-trader/signals';
import { measureExcursions } from './excursions.ts';
import { finishRun } from './finish-run.ts';
import { MarketDays } from './market-days.ts';
import { RunRecorder } from './run-recorder.ts';
import type { RunResult } from './run-result.ts';
import { StrategyRun } from './strategy-run.ts';

/** Days kept at hand: a minute closes when a later event comes, which may be on the next day. */
const DAYS_AT_HAND = 2;

/** The auction strategy with a configuration's settings. */
export function auctionStrategy({ instrument }: TickSource, config: Config): Strategy {
  return new AuctionStrategy(signalSettings(config, instrument));
}

/** Everything a run from ticks is made of, before the first of them. */
export function startRun(source: TickSource, config: Config, wanted: Strategy | undefined) {
  const { tape, levels } = emptyTape(source.days);
  const features = new FeatureColumns(tape.capacity);
  const profile = new ProfileFeatures(profileSettings(config));
  const days = new MarketDays(source, config, DAYS_AT_HAND, false);
  const log = new RunRecorder(tape.capacity, true);
  const strategy = wanted ?? auctionStrategy(source, config);
  const { instrument } = source;
  const run = new StrategyRun({ instrument, config, strategy, tape, features, days, log });
  const accumulator = new MinuteAccumulator(tapeSettings(config, days.quotes), tape, levels);
  let measured = 0;
  return {
    tape,
    levels,
    features,
    profile,
    days,
    log,
    run,
    accumulator,
    /** Measures the excursions of the trades closed since, while their ticks are at hand. */
    measure(): void {
      measured = measureExcursions(log.trades, measured, tape, days);
    },
    finish(): RunResult {
      return finishRun(source, config, days.quotes, strategy, run.engine, tape, features, log);
    },
  };
}
