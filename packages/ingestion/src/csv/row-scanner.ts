import type { RowBlock } from '../store/row-block.ts';
import { BLOCK_ROWS } from '../store/row-block.ts';
import { BYTE } from './bytes.ts';
import { REFUSAL, type RefusalCounter } from './refusals.ts';

/** Reads the fields of one row into a block. */
export interface RowReader {
  readonly block: RowBlock;
  /**
   * Adds a row to the block, or not.
   *
   * @param view the same bytes
   * @param starts where each field begins; the next one's start minus one is its end
   * @returns 0, or the code of a refusal
   */
  read(bytes: Uint8Array, view: DataView, starts: Int32Array): number;
  /** Lets the band of believed prices follow a block that is full. */
  followBand(): void;
}

/** Fields looked at in a row; a row with more is refused. */
const MOST_FIELDS = 64;

/** Splits bytes into rows and fields. */
export class RowScanner {
  /** Lines seen so far, blank ones and the header included: the number of the last one. */
  line = 0;
  /** Rows seen so far: lines that are neither blank nor the header. */
  rows = 0;
  readonly #reader: RowReader;
  readonly #fieldCount: number;
  readonly #refusals: RefusalCounter;
  readonly #starts = new Int32Array(MOST_FIELDS + 1);

  constructor(reader: RowReader, fieldCount: number, refusals: RefusalCounter) {
    this.#reader = reader;
    this.#fieldCount = fieldCount;
    this.#refusals = refusals;
  }

  /**
   * Reads whole lines until the block is full or the bytes end.
   *
   * @param to one behind the last line feed
   * @returns where it stopped
   */
  scan(bytes: Uint8Array, from: number, to: number): number {
    const reader = this.#reader;
    const starts = this.#starts;
    const { block } = reader;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const lastWord = to - 4;
    let at = from;
    while (at < to && block.length < BLOCK_ROWS) {
      let fields = 0;
      starts[0] = at;
      for (;;) {
        let marks = 0;
        while (at <= lastWord) {
          marks = bytesBelow45(view.getInt32(at, true));
          if (marks !== 0) break;
          at += 4;
        }
        if (marks !== 0) at += (31 - Math.clz32(marks & -marks)) >> 3;
        const byte = bytes[at++]!;
        if (byte === BYTE.COMMA) {
          if (fields < MOST_FIELDS - 1) fields++;
          starts[fields] = at;
        } else if (byte === BYTE.LINE_FEED) break;
      }
      this.line++;
      const end = at - 1 > starts[0]! && bytes[at - 2] === BYTE.CARRIAGE_RETURN ? at - 2 : at - 1;
      if (end === starts[0]) continue;
      starts[fields + 1] = end + 1;
      this.rows++;
      const refusal =
        fields + 1 === this.#fieldCount ? reader.read(bytes, view, starts) : REFUSAL['field-count'];
      if (refusal !== 0) this.#refusals.add(refusal, this.line);
    }
    return at;
  }
}

/**
 * Looks at four bytes at once for a comma or a line feed. Nearly every byte of a row is a
 * digit, a letter or a point: all of them are 45 or more.
 *
 * @returns 0 when all four are 45 or more; else the lowest set bit lies in the first that is not
 */
function bytesBelow45(word: number): number {
  return (word - 0x2d2d2d2d) & ~word & 0x80808080;
}
