import { REASON } from '@auction-trader/core';
import type { ExecutionSettings, PositionManager } from '@auction-trader/execution';
import { costRatio, type RiskSettings } from '@auction-trader/risk';
import type { Decision } from '@auction-trader/signals';

/** An entry candidate with its size. */
export interface SizedEntry {
  /** ENTRY, or why it is too small or too costly. */
  readonly reason: number;
  /** 0 when it did not come to a size. */
  readonly lots: number;
  /** Lots before the leverage cap, and whether it has reduced them. */
  readonly wantedLots: number;
  readonly capped: boolean;
  /** Price and available margin (quote currency) it was sized from. */
  readonly sizingEntryTicks: number;
  readonly margin: number;
  /** Cost of the round trip for each unit of risk; NaN when it did not come to a size. */
  readonly costRatio: number;
}

/** Sizes an entry candidate as if an open position were closed already (trading rules 9.1). */
export function sizedEntry(
  { side, limitTicks, stopTicks }: Decision,
  manager: PositionManager,
  execution: ExecutionSettings,
  risk: RiskSettings,
): SizedEntry {
  const { useLimitForEntry, slippageTicksEntry } = execution;
  const marketTicks =
    side > 0 ? manager.askTicks + slippageTicksEntry : manager.bidTicks - slippageTicksEntry;
  const sizingEntryTicks = useLimitForEntry ? limitTicks : marketTicks;
  const none = { lots: 0, wantedLots: 0, capped: false, sizingEntryTicks, margin: 0, costRatio: Number.NaN };
  // At a boundary, or behind a quote that ran away, the entry may lie beyond the stop.
  if (side * (sizingEntryTicks - stopTicks) < risk.minStopTicks) return { ...none, reason: REASON.BAD_STOP };
  const { lots, wantedLots, capped, margin } = manager.sizeWhenFlat(sizingEntryTicks, stopTicks);
  if (lots === 0) return { ...none, reason: REASON.SIZE_MIN };
  const ratio = costRatio(sizingEntryTicks, stopTicks, useLimitForEntry, risk);
  const tooCostly = risk.maxCostToRisk !== null && ratio > risk.maxCostToRisk;
  const reason = tooCostly ? REASON.SIZE_COST : REASON.ENTRY;
  return { reason, lots, wantedLots, capped, sizingEntryTicks, margin, costRatio: ratio };
}
