import { type Market, type SweepRecorder, type SweepRun, startSweepRun } from '@auction-trader/backtest';
import type { Config, TickSource } from '@auction-trader/core';
import { errorText } from '@auction-trader/core';
import type { FeatureColumns } from '@auction-trader/features';
import { configOfSet } from './config-of-set.ts';
import { RecorderPool } from './recorder-pool.ts';
import type { SearchPlan, SetFigures, SetOutcome } from './search-plan.ts';
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

/** Sets taken through the same minutes together, and as many minutes. */
const LEAST_TOGETHER = 8;
const MOST_TOGETHER = 32;
const STRETCH_MINUTES = 60;
/** Memory of the sets that run together: a run keeps two figures a minute. */
const MOST_BYTES_TOGETHER = 16e6;
const BYTES_A_MINUTE = 16;

/**
 * Runs the sets of a batch: one outcome each, in their order. A set that throws has its error for an outcome.
 *
 * @param prepared made with the tape and profile settings that all sets of the batch have
 * @param recorders kept by the caller for the next batch
 * @example
 * const market = prepareMarket(source, configOfSet(plan, plan.sets[0]));
 * const features = prepareFeatures(market, configOfSet(plan, plan.sets[0]));
 * const outcomes = runBatch(plan, { periodIndex: 0, setIndexes: [0, 1] }, { market, features });
 */
export function runBatch(
  plan: SearchPlan,
  batch: Batch,
  prepared: PreparedMarket,
  recorders: RecorderPool = new RecorderPool(),
): SetOutcome[] {
  const { periodIndex, setIndexes } = batch;
  const minutes = Math.max(1, prepared.market.tape.length);
  const fitting = Math.floor(MOST_BYTES_TOGETHER / (minutes * BYTES_A_MINUTE));
  const together = Math.max(LEAST_TOGETHER, Math.min(MOST_TOGETHER, fitting));
  const outcomes: SetOutcome[] = [];
  for (let from = 0; from < setIndexes.length; from += together) {
    const some = setIndexes.slice(from, from + together);
    outcomes.push(...runTogether(plan, { periodIndex, setIndexes: some }, prepared, recorders));
  }
  return outcomes;
}

/** A set on its way: its run, or why there is none any more. */
interface SetRun {
  run: SweepRun | null;
  error: string | null;
}

/** Sets side by side through the period: the ticks that one has looked at are near for the next. */
function runTogether(
  plan: SearchPlan,
  batch: Batch,
  prepared: PreparedMarket,
  recorders: RecorderPool,
): SetOutcome[] {
  const { periodIndex, setIndexes } = batch;
  const { length } = prepared.market.tape;
  const logs = recorders.take(setIndexes.length, length);
  const runs: SetRun[] = setIndexes.map(() => ({ run: null, error: null }));
  for (const [at, own] of runs.entries()) {
    attempt(own, () => {
      own.run = startSet(prepared, configOfSet(plan, plan.sets[setIndexes[at]!]!), logs[at]!);
    });
  }
  for (let to = Math.min(STRETCH_MINUTES, length); ; to = Math.min(to + STRETCH_MINUTES, length)) {
    for (const own of runs) attempt(own, () => own.run?.advance(to));
    if (to === length) break;
  }
  const { fromDay } = plan.periods[periodIndex]!;
  return runs.map((own, at) => {
    let figures: SetFigures | null = null;
    attempt(own, () => {
      if (own.run !== null) figures = setFigures(own.run.finish(), fromDay);
    });
    return { setIndex: setIndexes[at]!, periodIndex, figures, error: own.error };
  });
}

/** A run that throws has ended; the others go on. */
function attempt(own: SetRun, step: () => void): void {
  try {
    step();
  } catch (error) {
    own.run = null;
    own.error = errorText(error);
  }
}

/** The outcome of a set that could not be run. */
export function failedOutcome(setIndex: number, periodIndex: number, error: string): SetOutcome {
  return { setIndex, periodIndex, figures: null, error };
}

function startSet({ market, features }: PreparedMarket, config: Config, log: SweepRecorder): SweepRun {
  return startSweepRun({ ...market, source: withOrderLimits(market.source, config) }, features, config, log);
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
