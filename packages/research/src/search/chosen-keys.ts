import { CONFIG_KEYS, configValue, type ResolvedConfig } from '@auction-trader/core';

/** Sections without any influence on a run's results; one holds a token that must not get around. */
const OPERATION = new Set(['dashboard', 'monitoring', 'database']);
const ORGANISATION = new Set([
  'backtest.workers',
  'backtest.grid_max_runs',
  'instrument.symbol',
  'instrument.exchange',
]);

/**
 * The keys that were chosen rather than left at their default, by full name: the `base` of a search. What cannot
 * change a result is left out (stores, dashboard, workers, and the symbol, which the search's periods name), so
 * that a search is the same in whatever folder and on whatever machine.
 */
export function chosenKeys({ config, sources }: ResolvedConfig): Record<string, unknown> {
  const chosen = CONFIG_KEYS.filter(({ section, fullName }) => {
    const source = sources[fullName];
    const byUser = source !== undefined && source !== 'default' && !source.startsWith('follows ');
    return byUser && !OPERATION.has(section) && !ORGANISATION.has(fullName);
  });
  return Object.fromEntries(chosen.map((key) => [key.fullName, configValue(config, key)]));
}
