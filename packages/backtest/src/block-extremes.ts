/** Values per block. */
const BLOCK = 64;
const SHIFT = 6;
const INT32_MIN = -2_147_483_648;
const INT32_MAX = 2_147_483_647;

/** Smallest and largest value of each block of 64 of a column, in order; the last block may be short. */
export interface BlockExtremes {
  readonly lowest: Int32Array;
  readonly highest: Int32Array;
}

/** Extremes of the first `length` values of a column. */
export function blockExtremes(values: Int32Array, length: number): BlockExtremes {
  const blocks = (length + BLOCK - 1) >> SHIFT;
  const lowest = new Int32Array(blocks);
  const highest = new Int32Array(blocks);
  for (let block = 0; block < blocks; block++) {
    const end = Math.min(length, (block + 1) << SHIFT);
    let low = INT32_MAX;
    let high = INT32_MIN;
    for (let index = block << SHIFT; index < end; index++) {
      const value = values[index]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    lowest[block] = low;
    highest[block] = high;
  }
  return { lowest, highest };
}

/**
 * First index of `from..to` whose value is at or below `low`, or at or above `high`; `to` when
 * there is none. A bound may be infinite. With `blocks`, whole blocks that hold no
 * such value are passed over.
 */
export function findBeyond(
  values: Int32Array,
  blocks: BlockExtremes | null,
  from: number,
  to: number,
  low: number,
  high: number,
): number {
  const lowest = toInt32(low);
  const highest = toInt32(high);
  if (blocks === null) return scan(values, from, to, lowest, highest);
  const firstBlock = (from + BLOCK - 1) >> SHIFT;
  const head = Math.min(firstBlock << SHIFT, to);
  const inHead = scan(values, from, head, lowest, highest);
  if (inHead < head || head === to) return inHead;
  const lastBlock = to >> SHIFT;
  let block = firstBlock;
  while (block < lastBlock && blocks.lowest[block]! > lowest && blocks.highest[block]! < highest) block++;
  return scan(values, block << SHIFT, to, lowest, highest);
}

function scan(values: Int32Array, from: number, to: number, low: number, high: number): number {
  for (let index = from; index < to; index++) {
    const value = values[index]!;
    if (value <= low || value >= high) return index;
  }
  return to;
}

/** The nearest Int32, so that the loops compare integers. */
function toInt32(bound: number): number {
  return Math.max(INT32_MIN, Math.min(bound, INT32_MAX)) | 0;
}
