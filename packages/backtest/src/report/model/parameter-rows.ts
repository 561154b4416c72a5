import { CONFIG_KEYS, type Config, configValue } from '@auction-trader/core';

/** One configuration key as the page shows it. */
export interface ParameterRow {
  readonly section: string;
  readonly name: string;
  /** The value as it is written in a configuration file. */
  readonly value: string;
  /** Whether it differs from the default, and what that is. */
  readonly changed: boolean;
  readonly default: string;
  readonly unit: string | null;
  readonly help: string;
}

/** Sections that say where things are kept and served; they change no result and may name private paths. */
const LEFT_OUT: readonly string[] = ['dashboard', 'database'];

/** The keys that shape a result, in the order of their declaration. */
export function parameterRows(config: Config): ParameterRow[] {
  return CONFIG_KEYS.filter((key) => !LEFT_OUT.includes(key.section)).map((key) => {
    const value = JSON.stringify(configValue(config, key));
    const standard = JSON.stringify(key.default);
    return {
      section: key.section,
      name: key.name,
      value,
      changed: value !== standard,
      default: standard,
      unit: key.unit,
      help: key.help,
    };
  });
}

/** The same sections as plain data, for the summary. */
export function parameters(config: Config): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).filter(([section]) => !LEFT_OUT.includes(section)));
}
