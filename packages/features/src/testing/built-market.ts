import { type Config, defineInstrument, Random, type TickSource } from '@auction-trader/core';
import {
  arraySource,
  buildTape,
  emptyTape,
  MinuteAccumulator,
  type MinuteTape,
  type QuotesMode,
  type TapeSettings,
  type TradeRow,
  tapeSettings,
} from '@auction-trader/ingestion';
import { FeatureColumns } from '../feature-columns.ts';
import { ProfileFeatures } from '../profile-features.ts';
import { type ProfileSettings, profileSettings } from '../profile-settings.ts';

/** The instrument of the tests: tick 0.1, lot 0.001. */
export const BTCUSDT = defineInstrument({
  venue: 'bybit',
  symbol: 'BTCUSDT',
  tickSize: '0.1',
  lotSize: '0.001',
});

/** A source with the tape and the features made from it. */
export interface BuiltMarket {
  readonly source: TickSource;
  readonly tape: MinuteTape;
  readonly features: FeatureColumns;
  readonly tapeSettings: TapeSettings;
  readonly profileSettings: ProfileSettings;
}

/** Stages 1 and 1.5 over a source, all in memory. */
export function builtMarket(source: TickSource, config: Config, quotes: QuotesMode): BuiltMarket {
  const { tape, levels } = emptyTape(source.days);
  const settings = tapeSettings(config, quotes);
  buildTape(source, new MinuteAccumulator(settings, tape, levels), tape);
  const features = new FeatureColumns(tape.length);
  const profile = new ProfileFeatures(profileSettings(config));
  for (let index = 0; index < tape.length; index++) profile.update(tape, features, index);
  return { source, tape, features, tapeSettings: settings, profileSettings: profileSettings(config) };
}

/** Trades of a wandering price, with silent minutes, from an hour before midnight on. */
function wanderingTrades(seed: number, minutes: number): TradeRow[] {
  const random = new Random(seed);
  // 2024-01-01, 23:00 UTC.
  const startMs = 1_704_150_000_000;
  const trades: TradeRow[] = [];
  let price = 500_000;
  for (let minute = 0; minute < minutes; minute++) {
    if (random.uniform() < 0.1) continue;
    const prints = 1 + Math.floor(random.uniform() * 8);
    for (let print = 0; print < prints; print++) {
      price += Math.round(random.normal() * 6);
      trades.push({
        timeMs: startMs + minute * 60_000 + Math.floor((print * 60_000) / prints),
        priceTicks: price,
        sizeLots: 1 + Math.floor(random.exponential() * 20),
        side: random.uniform() < 0.5 ? 1 : -1,
      });
    }
  }
  return trades;
}

/** A source of {@link wanderingTrades}. */
export function wanderingMarket(seed: number, minutes: number): TickSource {
  return arraySource({ instrument: BTCUSDT, trades: wanderingTrades(seed, minutes) });
}
