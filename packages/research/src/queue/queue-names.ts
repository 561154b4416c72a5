import type { SearchPeriod } from '../search/search-plan.ts';

/** Beginning of every name this program uses in a Redis, so that it may share one. */
export const QUEUE_PREFIX = 'auction-trader';

/** How long what a search left behind is kept when nobody fetches it. */
export const KEPT_SECONDS = 7 * 24 * 3600;

/** Set of the hashes of the searches that are worked on, in the order of their announcement. */
export const SEARCHES_KEY = `${QUEUE_PREFIX}:searches`;

/** Text of a plan: stored once, and not in each job. */
export function planKey(planHash: string): string {
  return `${QUEUE_PREFIX}:plan:${planHash}`;
}

/** List of results, each the text of a batch's outcomes, as they arrived. */
export function resultsKey(planHash: string): string {
  return `${QUEUE_PREFIX}:results:${planHash}`;
}

/** What one worker says of itself; expires when the worker is gone. */
export function workerKey(workerId: string): string {
  return `${QUEUE_PREFIX}:worker:${workerId}`;
}

/** Name of the queue of a search's work on some data: who has not the data does not look into it. */
export function queueName(planHash: string, { dataHash }: Pick<SearchPeriod, 'dataHash'>): string {
  return `${planHash.slice(0, 24)}-${dataHash.slice(0, 24)}`;
}
