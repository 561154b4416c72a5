import { type AuctionTraderError, Random } from '@auction-trader/core';
import { combinationCount, combinations, MAX_LISTED, valuesAt } from './combinations.ts';
import type { ParameterSpace, ParameterValue } from './parameter-space.ts';
import { drawIndexes } from './random-sets.ts';
import { searchError } from './search-error.ts';
import type { SetRule } from './set-rules.ts';

/** Combinations looked at where there are too many to go through all. */
const SAMPLE = 20_000;

/**
 * Says which rule leaves no combination to run: one that none meets, else the first that none meets of those that
 * meet all rules before it.
 */
export function emptySearchError(space: ParameterSpace, rules: readonly SetRule[]): AuctionTraderError {
  const alone = rules.map(() => false);
  // Rules from the first on that some combination meets together, and the first such combination.
  let together = -1;
  let best: ParameterValue[] = [];
  for (const values of combinationsToTry(space)) {
    const met = rules.map((rule) => rule.meets(values));
    for (const [at, isMet] of met.entries()) alone[at] ||= isMet;
    const before = met.indexOf(false);
    if (before <= together) continue;
    together = before;
    best = values;
  }
  const never = alone.indexOf(false);
  const culprit = rules[never < 0 ? together : never]!;
  const others = never < 0 ? rules.slice(0, together).map(({ text }) => `"${text}"`) : [];
  const whole = combinationCount(space) <= BigInt(MAX_LISTED);
  const none = whole ? 'no combination' : `none of ${SAMPLE} combinations drawn at random`;
  const whose = others.length === 0 ? `${none} meets` : `${none} that meets ${others.join(' and ')} meets`;
  const problem = culprit.problem?.(best);
  if (problem === undefined) {
    return searchError(`${whose} the constraint "${culprit.text}"`, 'Change the values, or leave it out.');
  }
  return searchError(`${whose} ${culprit.text}: ${problem.message}`, problem.hint, { key: problem.key });
}

function* combinationsToTry(space: ParameterSpace): Generator<ParameterValue[]> {
  if (combinationCount(space) <= BigInt(MAX_LISTED)) {
    for (const indexes of combinations(space)) yield valuesAt(space, indexes);
    return;
  }
  const random = new Random(0);
  for (let left = SAMPLE; left > 0; left--) yield valuesAt(space, drawIndexes(space, random));
}
