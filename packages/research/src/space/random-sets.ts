import type { Random } from '@auction-trader/core';
import { combinationCount, indexesOf, MAX_LISTED, valuesAt } from './combinations.ts';
import { drawBelow, shuffle } from './draw.ts';
import type { ChosenSets } from './grid-sets.ts';
import type { ParameterSpace, ParameterValue } from './parameter-space.ts';
import type { SetRule } from './set-rules.ts';

/** Drawings for each set wanted, before all combinations are gone through instead. */
const DRAWINGS_PER_SET = 20;
const DRAWINGS_AT_LEAST = 10_000;

/**
 * Combinations that meet the rules, each as likely as any other, without repeats and in the order drawn. Fewer
 * than wanted where there are no more, or where almost none of a huge space meets the rules.
 *
 * @param taken indexes, joined by commas, of combinations that must not be drawn; those drawn are added
 */
export function randomSets(
  space: ParameterSpace,
  rules: readonly SetRule[],
  sets: number,
  random: Random,
  taken: Set<string> = new Set(),
): ChosenSets {
  const chosen: ParameterValue[][] = [];
  const refused = new Set<string>();
  const take = (indexes: Readonly<Uint32Array>): void => {
    const name = indexes.join();
    if (taken.has(name) || refused.has(name)) return;
    const values = valuesAt(space, indexes);
    if (!rules.every((rule) => rule.meets(values))) {
      refused.add(name);
      return;
    }
    taken.add(name);
    chosen.push(values);
  };
  const all = Number(combinationCount(space));
  for (let left = DRAWINGS_AT_LEAST + DRAWINGS_PER_SET * sets; left > 0 && chosen.length < sets; left--) {
    if (taken.size + refused.size === all) break;
    take(drawIndexes(space, random));
  }
  for (const indexes of chosen.length < sets ? restInRandomOrder(space, random) : []) {
    if (chosen.length === sets) break;
    take(indexes);
  }
  return { chosen, excluded: refused.size };
}

/** One index per parameter, each combination as likely. */
export function drawIndexes({ parameters }: ParameterSpace, random: Random): Uint32Array {
  return Uint32Array.from(parameters, ({ values }) => drawBelow(random, values.length));
}

/** All combinations of a space that can be listed; none of a larger one. */
function* restInRandomOrder(space: ParameterSpace, random: Random): Generator<Uint32Array> {
  const count = combinationCount(space);
  if (count > BigInt(MAX_LISTED)) return;
  for (const number of shuffle(
    Uint32Array.from({ length: Number(count) }, (_, at) => at),
    random,
  )) {
    yield indexesOf(space, number);
  }
}
