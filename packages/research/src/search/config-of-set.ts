import {
  CONFIG_KEYS,
  type Config,
  type ConfigKey,
  type ConfigSection,
  findConfigKey,
  invariant,
  resolveConfig,
} from '@auction-trader/core';
import type { ParameterSet, ParameterSpace, ParameterValue } from '../space/parameter-space.ts';
import type { SearchPlan } from './search-plan.ts';

/** What decides the configuration of a set beside its values. */
export type ConfigBase = Pick<SearchPlan, 'base'> & { readonly space: Pick<ParameterSpace, 'parameters'> };

/** One value of a set and where it goes. */
interface Change {
  readonly section: ConfigSection;
  readonly name: string;
  /** Place of the value among the set's values. */
  readonly parameter: number;
}

/** Makers of configurations already made, by plan. */
const makers = new WeakMap<SearchPlan, (values: readonly ParameterValue[]) => Config>();

/**
 * The configuration of a set: the plan's base with the set's values in it; keys that follow a swept key follow
 * it. Equal to what `resolveConfig` gives for the same keys, and made in microseconds; sections that the search
 * does not vary are one object in all configurations of a plan, which must not be written to.
 *
 * @throws AuctionTraderError (`CONFIG_INVALID`, exit code 1) when the plan's base is not valid
 */
export function configOfSet(plan: SearchPlan, set: Pick<ParameterSet, 'values'>): Config {
  let maker = makers.get(plan);
  if (maker === undefined) {
    maker = configMaker(plan);
    makers.set(plan, maker);
  }
  return maker(set.values);
}

/** {@link configOfSet} for a plan still being made. */
export function configMaker(plan: ConfigBase): (values: readonly ParameterValue[]) => Config {
  const base = baseConfig(plan.base);
  const changes = changesOf(plan);
  const sections = [...new Set(changes.map(({ section }) => section))];
  return (values) => {
    const config: Record<string, Record<string, unknown>> = { ...base };
    for (const section of sections) config[section] = { ...config[section] };
    for (const { section, name, parameter } of changes) config[section]![name] = values[parameter]!;
    return config as Config;
  };
}

/** The configuration of the keys that were chosen, without any set. */
export function baseConfig(base: SearchPlan['base']): Config {
  return resolveConfig({ file: { name: 'the base of the search', content: base } }).config;
}

/**
 * Index of the parameter that decides a key, -1 when none does: its own, or that of the key it follows as long as
 * it was not chosen itself.
 */
export function parameterOf({ base, space }: ConfigBase, { fullName, follows }: ConfigKey): number {
  const indexOf = (name: string) => space.parameters.findIndex(({ key }) => key === name);
  const own = indexOf(fullName);
  if (own >= 0 || follows === null) return own;
  const chosen = Object.keys(base).some((name) => findConfigKey(name)?.fullName === fullName);
  return chosen ? -1 : indexOf(follows);
}

function changesOf(plan: ConfigBase): Change[] {
  for (const { key } of plan.space.parameters) {
    invariant(findConfigKey(key)?.fullName === key, `${key} is not the full name of a configuration key`);
  }
  return CONFIG_KEYS.flatMap((key) => {
    const parameter = parameterOf(plan, key);
    return parameter < 0 ? [] : [{ section: key.section, name: key.name, parameter }];
  });
}
