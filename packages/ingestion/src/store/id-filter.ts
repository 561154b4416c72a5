import { compareIds } from './order-rows.ts';

/** Bits for each id: about one new id in sixteen is suspected. */
const BITS_AN_ID = 8;
const FIRST_WORDS = 1 << 12;

/**
 * Finds, while rows come in, the few ids that may have come before. Nearly all ids are new,
 * and a table of all of them would not fit the processor's cache: so a bit for each hash is
 * kept. What is suspected has to be looked at exactly; what is not is new for certain.
 */
export class IdFilter {
  /** Ids that may have come before, as pairs of words (low, high). */
  readonly suspects: number[] = [];
  /** While each id is greater than the one before, none can repeat, and no bits are needed. */
  #isAscending = true;
  #bits = new Int32Array(FIRST_WORDS);
  /** Ids whose bits are set. */
  #noted = 0;

  /** Forgets everything. */
  restart(): void {
    this.suspects.length = 0;
    this.#isAscending = true;
    this.#bits.fill(0);
    this.#noted = 0;
  }

  /**
   * Takes the ids of the rows `[from, to)`; those of all earlier rows were taken before.
   *
   * @param idWords pairs of words from row 0 on
   */
  add(idWords: Int32Array, from: number, to: number): void {
    if (this.#isAscending && this.#goesOn(idWords, from, to)) return;
    this.#isAscending = false;
    if (to * BITS_AN_ID > this.#bits.length * 32) this.#grow(idWords, to);
    this.#note(idWords, to);
  }

  #goesOn(idWords: Int32Array, from: number, to: number): boolean {
    for (let row = Math.max(1, from); row < to; row++) {
      if (compareIds(idWords, row - 1, row) >= 0) return false;
    }
    return true;
  }

  /** Notes the rows that are not noted yet. */
  #note(idWords: Int32Array, to: number): void {
    const bits = this.#bits;
    const mask = bits.length - 1;
    for (let row = this.#noted; row < to; row++) {
      const low = idWords[2 * row]!;
      const high = idWords[2 * row + 1]!;
      const hash = mixId(low, high);
      const word = (hash >>> 5) & mask;
      const bit = 1 << (hash & 31);
      const before = bits[word]!;
      if ((before & bit) !== 0) this.suspects.push(low, high);
      else bits[word] = before | bit;
    }
    this.#noted = to;
  }

  /** Sets the bits of all noted rows again, in a larger table. */
  #grow(idWords: Int32Array, rows: number): void {
    const words = 2 ** Math.ceil(Math.log2((2 * rows * BITS_AN_ID) / 32));
    const bits = new Int32Array(words);
    for (let row = 0; row < this.#noted; row++) {
      const hash = mixId(idWords[2 * row]!, idWords[2 * row + 1]!);
      const word = (hash >>> 5) & (words - 1);
      bits[word] = bits[word]! | (1 << (hash & 31));
    }
    this.#bits = bits;
  }
}

/** Spreads neighbouring ids over all bits. */
export function mixId(low: number, high: number): number {
  const mixed = Math.imul(low ^ (low >>> 16) ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}
