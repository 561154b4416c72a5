import { type AuctionTraderError, Random } from '@auction-trader/core';
import { combinationCount, combinations, MAX_LISTED, valuesAt } from './combinations.ts';
import type { ParameterSpace, ParameterValue } from './parameter-space.ts';
import { drawIndexes } from './random-sets.ts';
import { searchError } from './search-error.ts';
import type { SetRule } from './set-rules.ts';

/** Combinations looked at where there are too many to go through all. */
const SAMPLE = 20_000;

/** Says which rule leaves no combination to run: one that none meets, or the first that the ones before it leave none for. */
export function emptySearchError(space: ParameterSpace, rules: readonly SetRule[]): AuctionTraderError {
  const alone = rules.map(() => false);
  // Rules from the first on that some combination meets together.
  let together = 0;
  for (const values of combinationsToTry(space)) {
    const met = rules.map((rule) => rule.meets(values));
    for (const [at, isMet] of met.entries()) if (isMet) alone[at] = true;
    const broken = met.indexOf(false);
    together = Math.max(together, broken < 0 ? rules.length : broken);
  }
  const never = alone.indexOf(false);
  const hint = 'Change the values, or leave the constraint out.';
  if (never >= 0) return searchError(`no combination meets ${named(rules[never]!, never, rules)}`, hint);
  const culprit = named(rules[together]!, together, rules);
  const others = rules.slice(0, together).map((rule) => `"${rule.text}"`);
  return searchError(`no combination that meets ${others.join(' and ')} meets ${culprit} too`, hint);
}

function named({ text }: SetRule, at: number, rules: readonly SetRule[]): string {
  return at === rules.length - 1 ? text : `the constraint "${text}"`;
}

function* combinationsToTry(space: ParameterSpace): Generator<ParameterValue[]> {
  if (combinationCount(space) <= BigInt(MAX_LISTED)) {
    for (const indexes of combinations(space)) yield valuesAt(space, indexes);
    return;
  }
  const random = new Random(0);
  for (let left = SAMPLE; left > 0; left--) yield valuesAt(space, drawIndexes(space, random));
}
