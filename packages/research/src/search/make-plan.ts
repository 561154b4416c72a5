import { type AuctionTraderError, type ErrorDetails, Random } from '@auction-trader/core';
import { combinationCount, MAX_LISTED } from '../space/combinations.ts';
import { emptySearchError } from '../space/empty-search.ts';
import { type ChosenSets, gridSets } from '../space/grid-sets.ts';
import { latinHypercubeSets } from '../space/latin-hypercube-sets.ts';
import type { ParameterSpace, Sampling } from '../space/parameter-space.ts';
import { randomSets } from '../space/random-sets.ts';
import { searchError } from '../space/search-error.ts';
import { type SetRule, setRules } from '../space/set-rules.ts';
import { checkValues, sweepKey } from '../space/sweep-key.ts';
import { planHashOf } from './plan-hash.ts';
import type { SearchPeriod, SearchPlan } from './search-plan.ts';

/** Version of what a result means: raised when a set over the same ticks may give other figures than before. */
export const RESULT_VERSION = 1;

/** Sets of one search, whatever the limit is set to. */
export const MAX_SETS = 1_000_000;

/** What a search is to be. */
export interface PlanInputs {
  /** Chosen keys by full name, see `chosenKeys`. */
  readonly base: SearchPlan['base'];
  readonly space: ParameterSpace;
  readonly strategy: string;
  /** At least one. */
  readonly periods: readonly SearchPeriod[];
  /** Most sets that may be planned: `backtest.grid_max_runs`. */
  readonly maxSets: number;
}

/**
 * Chooses the sets of a search and gives it its identity. Nothing is run, and everything a set could be refused
 * for is refused here. Equal inputs (`maxSets` aside) give the equal plan.
 *
 * @throws AuctionTraderError (`SEARCH_INVALID`, exit code 1) for a search without parameters or periods, a wrong
 * key, value or constraint, constraints that no set meets (naming the one), more sets than `maxSets`
 * or fewer than a sampling asks for; `CONFIG_INVALID` for a wrong base
 */
export function makeSearchPlan({ base, space, strategy, periods, maxSets }: PlanInputs): SearchPlan {
  checkSpace(space);
  if (periods.length === 0)
    throw searchError('the search has no period', 'Name a symbol and days with ticks.');
  const rules = setRules(space, base);
  const { chosen, excluded } = chooseSets(space, rules, Math.min(maxSets, MAX_SETS));
  const sets = chosen.map((values, index) => ({ index, values }));
  const plan = { resultVersion: RESULT_VERSION, strategy, base, space, sets, excluded, periods };
  return { planHash: planHashOf(plan), ...plan };
}

function chooseSets(space: ParameterSpace, rules: readonly SetRule[], limit: number): ChosenSets {
  const { sampling } = space;
  const count = combinationCount(space);
  if (sampling.kind !== 'grid') return sampleSets(space, sampling, rules, limit);
  // Constraints may leave few enough, as long as going through all of them is no work.
  if (count > BigInt(limit) && (space.constraints.length === 0 || count > BigInt(MAX_LISTED))) {
    throw tooLarge(`the grid has ${grouped(count)} combinations`, limit, count);
  }
  const grid = gridSets(space, rules);
  const { length } = grid.chosen;
  if (length === 0) throw emptySearchError(space, rules);
  if (length > limit)
    throw tooLarge(`the grid has ${grouped(length)} sets that meet its constraints`, limit, length);
  return grid;
}

function sampleSets(
  space: ParameterSpace,
  sampling: Exclude<Sampling, { kind: 'grid' }>,
  rules: readonly SetRule[],
  limit: number,
): ChosenSets {
  const { kind, sets, seed } = sampling;
  if (sets > limit) throw tooLarge(`${grouped(sets)} sets are asked for`, limit, sets);
  const sample = kind === 'random' ? randomSets : latinHypercubeSets;
  const found = sample(space, rules, sets, new Random(seed));
  const { length } = found.chosen;
  if (length === 0) throw emptySearchError(space, rules);
  if (length === sets) return found;
  const few = combinationCount(space) <= BigInt(MAX_LISTED);
  throw searchError(
    `${grouped(sets)} sets are asked for, and ${few ? 'there are' : 'only'} ${grouped(length)}${few ? '' : ' were found that meet the constraints'}`,
    few
      ? `Ask for ${length} at most, or run the whole grid.`
      : 'Ask for fewer, or give values that meet them more often.',
  );
}

/** The same checks as where a space is read, for one that was made in code. */
function checkSpace({ parameters, sampling }: ParameterSpace): void {
  if (parameters.length === 0) {
    throw searchError('the search varies nothing', 'Give at least one --params key:a,b,...');
  }
  const seen = new Set<string>();
  for (const { key, values } of parameters) {
    const { fullName } = sweepKey(key);
    const at: ErrorDetails = { key };
    if (fullName !== key) throw searchError(`${key} is not a full name`, `Write ${fullName}.`, at);
    if (seen.has(key)) throw searchError(`${key} is varied twice`, 'Give all its values at once.', at);
    seen.add(key);
    checkValues(sweepKey(key), values);
  }
  if (sampling.kind === 'grid') return;
  const { sets, seed } = sampling;
  if (!Number.isSafeInteger(sets) || sets < 1) {
    throw searchError(`${sets} is no number of sets`, 'Ask for a whole number of sets, at least 1.', {
      key: 'sets',
    });
  }
  if (!Number.isSafeInteger(seed) || seed < 0 || seed > 4_294_967_295) {
    throw searchError(`${seed} is no seed`, 'A seed is a whole number from 0 to 4294967295.', {
      key: 'seed',
    });
  }
}

function tooLarge(what: string, limit: number, wanted: bigint | number): AuctionTraderError {
  const sample = 'or draw some of them: --sampling latin-hypercube --sets 1000';
  const hint =
    wanted <= BigInt(MAX_SETS)
      ? `Allow it with --set grid_max_runs=${wanted}, ${sample}`
      : `A search has ${grouped(MAX_SETS)} at most. Give fewer values, ${sample}`;
  return searchError(`${what}, and ${grouped(limit)} are allowed`, hint, { key: 'backtest.grid_max_runs' });
}

/** 1234567 as 1,234,567. */
function grouped(count: bigint | number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}
