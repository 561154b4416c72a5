import { failedOutcome } from './run-batch.ts';
import type { SetFigures, SetOutcome } from './search-plan.ts';

/** Outcomes of one batch as few arrays, which a thread hands over without a copy. */
export interface PackedOutcomes {
  readonly periodIndex: number;
  readonly setIndexes: readonly number[];
  /** By position in the batch. */
  readonly errors: readonly (string | null)[];
  readonly firstDay: string;
  readonly metricNames: readonly string[];
  /** A row a set; NaN for no value. */
  readonly metrics: Float64Array;
  /** Daily returns a set: all sets of a period have the same days. */
  readonly days: number;
  readonly returns: Float64Array;
}

/** Packs the outcomes of a batch, which share their period, and so their days. */
export function packOutcomes(periodIndex: number, outcomes: readonly SetOutcome[]): PackedOutcomes {
  const sample = outcomes.find(({ figures }) => figures !== null)?.figures ?? null;
  const metricNames = sample === null ? [] : Object.keys(sample.metrics);
  const days = sample?.dailyReturns.length ?? 0;
  const metrics = new Float64Array(outcomes.length * metricNames.length);
  const returns = new Float64Array(outcomes.length * days);
  for (const [row, { figures }] of outcomes.entries()) {
    if (figures === null) continue;
    for (const [at, name] of metricNames.entries()) {
      metrics[row * metricNames.length + at] = figures.metrics[name] ?? Number.NaN;
    }
    returns.set(figures.dailyReturns, row * days);
  }
  return {
    periodIndex,
    setIndexes: outcomes.map(({ setIndex }) => setIndex),
    errors: outcomes.map(({ error }) => error),
    firstDay: sample?.firstDay ?? '',
    metricNames,
    metrics,
    days,
    returns,
  };
}

/** What {@link packOutcomes} packed. */
export function unpackOutcomes(packed: PackedOutcomes): SetOutcome[] {
  return packed.setIndexes.map((setIndex, row) => {
    const error = packed.errors[row] ?? null;
    if (error !== null) return failedOutcome(setIndex, packed.periodIndex, error);
    return { setIndex, periodIndex: packed.periodIndex, figures: unpackFigures(packed, row), error: null };
  });
}

function unpackFigures(
  { metricNames, metrics, days, returns, firstDay }: PackedOutcomes,
  row: number,
): SetFigures {
  const values: Record<string, number | null> = {};
  for (const [at, name] of metricNames.entries()) {
    const value = metrics[row * metricNames.length + at]!;
    values[name] = Number.isNaN(value) ? null : value;
  }
  return {
    metrics: values,
    dailyReturns: Array.from(returns.subarray(row * days, (row + 1) * days)),
    firstDay,
  };
}
