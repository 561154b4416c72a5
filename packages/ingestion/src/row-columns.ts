import { AuctionTraderError } from '@auction-trader/core';

/** Columns of an object as plain data: null stands for NaN. */
export interface SavedRows {
  readonly [column: string]: readonly (number | null)[];
}

/** Takes the oldest `count` of `length` rows out of every column of an object: the others move up. */
export function dropOldestRows(columnSet: object, length: number, count: number): void {
  for (const column of Object.values(columnSet)) {
    if (isColumn(column)) column.copyWithin(0, count, length);
  }
}

/** The first `length` rows of every column of an object. */
export function saveRows(columnSet: object, length: number): SavedRows {
  const saved: Record<string, (number | null)[]> = {};
  for (const [name, column] of Object.entries(columnSet)) {
    if (!isColumn(column)) continue;
    saved[name] = Array.from(column.subarray(0, length), (value) => (Number.isNaN(value) ? null : value));
  }
  return saved;
}

/**
 * Writes rows that {@link saveRows} gave back into the columns of an object.
 *
 * @throws AuctionTraderError (`BAD_STATE`) when they are not `length` rows of exactly these columns, or
 * do not fit
 */
export function restoreRows(columnSet: object, saved: SavedRows, length: number, what: string): void {
  const columns = Object.entries(columnSet).filter(([, column]) => isColumn(column));
  for (const name of Object.keys(saved)) {
    if (!columns.some(([known]) => known === name)) refuseRows(what, `the column ${name} is unknown`);
  }
  for (const [name, column] of columns) {
    const rows: unknown = saved[name];
    if (!Array.isArray(rows) || rows.length !== length || length > column.length) {
      refuseRows(what, `the column ${name} has not ${length} rows`);
    }
    for (let row = 0; row < length; row++) column[row] = rows[row] ?? Number.NaN;
  }
}

type Column = Int32Array | Float64Array | Uint8Array;

function isColumn(value: unknown): value is Column {
  return ArrayBuffer.isView(value);
}

function refuseRows(what: string, why: string): never {
  throw new AuctionTraderError(`what was saved are no rows of ${what}: ${why}`, {
    code: 'BAD_STATE',
    hint: 'They come from another version or are damaged; start without them.',
  });
}
