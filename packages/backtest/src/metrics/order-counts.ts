import type { RunResult } from '../run-result.ts';

/** What became of orders besides fills. */
export interface OrderCounts {
  /** Sizes that the leverage cap reduced. */
  readonly leverage_capped: number;
  /** Entry orders that ended without filling in full, by why; those that never came are left out. */
  readonly dropped_entries: Readonly<Record<string, number>>;
}

/** Counts what became of orders. */
export function orderCounts({ leverageCapMs, droppedEntries }: RunResult): OrderCounts {
  const dropped: Record<string, number> = {};
  for (const { why } of droppedEntries) dropped[why] = (dropped[why] ?? 0) + 1;
  return { leverage_capped: leverageCapMs.length, dropped_entries: dropped };
}
