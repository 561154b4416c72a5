import { mixId } from './id-filter.ts';

/**
 * Rows whose id stands in an earlier row.
 *
 * @param idWords ids as pairs of words (low, high), `length` of them
 * @param suspects pairs of words of all ids that stand more than once, and possibly others
 * @returns row numbers, ascending
 */
export function findDuplicates(
  idWords: Int32Array,
  length: number,
  suspects: readonly number[],
): Uint32Array {
  if (suspects.length === 0) return new Uint32Array(0);
  const wanted = Int32Array.from(suspects);
  const slots = newTable(wanted);
  const mask = slots.length - 1;
  const seen = new Uint8Array(slots.length);
  const duplicates: number[] = [];
  for (let row = 0; row < length; row++) {
    const slot = slotOf(wanted, slots, mask, idWords[2 * row]!, idWords[2 * row + 1]!);
    if (slots[slot] === 0) continue;
    if (seen[slot] === 1) duplicates.push(row);
    seen[slot] = 1;
  }
  return Uint32Array.from(duplicates);
}

/** Open addressing: a slot holds the place of an id plus one, 0 when free; at most a quarter of them are taken. */
function newTable(ids: Int32Array): Int32Array {
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * ids.length + 2)));
  for (let place = 0; place < ids.length / 2; place++) {
    const slot = slotOf(ids, slots, slots.length - 1, ids[2 * place]!, ids[2 * place + 1]!);
    slots[slot] = place + 1;
  }
  return slots;
}

/** The slot that holds an id, or the free one where it would go. */
function slotOf(ids: Int32Array, slots: Int32Array, mask: number, low: number, high: number): number {
  let slot = mixId(low, high) & mask;
  for (;;) {
    const place = slots[slot]! - 1;
    if (place < 0 || (ids[2 * place] === low && ids[2 * place + 1] === high)) return slot;
    slot = (slot + 1) & mask;
  }
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
