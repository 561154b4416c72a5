import type { Dimension } from './dimension.ts';
import { ordered } from './ordered.ts';
import type { Search } from './search.ts';
import { withinLimits } from './view.ts';

/** Which sets the table lists. */
export type Status = 'all' | 'ran' | 'few' | 'failed' | 'missing';

/** What the table is sorted and filtered by. */
export interface ListChoice {
  readonly status: Status;
  /** A set's number, or words of an error; empty for all. */
  readonly words: string;
  /** Null sorts by the set's number. */
  readonly sort: Dimension | null;
  readonly down: boolean;
}

/** Positions of the sets to list, in order. Sets without a value of the sorted column stand last. */
export function listSets(search: Search, { status, words, sort, down }: ListChoice): number[] {
  const { document, view, dimensions, sets } = search;
  const { part } = view.state;
  const kept = withinLimits(sets, dimensions, view.state);
  const errors = new Map(document.parts[part]!.failed);
  const missing = new Set(document.parts[part]!.missing);
  const trades = document.parts[part]!.figures['n'];
  const fits: Record<Status, (i: number) => boolean> = {
    all: () => true,
    ran: (i) => !errors.has(i) && !missing.has(i),
    few: (i) => !errors.has(i) && !missing.has(i) && (trades?.[i] ?? 0) < 20,
    failed: (i) => errors.has(i),
    missing: (i) => missing.has(i),
  };
  const wanted = words.trim().toLowerCase();
  const named = (i: number) =>
    wanted === '' ||
    String(document.setIndexes[i]) === wanted.replace('#', '') ||
    (errors.get(i)?.toLowerCase().includes(wanted) ?? false);
  const numbers = Float64Array.from(document.setIndexes);
  const order = ordered(sort?.columns[part] ?? numbers, down);
  return [...order].filter((i) => kept[i] === 1 && fits[status](i) && named(i));
}
