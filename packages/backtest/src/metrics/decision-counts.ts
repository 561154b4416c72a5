import { ACTIONS, REASONS } from '@auction-trader/core';
import type { SignalColumns } from '@auction-trader/engine';
import { SIGNAL_FLAG } from '@auction-trader/signals';

/** How many minutes ended in what: why there were trades, and why there were none. */
export interface DecisionCounts {
  /** Minutes per action, in the order of the codes; those that never came are left out. */
  readonly action: Readonly<Record<string, number>>;
  readonly reason: Readonly<Record<string, number>>;
  /** Minutes in which each signal flag was set, before gates. */
  readonly flag: Readonly<Record<string, number>>;
}

/**
 * Counts the decisions of a run; empty when the run did not keep them.
 *
 * @param minutes number of minutes
 */
export function decisionCounts(signals: SignalColumns, minutes: number): DecisionCounts {
  const length = Math.min(minutes, signals.capacity);
  const actions = new Float64Array(256);
  const reasons = new Float64Array(256);
  const flags = new Float64Array(256);
  for (let i = 0; i < length; i += 1) {
    actions[signals.action[i]!]! += 1;
    reasons[signals.reason[i]!]! += 1;
    flags[signals.flags[i]!]! += 1;
  }
  return {
    action: named(ACTIONS, actions),
    reason: named(REASONS, reasons),
    flag: Object.fromEntries(
      Object.entries(SIGNAL_FLAG).map(([name, bit]) => [`signal_${name.toLowerCase()}`, withBit(flags, bit)]),
    ),
  };
}

function named(names: readonly string[], counts: Float64Array): Record<string, number> {
  return Object.fromEntries(
    names.map((name, code) => [name, counts[code]!] as const).filter(([, count]) => count > 0),
  );
}

function withBit(counts: Float64Array, bit: number): number {
  let sum = 0;
  for (let value = 0; value < 256; value += 1) if ((value & bit) !== 0) sum += counts[value]!;
  return sum;
}
