import { createHash } from 'node:crypto';
import type { Config } from '@auction-trader/core';

/** Sections that change nothing of what a session decides. */
const OUTSIDE = ['dashboard', 'database'];

/** Hash of the settings that a session is made from: equal hashes, equal decisions on equal inputs. */
export function configHash(config: Config): string {
  const inside = Object.entries(config).filter(([section]) => !OUTSIDE.includes(section));
  return createHash('sha256')
    .update(sortedJson(Object.fromEntries(inside)))
    .digest('hex')
    .slice(0, 16);
}

/** Name of a run, unique within a data directory and in order of time: `20250621T103000123Z-paper`. */
export function newRunId(nowMs: number, mode: string): string {
  return `${new Date(nowMs).toISOString().replaceAll(/[-:.]/g, '')}-${mode}`;
}

/** Short mark of a run in the ids of its orders, so that no two runs share one. */
export function runToken(startedMs: number): string {
  return Math.round(startedMs).toString(36);
}

/** JSON text that does not depend on the order of keys. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
