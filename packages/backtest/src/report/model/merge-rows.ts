import { type ChartRows, ROW_FLAG } from './chart-rows.ts';

const MINUTE_MS = 60_000;

/**
 * Merges rows into longer ones that start at whole multiples of their length since 1970 (UTC hours, days).
 *
 * @param minutes length of the new rows, a multiple of `rows.rowMinutes`
 */
export function mergeRows(rows: ChartRows, minutes: number): ChartRows {
  if (minutes === rows.rowMinutes || rows.length === 0) return rows;
  const spanMs = minutes * MINUTE_MS;
  const firstMs = Math.floor(rows.firstMs / spanMs) * spanMs;
  const rowMs = rows.rowMinutes * MINUTE_MS;
  const lastMs = rows.firstMs + (rows.length - 1) * rowMs;
  const merged = emptyRows(firstMs, minutes, Math.floor((lastMs - firstMs) / spanMs) + 1);
  for (let i = 0; i < rows.length; i += 1) {
    const into = Math.floor((rows.firstMs + i * rowMs - firstMs) / spanMs);
    const starts = i === 0 || Math.floor((rows.firstMs + (i - 1) * rowMs - firstMs) / spanMs) !== into;
    if (starts) startRow(merged, into, rows, i);
    else extendRow(merged, into, rows, i);
  }
  return merged;
}

/** Rows with nothing in them yet. */
export function emptyRows(firstMs: number, rowMinutes: number, length: number): ChartRows {
  const column = () => new Float64Array(length);
  return {
    firstMs,
    rowMinutes,
    length,
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
    buy: column(),
    sell: column(),
    flow: column(),
    pocHalf: column(),
    vah: column(),
    val: column(),
    width: column(),
    flags: column(),
  };
}

function startRow(merged: ChartRows, into: number, rows: ChartRows, i: number): void {
  merged.open[into] = rows.open[i]!;
  merged.high[into] = rows.high[i]!;
  merged.low[into] = rows.low[i]!;
  merged.volume[into] = rows.volume[i]!;
  merged.buy[into] = rows.buy[i]!;
  merged.sell[into] = rows.sell[i]!;
  merged.flow[into] = rows.flow[i]!;
  merged.flags[into] = rows.flags[i]!;
  endRow(merged, into, rows, i);
}

function extendRow(merged: ChartRows, into: number, rows: ChartRows, i: number): void {
  merged.high[into] = Math.max(merged.high[into]!, rows.high[i]!);
  merged.low[into] = Math.min(merged.low[into]!, rows.low[i]!);
  merged.volume[into]! += rows.volume[i]!;
  merged.buy[into]! += rows.buy[i]!;
  merged.sell[into]! += rows.sell[i]!;
  merged.flow[into]! += rows.flow[i]!;
  const both = merged.flags[into]! & rows.flags[i]! & (ROW_FLAG.SYNTHETIC | ROW_FLAG.MISSING);
  merged.flags[into] = both | (rows.flags[i]! & ROW_FLAG.VALID);
  endRow(merged, into, rows, i);
}

function endRow(merged: ChartRows, into: number, rows: ChartRows, i: number): void {
  merged.close[into] = rows.close[i]!;
  merged.pocHalf[into] = rows.pocHalf[i]!;
  merged.vah[into] = rows.vah[i]!;
  merged.val[into] = rows.val[i]!;
  merged.width[into] = rows.width[i]!;
}
