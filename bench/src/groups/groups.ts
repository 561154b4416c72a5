import type { Row } from '../harness/row.ts';
import type { Scale } from '../harness/scale.ts';

/** Measures the rows of a group; runs in a process of its own. */
export type Measure = (scale: Scale) => Promise<Row[]>;

/** The groups in the order of the table, with the ids of their rows. */
export const GROUPS = {
  import: ['import', 'import-newest-first'],
  read: ['read'],
  'full-run': ['full-run-plain-sum', 'full-run-naive', 'full-run-speed', 'structure'],
  parameters: ['strategy-parameters', 'profile-parameters'],
  queue: ['queue'],
  search: ['search-sets', 'search-threads', 'search-memory'],
  memory: ['memory-year', 'memory-two-years', 'memory-command'],
  linear: ['linear-4', 'linear-16'],
  live: ['live-messages', 'live-latency', 'live-latency-p99', 'live-minute', 'live-week'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type GroupName = keyof typeof GROUPS;

/** The groups to measure for some filter words; all of them for none. */
export function chosenGroups(words: readonly string[]): GroupName[] {
  const names = Object.keys(GROUPS) as GroupName[];
  if (words.length === 0) return names;
  return names.filter((name) => words.some((word) => isMeant(name, word)));
}

/** Whether a filter word means a row of a group. */
export function isChosen(name: GroupName, rowId: string, words: readonly string[]): boolean {
  return words.length === 0 || words.some((word) => name.includes(word) || rowId.includes(word));
}

function isMeant(name: GroupName, word: string): boolean {
  return name.includes(word) || GROUPS[name].some((rowId) => rowId.includes(word));
}
