/**
 * Why a row is refused. The position in this list, plus one, is the code that a row reader
 * returns; 0 is a good row.
 */
export const REFUSALS = [
  'field-count',
  'malformed',
  'price-off-grid',
  'size-off-grid',
  'not-positive',
  'absurd-price',
  'absurd-size',
  'absurd-time',
  'crossed-quote',
  'other-symbol',
] as const;

/** Why a row is refused. */
export type Refusal = (typeof REFUSALS)[number];

/** Code of each refusal. */
export const REFUSAL = Object.fromEntries(REFUSALS.map((name, index) => [name, index + 1])) as {
  readonly [Name in Refusal]: number;
};

/** Each refusal in words, for people. */
export const REFUSAL_TEXTS: Readonly<Record<Refusal, string>> = {
  'field-count': 'wrong number of fields',
  malformed: 'a field that cannot be read',
  'price-off-grid': 'price off the tick grid',
  'size-off-grid': 'size off the lot grid',
  'not-positive': 'price or size zero or negative',
  'absurd-price': 'price more than ten times away from its neighbours, or too large',
  'absurd-size': 'size too large',
  'absurd-time': 'time outside the years 2000 to 2099: another unit than the first rows, or damaged',
  'crossed-quote': 'bid not below ask',
  'other-symbol': 'another symbol',
};

/** Row numbers kept of each refusal. */
const FIRST_ROWS = 5;

/** Rows refused for one reason. */
export interface RefusedRows {
  readonly reason: Refusal;
  readonly count: number;
  /** The first of their numbers: rows of the file, 1-based, header included. */
  readonly rows: readonly number[];
}

/** Counts refused rows. */
export class RefusalCounter {
  /** Rows refused so far. */
  total = 0;
  readonly #counts = new Map<Refusal, { count: number; rows: number[] }>();

  add(code: number, row: number): void {
    const reason = REFUSALS[code - 1]!;
    const seen = this.#counts.get(reason) ?? { count: 0, rows: [] };
    seen.count++;
    if (seen.rows.length < FIRST_ROWS) seen.rows.push(row);
    this.#counts.set(reason, seen);
    this.total++;
  }

  /** Number of the first row refused for a reason, null when there is none. */
  firstRow(reason: Refusal): number | null {
    return this.#counts.get(reason)?.rows[0] ?? null;
  }

  /** The most frequent reason first. */
  list(): RefusedRows[] {
    const list = [...this.#counts].map(([reason, { count, rows }]) => ({ reason, count, rows }));
    return list.sort((left, right) => right.count - left.count);
  }
}
