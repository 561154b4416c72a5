import { AuctionTraderError } from '@auction-trader/core';
import type { TradeRecord } from '@auction-trader/execution';
import { median } from 'simple-statistics';
import type { SearchPlan, SetOutcome } from '../search/search-plan.ts';
import { automaticBlockLength } from '../statistics/block-length.ts';
import { costVariation } from '../statistics/cost-variation.ts';
import { distinctRows } from '../statistics/distinct-rows.ts';
import { effectiveTries } from '../statistics/effective-tries.ts';
import { luckSharpe } from '../statistics/luck-sharpe.ts';
import { moments } from '../statistics/moments.ts';
import { neighbours } from '../statistics/neighbours.ts';
import { overfittingBlocks, overfittingProbability } from '../statistics/overfitting-probability.ts';
import { probabilisticSharpe } from '../statistics/probabilistic-sharpe.ts';
import { ANNUAL, annualSharpe, sharpeOfDays } from '../statistics/sharpe-of-days.ts';
import { superiorAbility } from '../statistics/superior-ability.ts';
import { tradeOrder } from '../statistics/trade-order.ts';
import { WALK_FORWARD_DAYS, walkForward } from '../statistics/walk-forward.ts';
import type { ReturnMatrix, SearchAssessment, StressRow } from './assessment.ts';
import { returnMatrix } from './return-matrix.ts';
import { verdict } from './verdict.ts';

/** What {@link assessSearch} judges. */
export interface AssessmentInput {
  readonly plan: SearchPlan;
  /** Results so far, in any order, failed ones included. */
  readonly outcomes: readonly SetOutcome[];
  /** Trades of the set that {@link bestSetOf} names, over all periods; open ones are left out. */
  readonly bestTrades: readonly TradeRecord[];
  /** Slippage of each of these trades by {@link slippageByTrade}; without it only fees are varied. */
  readonly bestSlippage?: readonly number[];
  /** The best set run with other costs. */
  readonly stress: readonly StressRow[];
  /** Decides every random drawing. */
  readonly seed: number;
}

/** Bootstrap samples of the tests against luck, and drawings of trades and of costs. */
const DRAWINGS = 1000;
/** Below so many days a Sharpe ratio has no standard error worth the name. */
const MIN_DAYS = 10;
/** A position may be open over midnight, not over a whole day. */
const PURGE_DAYS = 1;
/** Monte-Carlo of fewer trades draws the same few paths again and again. */
const MIN_TRADES = 10;

/**
 * Index of the set with the best Sharpe ratio over all days, of equals the first; a set that did not trade counts
 * as 0. It is the one whose trades {@link assessSearch} wants.
 *
 * @returns null when no set has a result in every period
 */
export function bestSetOf(matrix: ReturnMatrix): number | null {
  const row = bestRowOf(setSharpes(matrix));
  return row === null ? null : matrix.setIndexes[row]!;
}

/** Annualised Sharpe ratio of each row over all days; null where the returns do not vary. */
export function setSharpes(matrix: ReturnMatrix): (number | null)[] {
  const columns = matrix.days.length;
  return matrix.setIndexes.map((_, row) =>
    annualSharpe(sharpeOfDays(matrix.values, row * columns, (row + 1) * columns)),
  );
}

/**
 * Says whether the best set of a search is more than luck. Pure: equal input gives an equal result.
 *
 * @throws AuctionTraderError when no set has a result in every period
 */
export function assessSearch(input: AssessmentInput): SearchAssessment {
  const { plan, outcomes, seed } = input;
  const matrix = returnMatrix(plan, outcomes);
  const sharpes = setSharpes(matrix);
  const best = bestRowOf(sharpes);
  if (best === null) throw noResult(outcomes);
  const setsFailed = new Set(outcomes.filter(({ error }) => error !== null).map((one) => one.setIndex)).size;
  const missing: string[] = [];
  const unfinished = plan.sets.length - matrix.setIndexes.length - setsFailed;
  if (unfinished > 0) missing.push(`${unfinished} of ${plan.sets.length} sets have no result yet.`);
  const figures: Omit<SearchAssessment, 'verdict'> = {
    setsTried: matrix.setIndexes.length,
    setsFailed,
    setsExcluded: plan.excluded,
    days: matrix.days.length,
    bestSet: matrix.setIndexes[best]!,
    bestSharpe: sharpes[best] ?? 0,
    ...againstLuck(matrix, sharpes, best, seed, missing),
    ...crossValidation(matrix, missing),
    walkForward: walksForward(matrix, missing),
    neighbourhood: neighbourhoodOf(plan, matrix, sharpes, matrix.setIndexes[best]!, missing),
    ...monteCarlo(input, missing),
    stress: input.stress,
    missing,
  };
  return { ...figures, verdict: verdict(figures) };
}

function bestRowOf(sharpes: readonly (number | null)[]): number | null {
  let best: number | null = null;
  for (const [row, sharpe] of sharpes.entries()) {
    if (best === null || (sharpe ?? 0) > (sharpes[best] ?? 0)) best = row;
  }
  return best;
}

function noResult(outcomes: readonly SetOutcome[]): AuctionTraderError {
  const error = outcomes.find((outcome) => outcome.error !== null)?.error;
  return new AuctionTraderError(
    `no set has a result in every period${error === undefined ? '' : `; the first error was: ${error}`}`,
    { code: 'NO_RESULT', exitCode: 3, hint: 'Run one set alone to see what is wrong.' },
  );
}

type AgainstLuck = Pick<
  SearchAssessment,
  'luckSharpe' | 'deflatedSharpe' | 'effectiveTries' | 'realityCheckP' | 'superiorAbilityP'
>;

function againstLuck(
  matrix: ReturnMatrix,
  sharpes: readonly (number | null)[],
  best: number,
  seed: number,
  missing: string[],
): AgainstLuck {
  const { values } = matrix;
  const columns = matrix.days.length;
  const nothing: AgainstLuck = {
    luckSharpe: null,
    deflatedSharpe: null,
    effectiveTries: null,
    realityCheckP: null,
    superiorAbilityP: null,
  };
  if (columns < MIN_DAYS) {
    missing.push(`${columns} days are too few to tell skill from luck: at least ${MIN_DAYS} are needed.`);
    return nothing;
  }
  const rows = distinctRows(values, columns);
  const tries = effectiveTries(values, columns, rows);
  if (tries === null) {
    missing.push('No set has daily returns that vary: there is nothing to compare with luck.');
    return nothing;
  }
  const luck = luckSharpe(tries, varianceOfLuck(rows, sharpes, columns));
  const { count, skewness, kurtosis } = moments(values.subarray(best * columns, (best + 1) * columns));
  const sharpe = (sharpes[best] ?? 0) / ANNUAL;
  const meanBlock = bootstrapBlock(matrix);
  const tests = superiorAbility({ values, columns, rows, meanBlock, drawings: DRAWINGS, seed });
  return {
    luckSharpe: luck * ANNUAL,
    deflatedSharpe: probabilisticSharpe({ sharpe, count, skewness, kurtosis }, luck),
    effectiveTries: tries,
    realityCheckP: tests?.realityCheckP ?? null,
    superiorAbilityP: tests?.superiorAbilityP ?? null,
  };
}

/**
 * Variance of the Sharpe ratios a day of sets without skill: that between the sets, but no more than the error of
 * a single Sharpe ratio of no skill, 1 / (days - 1) (Lo, "The statistics of Sharpe ratios", 2002). What the sets
 * differ by beyond it is a difference between them, such as what trading more costs, and no luck.
 */
function varianceOfLuck(rows: readonly number[], sharpes: readonly (number | null)[], days: number): number {
  const known = rows.map((row) => sharpes[row]).filter((sharpe) => sharpe != null);
  if (known.length < 2) return 0;
  return Math.min((moments(known).deviation / ANNUAL) ** 2, 1 / (days - 1));
}

/** Mean block in days: by Politis and White from the sets' average return, at least one day. */
function bootstrapBlock({ days, values, setIndexes }: ReturnMatrix): number {
  const columns = days.length;
  const average = new Float64Array(columns);
  for (let row = 0; row < setIndexes.length; row += 1) {
    for (let day = 0; day < columns; day += 1) {
      average[day]! += values[row * columns + day]! / setIndexes.length;
    }
  }
  return Math.max(1, automaticBlockLength(average));
}

function crossValidation(
  { values, days, setIndexes }: ReturnMatrix,
  missing: string[],
): Pick<SearchAssessment, 'overfittingProbability' | 'splits'> {
  const blocks = overfittingBlocks(days.length, setIndexes.length);
  if (setIndexes.length < 2 || blocks === 0) {
    missing.push(
      setIndexes.length < 2
        ? 'The probability of overfitting needs at least two sets.'
        : `The probability of overfitting needs at least 20 days, these are ${days.length}.`,
    );
    return { overfittingProbability: null, splits: [] };
  }
  const { probability, splits } = overfittingProbability(values, days.length, blocks, PURGE_DAYS);
  return { overfittingProbability: probability, splits };
}

function walksForward(matrix: ReturnMatrix, missing: string[]): SearchAssessment['walkForward'] {
  const walks = (['rolling', 'anchored'] as const).flatMap((kind) => {
    const walk = walkForward(matrix, kind, PURGE_DAYS);
    return walk === null ? [] : [walk];
  });
  if (walks.length === 0) {
    missing.push(
      `The walk forward needs at least ${WALK_FORWARD_DAYS} days, these are ${matrix.days.length}.`,
    );
  }
  return walks;
}

function neighbourhoodOf(
  plan: SearchPlan,
  matrix: ReturnMatrix,
  sharpes: readonly (number | null)[],
  bestSet: number,
  missing: string[],
): SearchAssessment['neighbourhood'] {
  const columns = matrix.days.length;
  const rowOf = new Map(matrix.setIndexes.map((set, row) => [set, row]));
  const rows = neighbours(plan.space, plan.sets, bestSet).flatMap((set) => rowOf.get(set) ?? []);
  if (rows.length === 0) {
    missing.push('The best set has no neighbour with a result.');
    return { sets: 0, medianSharpe: null, shareProfitable: null };
  }
  const profitable = rows.filter((row) => {
    const returns = matrix.values.subarray(row * columns, (row + 1) * columns);
    return returns.reduce((equity, value) => equity * (1 + value), 1) > 1;
  });
  return {
    sets: rows.length,
    medianSharpe: median(rows.map((row) => sharpes[row] ?? 0)),
    shareProfitable: profitable.length / rows.length,
  };
}

function monteCarlo(
  { bestTrades, bestSlippage, seed }: AssessmentInput,
  missing: string[],
): Pick<SearchAssessment, 'tradeOrder' | 'costs'> {
  const trades = bestTrades
    .map((trade, i) => ({ ...trade, slippage: bestSlippage?.[i] ?? 0 }))
    .filter(({ status }) => status !== 'OPEN');
  if (trades.length < MIN_TRADES) {
    missing.push(
      `The order of trades and their costs are varied for at least ${MIN_TRADES} trades; ` +
        `the best set has ${trades.length}.`,
    );
    return { tradeOrder: null, costs: null };
  }
  if (bestSlippage === undefined) missing.push('Slippage was not varied: it is not known by trade.');
  const order = tradeOrder(
    trades.map(({ netPnl }) => netPnl),
    DRAWINGS,
    seed,
  );
  return {
    tradeOrder: {
      maxDrawdown: order.shuffledMaxDrawdown,
      resampledMaxDrawdown: order.resampledMaxDrawdown,
      netPnl: order.resampledNetPnl,
      drawings: DRAWINGS,
    },
    costs: { netPnl: costVariation(trades, DRAWINGS, seed), drawings: DRAWINGS },
  };
}
