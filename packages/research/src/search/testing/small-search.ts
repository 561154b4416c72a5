import { runBacktest } from '@auction-trader/backtest';
import { defineInstrument, type TickSource } from '@auction-trader/core';
import {
  daySource,
  formatUtcDay,
  openTickStore,
  syntheticDays,
  writeSynthetic,
} from '@auction-trader/ingestion';
import { parseSpace } from '../../space/parse-space.ts';
import { configOfSet } from '../config-of-set.ts';
import { makeSearchPlan } from '../make-plan.ts';
import type { SearchPeriod, SearchPlan, SetOutcome } from '../search-plan.ts';
import { setFigures } from '../set-figures.ts';

/** A search small enough for a test, and its ticks. */
export interface SmallSearch {
  readonly plan: SearchPlan;
  readonly openSource: (period: SearchPeriod) => TickSource;
}

/** Parameters of two tapes, each with two profiles, and strategy settings. */
export const MIXED_PARAMETERS = [
  'qimb_ema_span_seconds:30,60',
  'va_fraction:0.65,0.75',
  'accept_outside_k:1..2',
  'stop_buffer_ticks:2,10',
];

/** Keys that make a few hours of ticks enough for trades. */
export const QUICK_BASE = {
  'instrument.rolling_window_minutes': 60,
  'startup.warmup_minutes': 60,
  'instrument.min_notional': 0,
};

/** Made-up markets, two days each. */
export function smallSearch(
  params: readonly string[] = MIXED_PARAMETERS,
  symbols: readonly string[] = ['AAA', 'BBB'],
): SmallSearch {
  return searchOver(
    params,
    symbols.map((symbol, at) => smallSource(symbol, at + 1)),
  );
}

/** A small search over a tick store that is made in a folder. */
export async function storedSearch(folder: string): Promise<SmallSearch> {
  const store = openTickStore(folder);
  await writeSynthetic(store, { symbol: 'AAA', days: 3, tradesPerDay: 3_000, seed: 1 });
  return searchOver(['accept_outside_k:1..2', 'va_fraction:0.65,0.75'], [store.source('AAA')]);
}

function searchOver(params: readonly string[], markets: readonly TickSource[]): SmallSearch {
  const sources = new Map(markets.map((source) => [source.instrument.symbol, source]));
  const periods = [...sources].map(([symbol, source]) => ({
    venue: 'synth',
    symbol,
    fromDay: formatUtcDay(source.days[0]!),
    toDay: formatUtcDay(source.days.at(-1)!),
    dataHash: source.dataHash,
  }));
  const space = parseSpace({ params });
  const plan = makeSearchPlan({ base: QUICK_BASE, space, strategy: 'auction', periods, maxSets: 1_000 });
  return { plan, openSource: ({ symbol }) => sources.get(symbol)! };
}

function smallSource(symbol: string, seed: number): TickSource {
  const instrument = defineInstrument({ venue: 'synth', symbol, tickSize: '0.1', lotSize: '0.001' });
  return daySource(instrument, [...syntheticDays({ symbol, days: 2, tradesPerDay: 6_000, seed })]);
}

/** Every outcome of a search by the straightforward run from ticks, set after set. */
export function plainOutcomes({ plan, openSource }: SmallSearch): SetOutcome[] {
  return plan.periods.flatMap((period, periodIndex) =>
    plan.sets.map((set) => {
      const figures = setFigures(runBacktest(openSource(period), configOfSet(plan, set)), period.fromDay);
      return { setIndex: set.index, periodIndex, figures, error: null };
    }),
  );
}
