import type { Dimension } from './dimension.ts';

/** Smallest and largest value that a set may have, both included. */
export type Limit = readonly [low: number, high: number];

/** What the reader has chosen to look at; the sections share it. */
export interface ViewState {
  /** Index of the part of the results: a period, or all together. */
  readonly part: number;
  /** The figure that colours. */
  readonly metric: Dimension;
  /** Limits by id of a dimension. */
  readonly limits: ReadonlyMap<string, Limit>;
  /** Position of the set that is marked. */
  readonly marked: number | null;
}

/** The choices, and those who want to know of changes. */
export interface View {
  state: ViewState;
  change(part: Partial<ViewState>): void;
  /** Calls back after every change; `before` is what was chosen until then. */
  onChange(listener: (before: ViewState) => void): void;
}

export function createView(first: ViewState): View {
  const listeners: ((before: ViewState) => void)[] = [];
  const view: View = {
    state: first,
    change(part) {
      const before = view.state;
      view.state = { ...before, ...part };
      for (const listener of listeners) listener(before);
    },
    onChange: (listener) => {
      listeners.push(listener);
    },
  };
  return view;
}

/** The limits with one changed, or taken away. */
export function withLimit(
  limits: ReadonlyMap<string, Limit>,
  id: string,
  limit: Limit | null,
): ReadonlyMap<string, Limit> {
  const changed = new Map(limits);
  if (limit === null) changed.delete(id);
  else changed.set(id, limit);
  return changed;
}

/** Of each set, 1 when it keeps every limit. A set without a value keeps no limit on it. */
export function withinLimits(
  sets: number,
  dimensions: readonly Dimension[],
  { part, limits }: Pick<ViewState, 'part' | 'limits'>,
): Uint8Array {
  const kept = new Uint8Array(sets).fill(1);
  for (const { id, columns } of dimensions) {
    const limit = limits.get(id);
    if (limit === undefined) continue;
    const column = columns[part]!;
    for (let i = 0; i < sets; i += 1) {
      const value = column[i]!;
      if (!(value >= limit[0] && value <= limit[1])) kept[i] = 0;
    }
  }
  return kept;
}
