import type { TickKind } from '@auction-trader/ingestion';

const FIRST_ROWS = 1 << 12;
/** Columns of a kind beside the time. */
const VALUES = { trades: 3, quotes: 4 } as const;

/** Rows of one kind and day, as the columns of day files, that grow. */
export class RowColumns {
  readonly kind: TickKind;
  length = 0;
  /** Time (ms of the day) and the others; elements from `length` on mean nothing. */
  columns: (Int32Array | Int8Array)[];

  constructor(kind: TickKind, capacity = FIRST_ROWS) {
    this.kind = kind;
    this.columns = Array.from({ length: 1 + VALUES[kind] }, (_, index) =>
      kind === 'trades' && index === 3 ? new Int8Array(capacity) : new Int32Array(capacity),
    );
  }

  add(timeMs: number, values: readonly number[]): void {
    if (this.length === this.columns[0]!.length) this.#grow();
    const row = this.length++;
    this.columns[0]![row] = timeMs;
    for (let index = 0; index < values.length; index++) this.columns[index + 1]![row] = values[index]!;
  }

  /** Takes out the rows of before a time of the day. */
  takeBefore(timeMs: number): RowColumns {
    const taken = new RowColumns(this.kind, this.columns[0]!.length);
    let kept = 0;
    for (let row = 0; row < this.length; row++) {
      const isBefore = this.columns[0]![row]! < timeMs;
      const into = isBefore ? taken.columns : this.columns;
      const at = isBefore ? taken.length++ : kept++;
      for (const [index, column] of this.columns.entries()) into[index]![at] = column[row]!;
    }
    this.length = kept;
    return taken;
  }

  /** The rows as lists. */
  list(): number[][] {
    return Array.from({ length: this.length }, (_, row) => this.columns.map((column) => column[row]!));
  }

  #grow(): void {
    this.columns = this.columns.map((column) => {
      const longer =
        column instanceof Int8Array ? new Int8Array(2 * column.length) : new Int32Array(2 * column.length);
      longer.set(column);
      return longer;
    });
  }
}
