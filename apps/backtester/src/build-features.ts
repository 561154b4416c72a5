import { quotesMode } from '@auction-trader/backtest';
import type { Config, Instrument, TickSource } from '@auction-trader/core';
import { FeatureColumns, ProfileFeatures, profileSettings } from '@auction-trader/features';
import {
  buildTape,
  emptyTape,
  MinuteAccumulator,
  type MinuteTape,
  type QuotesMode,
  tapeSettings,
} from '@auction-trader/ingestion';

/** Bars and features of the minutes of a source. */
export interface MarketFeatures {
  readonly instrument: Instrument;
  readonly quotes: QuotesMode;
  readonly tape: MinuteTape;
  readonly features: FeatureColumns;
}

/** A day that was added: its number from 1, and the rows of the minutes closed with it. */
export interface BuiltDay {
  readonly done: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Bars and features of every minute of a source, cold from its first tick.
 *
 * @param onDay told after each day; the volume per price of its rows and of the window
 * before them is in memory then, and may be dropped later
 */
export function buildFeatures(
  source: TickSource,
  config: Config,
  onDay?: (day: BuiltDay, market: MarketFeatures) => void,
): MarketFeatures {
  const { tape, levels } = emptyTape(source.days);
  const features = new FeatureColumns(tape.capacity);
  const profile = new ProfileFeatures(profileSettings(config));
  const quotes = quotesMode(source, config);
  const market = { instrument: source.instrument, quotes, tape, features };
  const accumulator = new MinuteAccumulator(tapeSettings(config, quotes), tape, levels);
  let done = 0;
  buildTape(source, accumulator, tape, (_, from, to) => {
    for (let index = from; index < to; index++) profile.update(tape, features, index);
    onDay?.({ done: ++done, from, to }, market);
    if (to > 0) levels.release(tape.minuteMs(to - config.instrument.rolling_window_minutes - 1));
  });
  return market;
}
