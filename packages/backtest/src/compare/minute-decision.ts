import { ACTION, REASONS } from '@auction-trader/core';
import type { DecisionFields } from '@auction-trader/engine';

/** What a run decided at a minute's close; a row of a journal is one. */
export interface MinuteDecision extends Omit<DecisionFields, 'setup'> {
  /** Start of the minute, epoch ms. */
  readonly minuteMs: number;
  /** Code or name of the chosen candidate's setup; 0 or null for none. */
  readonly setup: number | string | null;
  /** Features of the minute, JSON text. */
  readonly featureSnapshot: string;
}

/** Whether it asks for a position. */
export function isEntry({ action }: Pick<MinuteDecision, 'action'>): boolean {
  return action === ACTION.ENTER_LONG || action === ACTION.ENTER_SHORT;
}

/** `ENTER_LONG`, or the reason for anything else. */
export function decisionName({ action, reason }: Pick<MinuteDecision, 'action' | 'reason'>): string {
  if (action === ACTION.ENTER_LONG) return 'ENTER_LONG';
  if (action === ACTION.ENTER_SHORT) return 'ENTER_SHORT';
  return REASONS[reason] ?? String(reason);
}

const LEVELS = ['setup', 'side', 'stopTicks', 'tp1Ticks', 'tp2Ticks'] as const;

/** What of two decisions differs first: what was done, its size, its levels. Null when nothing does. */
export function chosenDifference(
  one: MinuteDecision,
  other: MinuteDecision,
): 'decision' | 'size' | 'levels' | null {
  if (one.reason !== other.reason || one.action !== other.action) return 'decision';
  if (one.lots !== other.lots) return 'size';
  return differingFields(one, other, LEVELS).length > 0 ? 'levels' : null;
}

/** Those of the fields in which two decisions differ. */
export function differingFields(
  one: MinuteDecision,
  other: MinuteDecision,
  fields: readonly (keyof MinuteDecision)[],
): (keyof MinuteDecision)[] {
  return fields.filter((field) => !Object.is(one[field], other[field]));
}
