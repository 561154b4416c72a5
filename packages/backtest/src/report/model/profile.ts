import type { ChartRows } from './chart-rows.ts';

/** Volume by price: bin `i` begins at `(firstBin + i) * widthTicks`. */
export interface Profile {
  /** Row at whose end it was taken. */
  readonly row: number;
  readonly widthTicks: number;
  readonly firstBin: number;
  /** Lots of each bin, empty ones in between included. */
  readonly lots: Float64Array;
}

/**
 * Volume per base bin of every minute, one minute behind the other: enough to build the profile of any
 * minute.
 */
interface LevelStore {
  readonly kind: 'levels';
  readonly windowMinutes: number;
  readonly baseBinTicks: number;
  /** Number of entries of each minute. */
  readonly counts: Float64Array;
  readonly bins: Float64Array;
  readonly lots: Float64Array;
}

/** Whole profiles of some rows, ascending: for runs whose minutes would be too much to carry. */
interface SnapshotStore {
  readonly kind: 'snapshots';
  readonly rows: Float64Array;
  readonly widths: Float64Array;
  readonly firstBins: Float64Array;
  /** Number of bins of each profile. */
  readonly counts: Float64Array;
  readonly lots: Float64Array;
}

/** Where a page's profiles come from. */
export type ProfileStore = LevelStore | SnapshotStore;

/**
 * Gives the profile at a row: exactly, or (snapshots) the last one kept before it. Null where there is none.
 */
export function profileReader(store: ProfileStore, rows: ChartRows): (row: number) => Profile | null {
  return store.kind === 'levels' ? readLevels(store, rows) : readSnapshots(store);
}

function readLevels(store: LevelStore, rows: ChartRows): (row: number) => Profile | null {
  const starts = runningSums(store.counts);
  return (row) => {
    const widthTicks = rows.width[row] ?? 0;
    const from = starts[Math.max(0, row + 1 - store.windowMinutes)]!;
    const to = starts[row + 1]!;
    if (widthTicks === 0 || from === to) return null;
    const binOf = (entry: number) => Math.floor((store.bins[entry]! * store.baseBinTicks) / widthTicks);
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let entry = from; entry < to; entry += 1) {
      low = Math.min(low, binOf(entry));
      high = Math.max(high, binOf(entry));
    }
    const lots = new Float64Array(high - low + 1);
    for (let entry = from; entry < to; entry += 1) lots[binOf(entry) - low]! += store.lots[entry]!;
    return { row, widthTicks, firstBin: low, lots };
  };
}

function readSnapshots(store: SnapshotStore): (row: number) => Profile | null {
  const starts = runningSums(store.counts);
  return (row) => {
    const index = lastAtOrBefore(store.rows, row);
    if (index < 0) return null;
    return {
      row: store.rows[index]!,
      widthTicks: store.widths[index]!,
      firstBin: store.firstBins[index]!,
      lots: store.lots.subarray(starts[index]!, starts[index + 1]!),
    };
  };
}

/** `sums[i]` is the sum of the first `i` values. */
function runningSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i += 1) sums[i + 1] = sums[i]! + values[i]!;
  return sums;
}

/** Index of the last element <= value in an ascending array, -1 when all are larger. */
function lastAtOrBefore(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
