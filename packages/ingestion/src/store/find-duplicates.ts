import { compareIds } from './order-rows.ts';

/**
 * Rows whose id stands in an earlier row.
 *
 * @param idWords ids as pairs of words (low, high), `length` of them
 * @returns row numbers, ascending
 */
export function findDuplicates(idWords: Int32Array, length: number): Uint32Array {
  return isAscending(idWords, length) ? new Uint32Array(0) : findByTable(idWords, length);
}

function isAscending(idWords: Int32Array, length: number): boolean {
  for (let row = 1; row < length; row++) {
    if (compareIds(idWords, row - 1, row) >= 0) return false;
  }
  return true;
}

/** Open addressing: each slot holds a row number plus one, 0 when free; at most half of them are taken. */
function findByTable(idWords: Int32Array, length: number): Uint32Array {
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * length + 2)));
  const mask = slots.length - 1;
  const duplicates: number[] = [];
  for (let row = 0; row < length; row++) {
    const low = idWords[2 * row]!;
    const high = idWords[2 * row + 1]!;
    let slot = mix(low, high) & mask;
    for (;;) {
      const other = slots[slot]! - 1;
      if (other < 0) {
        slots[slot] = row + 1;
        break;
      }
      if (idWords[2 * other] === low && idWords[2 * other + 1] === high) {
        duplicates.push(row);
        break;
      }
      slot = (slot + 1) & mask;
    }
  }
  return Uint32Array.from(duplicates);
}

/** Spreads neighbouring ids over the table. */
function mix(low: number, high: number): number {
  const mixed = Math.imul(low ^ (low >>> 16) ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}

/** The row numbers `0..length-1` without some of them. */
export function rowsWithout(length: number, left: Uint32Array): Uint32Array {
  const kept = new Uint32Array(length - left.length);
  let place = 0;
  let next = 0;
  for (let row = 0; row < length; row++) {
    if (row === left[next]) next++;
    else kept[place++] = row;
  }
  return kept;
}
