import { auctionStrategy, type Market, runPrepared } from '@auction-trader/backtest';
import type { Config, TickSource } from '@auction-trader/core';
import type { FeatureColumns } from '@auction-trader/features';
import { configOfSet } from './config-of-set.ts';
import type { SearchPlan, SetOutcome } from './search-plan.ts';
import { setFigures } from './set-figures.ts';

/** Sets to run on one prepared market. */
export interface Batch {
  /** Index into the plan's periods. */
  readonly periodIndex: number;
  /** Indexes of sets with the same tape and profile settings, ascending. */
  readonly setIndexes: readonly number[];
}

/** A period with everything that the sets of a group share. */
export interface PreparedMarket {
  readonly market: Market;
  readonly features: FeatureColumns;
}

/**
 * Runs the sets of a batch one after the other: one outcome each, in their order. A set that throws has
 * its error for an outcome.
 *
 * @param prepared made with the tape and profile settings that all sets of the batch have
 * @example
 * const market = prepareMarket(source, configOfSet(plan, plan.sets[0]));
 * const features = prepareFeatures(market, configOfSet(plan, plan.sets[0]));
 * const outcomes = runBatch(plan, { periodIndex: 0, setIndexes: [0, 1] }, { market, features });
 */
export function runBatch(plan: SearchPlan, batch: Batch, prepared: PreparedMarket): SetOutcome[] {
  const { periodIndex } = batch;
  return batch.setIndexes.map((setIndex) => {
    try {
      const config = configOfSet(plan, plan.sets[setIndex]!);
      const figures = runSet(prepared, config, plan.periods[periodIndex]!.fromDay);
      return { setIndex, periodIndex, figures, error: null };
    } catch (error) {
      return failedOutcome(setIndex, periodIndex, errorText(error));
    }
  });
}

/** The outcome of a set that could not be run. */
export function failedOutcome(setIndex: number, periodIndex: number, error: string): SetOutcome {
  return { setIndex, periodIndex, figures: null, error };
}

/** An error as a results row shows it. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function runSet({ market, features }: PreparedMarket, config: Config, firstDay: string) {
  const own = { ...market, source: withOrderLimits(market.source, config) };
  return setFigures(runPrepared(own, features, config, auctionStrategy(own.source, config)), firstDay);
}

/**
 * The same ticks with a set's own smallest order: the store does not know it, and each machine that runs
 * the set must trade by the same one.
 */
export function withOrderLimits(source: TickSource, { instrument }: Config): TickSource {
  const { min_order_lots, min_notional } = instrument;
  return {
    ...source,
    instrument: { ...source.instrument, minOrderLots: min_order_lots, minNotional: min_notional },
  };
}
