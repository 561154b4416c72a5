/** Bits of one radix pass; two passes cover the 27 bits of a millisecond of the day. */
const RADIX_BITS = 14;
const RADIX = 1 << RADIX_BITS;

/**
 * The order of rows by time, then by numeric id, then as they are.
 *
 * @param timeMs milliseconds of the day, `length` of them
 * @param idWords ids as pairs of words (low, high), at least 0; null to leave ids out
 * @returns row numbers in their order, or null when the rows are in order already
 */
export function orderRows(
  timeMs: Int32Array,
  idWords: Int32Array | null,
  length: number,
): Uint32Array | null {
  if (isOrdered(timeMs, idWords, length)) return null;
  const order = radixPass(timeMs, radixPass(timeMs, null, length, 0), length, RADIX_BITS);
  if (idWords !== null) orderTies(timeMs, idWords, order);
  return order;
}

function isOrdered(timeMs: Int32Array, idWords: Int32Array | null, length: number): boolean {
  for (let row = 1; row < length; row++) {
    if (timeMs[row]! > timeMs[row - 1]!) continue;
    if (timeMs[row]! < timeMs[row - 1]!) return false;
    if (idWords !== null && compareIds(idWords, row, row - 1) < 0) return false;
  }
  return true;
}

/** Compares the ids of two rows as unsigned 64-bit integers. */
export function compareIds(idWords: Int32Array, left: number, right: number): number {
  const high = idWords[2 * left + 1]! - idWords[2 * right + 1]!;
  return high !== 0 ? high : (idWords[2 * left]! >>> 0) - (idWords[2 * right]! >>> 0);
}

/** One stable counting sort by some bits of the time. */
function radixPass(timeMs: Int32Array, rows: Uint32Array | null, length: number, shift: number): Uint32Array {
  const starts = new Uint32Array(RADIX + 1);
  for (let row = 0; row < length; row++) {
    const digit = (timeMs[row]! >>> shift) & (RADIX - 1);
    starts[digit + 1] = starts[digit + 1]! + 1;
  }
  for (let digit = 0; digit < RADIX; digit++) starts[digit + 1] = starts[digit + 1]! + starts[digit]!;
  const ordered = new Uint32Array(length);
  for (let place = 0; place < length; place++) {
    const row = rows === null ? place : rows[place]!;
    const digit = (timeMs[row]! >>> shift) & (RADIX - 1);
    const to = starts[digit]!;
    ordered[to] = row;
    starts[digit] = to + 1;
  }
  return ordered;
}

/** Sorts the rows of each millisecond by id; equal ids stay as they are. */
function orderTies(timeMs: Int32Array, idWords: Int32Array, order: Uint32Array): void {
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && timeMs[order[to]!] === timeMs[order[from]!]) to++;
    if (to - from > 1) {
      order.subarray(from, to).sort((left, right) => compareIds(idWords, left, right) || left - right);
    }
    from = to;
  }
}

/** The elements of a column at `rows`, in that order. */
export function gather<Column extends Int32Array | Int8Array>(column: Column, rows: Uint32Array): Column {
  const gathered = column instanceof Int8Array ? new Int8Array(rows.length) : new Int32Array(rows.length);
  for (let place = 0; place < rows.length; place++) gathered[place] = column[rows[place]!]!;
  return gathered as Column;
}

/** The pairs of words at `rows`, in that order. */
export function gatherIds(idWords: Int32Array, rows: Uint32Array): Int32Array {
  const gathered = new Int32Array(2 * rows.length);
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place]!;
    gathered[2 * place] = idWords[2 * row]!;
    gathered[2 * place + 1] = idWords[2 * row + 1]!;
  }
  return gathered;
}
