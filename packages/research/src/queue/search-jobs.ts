import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Batch } from '../search/run-batch.ts';
import type { SearchPeriod, SearchPlan } from '../search/search-plan.ts';
import { outcomeKey } from '../search/search-store.ts';

/** A piece of a search, as it stands in a queue. */
export interface SearchJob extends Batch {
  readonly planHash: string;
}

/** What a job holds, seen from the worker that takes it. */
export const searchJobSchema = z.object({
  planHash: z.string(),
  periodIndex: z.int().nonnegative(),
  setIndexes: z.array(z.int().nonnegative()).min(1),
});

/** A job costs a few round trips to Redis, so that it should take a while; and a lost one should not cost much. */
const JOB_MS = 250;
/** Rough cost of a set, in milliseconds; only the size of jobs hangs on it. */
const SET_MS = 0.5;
const DAY_MS = 0.05;
const MOST_SETS = 150;
const MS_PER_DAY = 86_400_000;

/** How many sets over a period make a job of some hundred milliseconds. */
export function setsPerJob({ fromDay, toDay }: Pick<SearchPeriod, 'fromDay' | 'toDay'>): number {
  const days = (Date.parse(toDay) - Date.parse(fromDay)) / MS_PER_DAY + 1;
  const sets = Math.floor(JOB_MS / (SET_MS + days * DAY_MS));
  return Math.min(MOST_SETS, Math.max(1, sets));
}

/** Identity of a job: the same work has the same, whoever hands it out and however often. */
export function jobId({ planHash, periodIndex, setIndexes }: SearchJob): string {
  const identity = JSON.stringify([planHash, periodIndex, setIndexes]);
  return createHash('sha256').update(identity).digest('hex');
}

/**
 * The work of a search that is not done yet, in jobs.
 *
 * @param groups of a period: set indexes with the same tape and profile settings together
 * @param missing outcomes that are not there, see `outcomeKey`
 */
export function searchJobs(
  plan: SearchPlan,
  groups: (periodIndex: number) => readonly (readonly number[])[],
  missing: ReadonlySet<string>,
): SearchJob[] {
  return plan.periods.flatMap((period, periodIndex) => {
    const most = setsPerJob(period);
    const batches = groups(periodIndex).flatMap((group) => slices(group, most));
    return batches
      .map((batch) => batch.filter((setIndex) => missing.has(outcomeKey({ setIndex, periodIndex }))))
      .filter((setIndexes) => setIndexes.length > 0)
      .map((setIndexes) => ({ planHash: plan.planHash, periodIndex, setIndexes }));
  });
}

/** Cut from the whole, so that after an interruption the jobs are those that were handed out before. */
function slices(values: readonly number[], most: number): number[][] {
  const count = Math.ceil(values.length / most);
  return Array.from({ length: count }, (_, at) => values.slice(at * most, (at + 1) * most));
}
