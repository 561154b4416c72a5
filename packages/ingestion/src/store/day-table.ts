import type { TickKind } from './tick-kind.ts';

/** Rows of one kind and one UTC day, as columns in memory, on their way into a day file. */
export interface DayTable {
  readonly kind: TickKind;
  /** Epoch milliseconds of the day's start. */
  readonly dayStartMs: number;
  /** Rows. */
  readonly length: number;
  /** In the order of `TICK_COLUMNS`, each of `length` elements. The first is the time in ms of the day. */
  readonly columns: readonly (Int32Array | Int8Array)[];
  /** Trade ids as pairs of 32-bit words, low word first (the body of an int64 column); null without ids. */
  readonly idWords: Int32Array | null;
}

/** The time column of a table. */
export function timeColumn(table: DayTable): Int32Array {
  return table.columns[0] as Int32Array;
}

/** A new array for a column of a kind: only a trade's side is of one byte. */
export function newColumn(kind: TickKind, index: number, length: number): Int32Array | Int8Array {
  return kind === 'trades' && index === 3 ? new Int8Array(length) : new Int32Array(length);
}
