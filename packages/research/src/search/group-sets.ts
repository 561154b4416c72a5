import { quotesMode } from '@auction-trader/backtest';
import type { TickSource } from '@auction-trader/core';
import { profileSettings } from '@auction-trader/features';
import { tapeSettings } from '@auction-trader/ingestion';
import { configOfSet } from './config-of-set.ts';
import type { SearchPlan } from './search-plan.ts';

/** Sets that differ in strategy settings only: they share tape and profile features. */
export interface SetGroup {
  /** Same text, same tape. */
  readonly tapeKey: string;
  /** Ascending. */
  readonly setIndexes: readonly number[];
}

/**
 * The sets of a plan by tape and profile settings. Groups of one tape follow one another; beyond that they
 * stand in the order of their first sets.
 *
 * @param source of the period: where its quotes come from is part of the tape settings
 * @param setIndexes those to run, ascending
 */
export function groupSets(
  plan: SearchPlan,
  source: Pick<TickSource, 'hasQuotes'>,
  setIndexes: readonly number[],
): SetGroup[] {
  const tapes = new Map<string, Map<string, number[]>>();
  for (const setIndex of setIndexes) {
    const config = configOfSet(plan, plan.sets[setIndex]!);
    const quotes = quotesMode(source, config);
    const groups = entry(tapes, JSON.stringify(tapeSettings(config, quotes)), () => new Map());
    entry(groups, JSON.stringify(profileSettings(config)), (): number[] => []).push(setIndex);
  }
  return [...tapes].flatMap(([tapeKey, groups]) =>
    [...groups.values()].map((members) => ({ tapeKey, setIndexes: members })),
  );
}

function entry<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
