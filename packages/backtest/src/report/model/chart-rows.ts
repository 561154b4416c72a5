/** Bits of {@link ChartRows.flags}. */
export const ROW_FLAG = {
  /** No trade in the row. */
  SYNTHETIC: 1,
  /** No sign of life in the row. */
  MISSING: 2,
  /** The value area is valid at the row's end. */
  VALID: 4,
} as const;

/**
 * What the charts are drawn from: contiguous rows of equal length in time, one element a row. Prices in
 * ticks, volumes in lots. The levels of a row are those at its end and mean nothing without
 * {@link ROW_FLAG}.VALID.
 */
export interface ChartRows {
  /** Epoch ms of the start of row 0. */
  readonly firstMs: number;
  readonly rowMinutes: number;
  readonly length: number;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  readonly buy: Float64Array;
  readonly sell: Float64Array;
  /** Order flow the signals use. */
  readonly flow: Float64Array;
  readonly pocHalf: Float64Array;
  readonly vah: Float64Array;
  readonly val: Float64Array;
  /** Bin width in ticks, 0 before the first. */
  readonly width: Float64Array;
  readonly flags: Float64Array;
}

/** The columns that {@link packRows} makes, all integers. */
export type PackedRows = Readonly<Record<(typeof PACKED)[number], Float64Array>>;

const PACKED = [
  'close',
  'gap',
  'above',
  'below',
  'volume',
  'buy',
  'ambiguous',
  'flowRest',
  'pocHalf',
  'vah',
  'val',
  'width',
  'flags',
] as const;

/** Rows as columns of small integers: differences within a bar instead of four prices, zeros for the usual. */
export function packRows(rows: ChartRows): PackedRows {
  const { length, open, high, low, close, volume, buy, sell, flow } = rows;
  const each = (value: (i: number) => number) => Float64Array.from({ length }, (_, i) => value(i));
  return {
    close,
    gap: each((i) => open[i]! - (i === 0 ? 0 : close[i - 1]!)),
    above: each((i) => high[i]! - Math.max(open[i]!, close[i]!)),
    below: each((i) => Math.min(open[i]!, close[i]!) - low[i]!),
    volume,
    buy,
    ambiguous: each((i) => volume[i]! - buy[i]! - sell[i]!),
    flowRest: each((i) => flow[i]! - (buy[i]! - sell[i]!)),
    pocHalf: rows.pocHalf,
    vah: rows.vah,
    val: rows.val,
    width: rows.width,
    flags: rows.flags,
  };
}

/** Undoes {@link packRows}. */
export function unpackRows(
  { firstMs, rowMinutes }: { readonly firstMs: number; readonly rowMinutes: number },
  packed: PackedRows,
): ChartRows {
  const { close, gap, above, below, volume, buy, ambiguous, flowRest } = packed;
  const length = close.length;
  const each = (value: (i: number) => number) => Float64Array.from({ length }, (_, i) => value(i));
  const open = each((i) => gap[i]! + (i === 0 ? 0 : close[i - 1]!));
  const sell = each((i) => volume[i]! - buy[i]! - ambiguous[i]!);
  return {
    firstMs,
    rowMinutes,
    length,
    open,
    high: each((i) => Math.max(open[i]!, close[i]!) + above[i]!),
    low: each((i) => Math.min(open[i]!, close[i]!) - below[i]!),
    close,
    volume,
    buy,
    sell,
    flow: each((i) => flowRest[i]! + buy[i]! - sell[i]!),
    pocHalf: packed.pocHalf,
    vah: packed.vah,
    val: packed.val,
    width: packed.width,
    flags: packed.flags,
  };
}

/** Start of a row, epoch ms. */
export function rowMs(rows: ChartRows, index: number): number {
  return rows.firstMs + index * rows.rowMinutes * 60_000;
}

/** Row that holds a time, clamped to the rows there are. */
export function rowAt(rows: ChartRows, timeMs: number): number {
  const index = Math.floor((timeMs - rows.firstMs) / (rows.rowMinutes * 60_000));
  return Math.max(0, Math.min(rows.length - 1, index));
}
