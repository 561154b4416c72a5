import type { Payload } from '@auction-trader/backtest';
import type { SearchAssessment } from '../../assessment/assessment.ts';
import type { SearchPlan, SetOutcome } from '../../search/search-plan.ts';
import type { Sampling } from '../../space/parameter-space.ts';
import type { EquityCurve } from '../chosen-curves.ts';
import { orderMetrics } from './metric-kinds.ts';
import { resultParts } from './result-parts.ts';
import { roundTo } from './round-to.ts';
import type { SearchDocument } from './search-document.ts';

/** What a search report is made of. */
export interface SearchReport {
  readonly plan: SearchPlan;
  /** Of any order; sets without one are shown as not run. */
  readonly outcomes: readonly SetOutcome[];
  readonly assessment: SearchAssessment;
  readonly equityCurves: readonly EquityCurve[];
  /** Version of the program, as `version` prints it. */
  readonly version: string;
  /** Command that makes the search again. */
  readonly commandLine?: string;
}

/** Everything the page of a search needs. */
export function searchPayload(report: SearchReport): Payload<SearchDocument> {
  const { plan, outcomes, assessment } = report;
  const metrics = orderMetrics(outcomes.flatMap(({ figures }) => Object.keys(figures?.metrics ?? {})));
  const document: SearchDocument = {
    version: report.version,
    commandLine: report.commandLine ?? null,
    strategy: plan.strategy,
    planHash: plan.planHash,
    sampling: samplingText(plan.space.sampling),
    constraints: plan.space.constraints,
    excluded: plan.excluded,
    base: Object.entries(plan.base).map(([key, value]) => [key, valueText(value)] as const),
    periods: plan.periods,
    parameters: plan.space.parameters.map(({ key, values }, i) => ({
      key,
      choices: values.length,
      values: plan.sets.map((set) => set.values[i]!),
    })),
    setIndexes: plan.sets.map(({ index }) => index),
    metrics,
    parts: resultParts(plan, outcomes, metrics),
    assessment: compact(assessment),
    curves: report.equityCurves.map((curve) => ({ ...curve, equity: rounded(curve.equity) })),
  };
  return { document, columns: {} };
}

/** The splits are many and only drawn; the curves of the walk-forwards stand among the equity curves. */
function compact(assessment: SearchAssessment): SearchAssessment {
  return {
    ...assessment,
    splits: assessment.splits.map(({ logit, inSample, outOfSample }) => ({
      logit: roundTo(logit, 5) ?? 0,
      inSample: roundTo(inSample, 5) ?? 0,
      outOfSample: roundTo(outOfSample, 5) ?? 0,
    })),
    walkForward: assessment.walkForward.map((one) => ({ ...one, days: [], equity: [] })),
  };
}

function rounded(values: readonly number[]): number[] {
  return values.map((value) => roundTo(value, 7) ?? 0);
}

function samplingText(sampling: Sampling): string {
  if (sampling.kind === 'grid') return 'every combination';
  const name = sampling.kind === 'random' ? 'random sample' : 'Latin hypercube';
  return `${name} of ${sampling.sets.toLocaleString('en-US')} sets, seed ${sampling.seed}`;
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
