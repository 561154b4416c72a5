import {
  type Config,
  type ConfigKey,
  type ConfigProblem,
  configValue,
  crossFieldProblems,
} from '@auction-trader/core';
import { baseConfig, type ConfigBase, configMaker, parameterOf } from '../search/config-of-set.ts';
import { type Constraint, parseConstraint } from './constraint.ts';
import type { ParameterSpace, ParameterValue } from './parameter-space.ts';
import { searchError } from './search-error.ts';

/** What a combination must meet to be run. */
export interface SetRule {
  /** The constraint as written, or the words of the configuration's rules. */
  readonly text: string;
  readonly meets: (values: readonly ParameterValue[]) => boolean;
  /** What the configuration has against a combination; only of its own rules. */
  readonly problem?: (values: readonly ParameterValue[]) => ConfigProblem | undefined;
}

/**
 * The constraints of a space in their order, then the configuration's own rules between keys. A constraint's key
 * that is not varied has its value of the base.
 *
 * @throws AuctionTraderError (`SEARCH_INVALID`, exit code 1) for a constraint that cannot be read, names an unknown
 * key or one that has no value
 */
export function setRules(space: ParameterSpace, base: ConfigBase['base']): SetRule[] {
  const plan = { base, space };
  const fixed = baseConfig(base);
  const rules = space.constraints.map((text) => constraintRule(parseConstraint(text), plan, fixed));
  const make = configMaker(plan);
  const problem = (values: readonly ParameterValue[]) => crossFieldProblems(make(values))[0];
  const meets = (values: readonly ParameterValue[]) => problem(values) === undefined;
  return [...rules, { text: 'the rules between keys of the configuration', meets, problem }];
}

function constraintRule({ text, keys, meets }: Constraint, plan: ConfigBase, fixed: Config): SetRule {
  const parameters = keys.map((key) => parameterOf(plan, key));
  const values = keys.map((key, at) => (parameters[at]! < 0 ? fixedValue(text, key, fixed) : 0));
  return {
    text,
    meets: (set) => {
      parameters.forEach((parameter, at) => {
        if (parameter >= 0) values[at] = set[parameter]!;
      });
      return meets(values);
    },
  };
}

function fixedValue(text: string, key: ConfigKey, fixed: Config): ParameterValue {
  const value = configValue(fixed, key);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  throw searchError(
    `the constraint "${text}": ${key.fullName} has no value, it is ${JSON.stringify(value)}`,
    `Set it with --set ${key.name}=..., or vary it with --params ${key.name}:...`,
    { key: key.fullName },
  );
}
