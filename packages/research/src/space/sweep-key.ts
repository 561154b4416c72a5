import {
  CONFIG_KEYS,
  type ConfigKey,
  type ErrorDetails,
  findConfigKey,
  nearestName,
} from '@auction-trader/core';
import type { ParameterValue } from './parameter-space.ts';
import { searchError } from './search-error.ts';

const SWEPT_TYPES = ['number', 'integer', 'boolean'];

/**
 * The key with a name as `--set` takes it (full, short or an alias), if a search can vary it: numbers, and keys
 * that are true or false.
 *
 * @throws AuctionTraderError (`SEARCH_INVALID`, exit code 1) for a name that is no key, with the nearest one, and
 * for a key whose values are texts
 */
export function sweepKey(name: string, place: ErrorDetails = {}): ConfigKey {
  const key = findConfigKey(name);
  if (key === null)
    throw searchError(`${name} is not a configuration key`, didYouMean(name), { key: name, ...place });
  if (!isSwept(key)) {
    throw searchError(
      `${key.fullName} is neither a number nor true or false, but ${key.allowed}`,
      'Only numbers, and keys that are true or false, can be varied and compared.',
      { key: key.fullName, ...place },
    );
  }
  return key;
}

/**
 * Refuses the first value that the configuration would refuse for this key.
 *
 * @throws AuctionTraderError (`SEARCH_INVALID`, exit code 1) naming the key and the value
 */
export function checkValues(
  key: ConfigKey,
  values: readonly ParameterValue[],
  place: ErrorDetails = {},
): void {
  const at = { key: key.fullName, ...place };
  if (values.length === 0) {
    throw searchError(`${key.fullName} has no values`, `For example: ${key.fullName}:${key.default}`, at);
  }
  const seen = new Set<ParameterValue>();
  for (const value of values) {
    const { success, error } = key.schema.safeParse(value);
    if (!success) {
      const reason = error.issues.find((issue) => issue.code === 'custom')?.message;
      throw searchError(
        `${key.fullName} cannot be ${value}; it must be ${key.allowed}`,
        reason === undefined ? key.help : `It ${reason}.`,
        at,
      );
    }
    if (seen.has(value)) {
      throw searchError(`${key.fullName} has the value ${value} twice`, 'Write each value once.', at);
    }
    seen.add(value);
  }
}

function isSwept({ types }: ConfigKey): boolean {
  return types.some((type) => SWEPT_TYPES.includes(type));
}

function didYouMean(name: string): string {
  const keys = CONFIG_KEYS.filter(isSwept);
  const short = findConfigKey(name.slice(name.lastIndexOf('.') + 1));
  if (short !== null) return `Did you mean ${short.fullName}?`;
  const full = name.includes('.');
  const nearest = nearestName(name, full ? keys.map((key) => key.fullName) : keys.flatMap(shortNames));
  return `Did you mean ${findConfigKey(nearest)!.fullName}? "config print" shows all keys.`;
}

function shortNames({ name, aliases }: ConfigKey): string[] {
  return [name, ...aliases];
}
