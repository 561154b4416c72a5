/** Values that share a row or a column: one value, or a stretch of them. */
export interface Bin {
  readonly from: number;
  readonly to: number;
}

/** Most values that get a bin each. */
const MOST_BINS = 24;
const STRETCHES = 16;

/** One bin for each value there is, or stretches of equal length when they are many. */
export function binsOf(column: Float64Array): Bin[] {
  const values = [...new Set(column)].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  if (values.length <= MOST_BINS) return values.map((value) => ({ from: value, to: value }));
  const low = values[0]!;
  const width = (values.at(-1)! - low) / STRETCHES;
  const stretches = Array.from({ length: STRETCHES }, (_, i): number[] =>
    values.filter((value) => Math.min(STRETCHES - 1, Math.floor((value - low) / width)) === i),
  );
  return stretches.filter((of) => of.length > 0).map((of) => ({ from: of[0]!, to: of.at(-1)! }));
}

/** Index of each value's bin, -1 without one. */
export function binIndexes(column: Float64Array, bins: readonly Bin[]): Int32Array {
  return Int32Array.from(column, (value) => bins.findIndex(({ from, to }) => value >= from && value <= to));
}
