import { combinations, valuesAt } from './combinations.ts';
import type { ParameterSpace, ParameterValue } from './parameter-space.ts';
import type { SetRule } from './set-rules.ts';

/** Combinations that were chosen, and how many of those looked at the rules excluded. */
export interface ChosenSets {
  readonly chosen: ParameterValue[][];
  readonly excluded: number;
}

/** Every combination that meets the rules, the first parameter varying slowest. */
export function gridSets(space: ParameterSpace, rules: readonly SetRule[]): ChosenSets {
  const chosen: ParameterValue[][] = [];
  let excluded = 0;
  for (const indexes of combinations(space)) {
    const values = valuesAt(space, indexes);
    if (rules.every((rule) => rule.meets(values))) chosen.push(values);
    else excluded++;
  }
  return { chosen, excluded };
}
