/** A file (or generator) being written into the store, and what becomes of its rows. */
export interface WrittenSource {
  /** File name without its folder. */
  readonly name: string;
  /** SHA-256 of the file, hex. */
  readonly sha256: string;
  /** Name of the layout it is read by. */
  readonly layout: string;
  /** Rows taken over. */
  kept: number;
  /** Rows left out because their trade id was there before. */
  duplicates: number;
  /** Rows of days that hold this very source already; left alone. */
  alreadyThere: number;
  /** Epoch ms of the earliest and latest row; infinite without rows. */
  firstTimeMs: number;
  lastTimeMs: number;
  /** How often the time rose and fell from one row of the file to the next. */
  rises: number;
  falls: number;
  /** Starts (epoch ms) of the UTC days it has rows in. */
  readonly days: Set<number>;
}

/** A source of which nothing is written yet. */
export function newWrittenSource(name: string, sha256: string, layout: string): WrittenSource {
  return {
    name,
    sha256,
    layout,
    kept: 0,
    duplicates: 0,
    alreadyThere: 0,
    firstTimeMs: Number.POSITIVE_INFINITY,
    lastTimeMs: Number.NEGATIVE_INFINITY,
    rises: 0,
    falls: 0,
    days: new Set(),
  };
}
