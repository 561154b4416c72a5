import { type Bin, binIndexes, binsOf } from './bins.ts';

/** How the sets of a cell become one value. */
export type Aggregate = 'median' | 'best';

/** One cell of a heat map. */
export interface HeatCell {
  /** NaN when no set of the cell has a value. */
  readonly value: number;
  /** Sets that share the cell's values, and those of them with a value. */
  readonly sets: number;
  readonly withValue: number;
}

export interface HeatGrid {
  readonly columns: readonly Bin[];
  readonly rows: readonly Bin[];
  /** Row by row. */
  readonly cells: readonly HeatCell[];
  /** Ends of the values there are; NaN when there are none. */
  readonly low: number;
  readonly high: number;
}

/**
 * The values of sets over two of their parameters.
 *
 * @param across @param down value of each set; `down` is null for a single row
 * @param lessIsBetter for the best of a cell
 */
export function heatGrid(
  across: Float64Array,
  down: Float64Array | null,
  values: Float64Array,
  aggregate: Aggregate,
  lessIsBetter: boolean,
): HeatGrid {
  const vertical = down ?? new Float64Array(across.length);
  const columns = binsOf(across);
  const rows = binsOf(vertical);
  const [xs, ys] = [binIndexes(across, columns), binIndexes(vertical, rows)];
  const members = Array.from({ length: columns.length * rows.length }, (): number[] => []);
  for (let i = 0; i < values.length; i += 1) members[ys[i]! * columns.length + xs[i]!]?.push(values[i]!);
  const cells = members.map((all): HeatCell => {
    const sorted = all.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
    return { value: pick(sorted, aggregate, lessIsBetter), sets: all.length, withValue: sorted.length };
  });
  const shown = cells.map(({ value }) => value).filter((value) => !Number.isNaN(value));
  const [low, high] =
    shown.length === 0 ? [Number.NaN, Number.NaN] : [Math.min(...shown), Math.max(...shown)];
  return { columns, rows, cells, low, high };
}

function pick(sorted: readonly number[], aggregate: Aggregate, lessIsBetter: boolean): number {
  const { length } = sorted;
  if (length === 0) return Number.NaN;
  if (aggregate === 'best') return lessIsBetter ? sorted[0]! : sorted[length - 1]!;
  return (sorted[(length - 1) >> 1]! + sorted[length >> 1]!) / 2;
}
