import { NO_PRICE } from '@auction-trader/core';
import type { Decision } from '@auction-trader/signals';
import type { MinuteDecision } from './run-log.ts';

/** A {@link MinuteDecision} that is written anew for every minute. */
export type DecisionRow = { -readonly [Key in keyof MinuteDecision]: MinuteDecision[Key] };

/** A row of no minute. */
export function emptyRow(): DecisionRow {
  return {
    index: -1,
    decisionMs: 0,
    flags: 0,
    action: 0,
    reason: 0,
    setup: 0,
    side: 0,
    stopTicks: NO_PRICE,
    tp1Ticks: NO_PRICE,
    tp2Ticks: NO_PRICE,
    lots: 0,
    strategyState: '',
  };
}

/** Writes what was made of a minute; `candidate` is null when there was no entry to speak of. */
export function describeRow(
  row: DecisionRow,
  action: number,
  reason: number,
  candidate: Decision | null,
): void {
  row.action = action;
  row.reason = reason;
  row.setup = candidate === null ? 0 : candidate.setup;
  row.side = candidate === null ? 0 : candidate.side;
  row.stopTicks = candidate === null ? NO_PRICE : candidate.stopTicks;
  row.tp1Ticks = candidate === null ? NO_PRICE : candidate.tp1Ticks;
  row.tp2Ticks = candidate === null ? NO_PRICE : candidate.tp2Ticks;
}
