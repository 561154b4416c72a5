import type { EntryPlan } from './entry-plan.ts';

/** A position that is found so soon after an entry was given up, and could be that entry's, is taken for it. */
const LATE_ENTRY_MS = 60_000;

/** The newest entry that ended without a fill, and when. */
export interface LostEntry {
  readonly plan: EntryPlan;
  readonly timeMs: number;
}

/** The plan of a position found at a venue when it may be a lost entry's: it has a stop. Null when not. */
export function lostPlan(
  lost: LostEntry | null,
  side: number,
  lots: number,
  timeMs: number,
): EntryPlan | null {
  if (lost === null || timeMs - lost.timeMs > LATE_ENTRY_MS) return null;
  return lost.plan.side === side && lots <= lost.plan.lots ? lost.plan : null;
}
