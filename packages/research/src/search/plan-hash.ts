import { createHash } from 'node:crypto';
import type { SearchPlan } from './search-plan.ts';

/**
 * Identity of a search: hex SHA-256 of everything in its plan but the hash itself, as JSON with the names of every
 * object in ascending order. So a plan that went through a file or another machine can be told to be whole.
 */
export function planHashOf({
  planHash: _,
  ...rest
}: SearchPlan | (Omit<SearchPlan, 'planHash'> & { planHash?: string })): string {
  return createHash('sha256').update(canonicalJson(rest)).digest('hex');
}

/** JSON text that equal data has in common, in whatever order the names of its objects were written. */
export function canonicalJson(data: unknown): string {
  return JSON.stringify(data, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const entries = Object.entries(value);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
