import { type DayTable, newColumn } from './day-table.ts';
import { IdFilter } from './id-filter.ts';
import type { RowBlock } from './row-block.ts';
import { TICK_COLUMNS, type TickKind } from './tick-kind.ts';
import type { WrittenSource } from './written-source.ts';

/** Rows of one source in one day, in the order of the file. */
export interface Segment {
  readonly source: WrittenSource;
  /** First row in the builder, and one behind the last. */
  readonly from: number;
  to: number;
  /** Milliseconds of the day. */
  earliestMs: number;
  latestMs: number;
  /** How often the time rose and fell from one row to the next. */
  rises: number;
  falls: number;
}

const FIRST_CAPACITY = 1 << 14;

/** Collects the rows of one day. Its memory is kept from day to day. */
export class DayBuilder {
  readonly kind: TickKind;
  dayStartMs = 0;
  length = 0;
  segments: Segment[] = [];
  /** Ids that may stand more than once. */
  readonly ids = new IdFilter();
  #capacity = 0;
  #columns: (Int32Array | Int8Array)[] = [];
  #idWords: Int32Array | null = null;

  constructor(kind: TickKind, withIds: boolean) {
    this.kind = kind;
    this.#idWords = withIds ? new Int32Array(0) : null;
    this.#columns = TICK_COLUMNS[kind].map((_, index) => newColumn(kind, index, 0));
  }

  /** Starts a new day, empty. */
  restart(dayStartMs: number): void {
    this.dayStartMs = dayStartMs;
    this.length = 0;
    this.segments = [];
    this.ids.restart();
  }

  /** Adds the rows `[from, to)` of a block; all of them lie in this day. */
  append(source: WrittenSource, block: RowBlock, from: number, to: number): void {
    const at = this.length;
    const end = at + to - from;
    if (end > this.#capacity) this.#grow(end);
    for (const [index, column] of block.columns.entries()) {
      this.#columns[index + 1]!.set(column.subarray(from, to), at);
    }
    if (block.idWords !== null) {
      this.#idWords!.set(block.idWords.subarray(2 * from, 2 * to), 2 * at);
      this.ids.add(this.#idWords!, at, end);
    }
    this.#appendTimes(this.#segment(source), block.timeMs, from, to);
    this.length = end;
  }

  /** The rows so far. The arrays are the builder's own and are written again by the next day. */
  table(): DayTable {
    const { kind, dayStartMs, length } = this;
    const columns = this.#columns.map((column) => column.subarray(0, length));
    return { kind, dayStartMs, length, columns, idWords: this.#idWords?.subarray(0, 2 * length) ?? null };
  }

  #segment(source: WrittenSource): Segment {
    const last = this.segments.at(-1);
    if (last?.source === source) return last;
    const at = this.length;
    const opened = {
      source,
      from: at,
      to: at,
      earliestMs: Infinity,
      latestMs: -Infinity,
      rises: 0,
      falls: 0,
    };
    this.segments.push(opened);
    return opened;
  }

  #appendTimes(segment: Segment, timeMs: Float64Array, from: number, to: number): void {
    const times = this.#columns[0] as Int32Array;
    const { dayStartMs } = this;
    let { to: at, earliestMs, latestMs, rises, falls } = segment;
    let previous = at > segment.from ? times[at - 1]! : (timeMs[from]! - dayStartMs) | 0;
    for (let row = from; row < to; row++) {
      const time = (timeMs[row]! - dayStartMs) | 0;
      times[at++] = time;
      if (time > previous) rises++;
      else if (time < previous) falls++;
      if (time < earliestMs) earliestMs = time;
      if (time > latestMs) latestMs = time;
      previous = time;
    }
    segment.to = at;
    segment.earliestMs = earliestMs;
    segment.latestMs = latestMs;
    segment.rises = rises;
    segment.falls = falls;
  }

  #grow(rows: number): void {
    const capacity = Math.max(FIRST_CAPACITY, 2 * this.#capacity, rows);
    this.#columns = this.#columns.map((column, index) => {
      const grown = newColumn(this.kind, index, capacity);
      grown.set(column.subarray(0, this.length));
      return grown;
    });
    if (this.#idWords !== null) {
      const grown = new Int32Array(2 * capacity);
      grown.set(this.#idWords.subarray(0, 2 * this.length));
      this.#idWords = grown;
    }
    this.#capacity = capacity;
  }
}

/** Reverses the rows of a segment: its file ran backwards. */
export function reverseSegment({ columns, idWords }: DayTable, { from, to }: Segment): void {
  for (const column of columns) column.subarray(from, to).reverse();
  if (idWords === null) return;
  // As whole pairs: the words are turned round with the rows, so each pair is turned back.
  const words = idWords.subarray(2 * from, 2 * to).reverse();
  for (let word = 0; word < words.length; word += 2) {
    const high = words[word]!;
    words[word] = words[word + 1]!;
    words[word + 1] = high;
  }
}
