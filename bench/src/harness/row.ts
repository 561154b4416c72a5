/** One line of the table: a figure of one run, and what it is to reach. */
export interface Row {
  /** Short name, unique; a filter word is looked for in it and in `what`. */
  readonly id: string;
  readonly what: string;
  /** What the figure is measured against. */
  readonly against: string;
  /** Median of the rounds, and their extremes. */
  readonly value: number;
  readonly lowest: number;
  readonly highest: number;
  readonly unit: Unit;
  /** Null for a figure that is shown for information. */
  readonly goal: Goal | null;
  /** Absolute figures, in words. */
  readonly figures: string;
}

/** A plain ratio, millions of trades a second, megabytes (of 10^6 bytes), or time. */
export type Unit = 'times' | 'M trades/s' | 'MB' | 'ms' | 'us';

export interface Goal {
  readonly kind: 'at least' | 'below' | 'at most';
  readonly value: number;
}

/** Whether a row's figure reaches its goal; null when it has none. */
export function reached({ goal, value }: Row): boolean | null {
  if (goal === null) return null;
  if (goal.kind === 'at least') return value >= goal.value;
  return goal.kind === 'below' ? value < goal.value : value <= goal.value;
}
