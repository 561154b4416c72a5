/**
 * Rows of a matrix without those equal to an earlier one: sets that did the same every day are one try.
 *
 * @param values row-major; free of negative zeros, which are compared bit by bit
 * @returns row numbers, ascending
 */
export function distinctRows(values: Float64Array, columns: number): number[] {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  const rows = values.length / columns;
  const seen = new Map<number, number[]>();
  const distinct: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    const hash = hashOf(words, row * columns * 2, columns * 2);
    const alike = seen.get(hash);
    if (alike === undefined) seen.set(hash, [row]);
    else if (alike.some((other) => equalWords(words, row, other, columns * 2))) continue;
    else alike.push(row);
    distinct.push(row);
  }
  return distinct;
}

/** FNV-1a over words of 32 bits, the halves of a word mixed since small returns differ high up. */
function hashOf(words: Uint32Array, start: number, length: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < start + length; i += 1) {
    const word = words[i]!;
    hash = Math.imul(hash ^ word, 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}

function equalWords(words: Uint32Array, row: number, other: number, length: number): boolean {
  for (let i = 0; i < length; i += 1) {
    if (words[row * length + i] !== words[other * length + i]) return false;
  }
  return true;
}
