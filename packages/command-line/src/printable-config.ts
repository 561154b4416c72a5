import { CONFIG_KEYS, type Config, configValue } from '@auction-trader/core';
import { HIDDEN } from './redact.ts';

/** Every value of a configuration by its full name, secrets hidden. */
export function printableConfig(config: Config): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    CONFIG_KEYS.map((key) => [key.fullName, hideSecret(key.fullName, configValue(config, key))]),
  );
}

function hideSecret(key: string, value: unknown): unknown {
  if (value === null) return value;
  if (key === 'dashboard.token') return HIDDEN;
  // A database address may carry a password.
  return key === 'database.questdb_url' ? String(value).replace(/\/\/[^/@]*@/, `//${HIDDEN}@`) : value;
}
