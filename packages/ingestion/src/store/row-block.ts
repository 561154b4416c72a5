import { newColumn } from './day-table.ts';
import { TICK_COLUMNS, type TickKind } from './tick-kind.ts';

/** Rows in one block: small enough to stay in the processor's cache on their way through. */
export const BLOCK_ROWS = 4_096;

/** A few rows on their way from a parser into days. Filled and emptied over and over. */
export interface RowBlock {
  readonly kind: TickKind;
  /** Rows filled, at most `BLOCK_ROWS`. */
  length: number;
  /** Epoch milliseconds. */
  readonly timeMs: Float64Array;
  /** The other columns of `TICK_COLUMNS`, without the time. */
  readonly columns: readonly (Int32Array | Int8Array)[];
  /** Pairs of words, low first; null without ids. */
  readonly idWords: Int32Array | null;
}

/** An empty block. */
export function newRowBlock(kind: TickKind, withIds: boolean): RowBlock {
  return {
    kind,
    length: 0,
    timeMs: new Float64Array(BLOCK_ROWS),
    columns: TICK_COLUMNS[kind].slice(1).map((_, index) => newColumn(kind, index + 1, BLOCK_ROWS)),
    idWords: withIds ? new Int32Array(2 * BLOCK_ROWS) : null,
  };
}
