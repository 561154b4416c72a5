import type { Dimension } from './dimension.ts';

/** One upright axis of the parallel coordinates. */
export interface ParallelAxis {
  readonly dimension: Dimension;
  /** Pixels from the left. */
  readonly x: number;
  /** Ends of its values. */
  readonly low: number;
  readonly high: number;
  /** Values that are written beside it. */
  readonly ticks: readonly number[];
}

/** Where axes and values lie. Pixels. */
export interface ParallelLayout {
  readonly axes: readonly ParallelAxis[];
  readonly width: number;
  readonly height: number;
  y(axis: ParallelAxis, value: number): number;
  /** Undoes `y`. */
  value(axis: ParallelAxis, y: number): number;
}

/** Fewest pixels between two axes; the chart scrolls sideways when there is less. */
const LEAST_GAP = 92;
const SIDE = 54;
const TOP = 14;
const BOTTOM = 14;
/** Most values that are all written. */
const MOST_TICKS = 9;

export function parallelLayout(
  dimensions: readonly Dimension[],
  part: number,
  space: number,
  height: number,
): ParallelLayout {
  const gaps = Math.max(1, dimensions.length - 1);
  const width = Math.max(space, gaps * LEAST_GAP + 2 * SIDE);
  const axes = dimensions.map((dimension, i): ParallelAxis => {
    const values = distinct(dimension.columns[part]!);
    const [low, high] = [values[0] ?? 0, values.at(-1) ?? 0];
    const x = dimensions.length === 1 ? width / 2 : SIDE + ((width - 2 * SIDE) * i) / gaps;
    const few = values.length <= MOST_TICKS && dimension.kind === 'parameter';
    return { dimension, x, low, high, ticks: few ? values : spread(low, high) };
  });
  const span = height - TOP - BOTTOM;
  return {
    axes,
    width,
    height,
    y: ({ low, high }, value) =>
      high === low ? TOP + span / 2 : TOP + span * (1 - (value - low) / (high - low)),
    value: ({ low, high }, y) => low + (high - low) * Math.min(1, Math.max(0, 1 - (y - TOP) / span)),
  };
}

function distinct(column: Float64Array): number[] {
  return [...new Set(column)].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
}

function spread(low: number, high: number): number[] {
  if (low === high) return [low];
  const inner = low < 0 && high > 0 ? 0 : (low + high) / 2;
  return [low, inner, high];
}
