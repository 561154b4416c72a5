import {
  AuctionTraderError,
  checkState,
  DAY_MS,
  dayStartMs,
  invariant,
  MINUTE_MS,
  MINUTES_PER_DAY,
} from '@auction-trader/core';
import type { LevelRows } from './level-rows.ts';

const FIRST_ROWS = 4_096;

/** One UTC day of level rows: minute `m` of the day has the rows `starts[m]..starts[m + 1]`. */
export interface DayLevels {
  /** Length 1441. */
  readonly starts: Int32Array;
  /** Of the lengths or longer: `rows` count. */
  readonly priceTicks: Int32Array;
  readonly sizeLots: Int32Array;
  readonly rows: number;
}

/** Level rows of consecutive minutes as plain data. */
export interface LevelRowsSnapshot {
  /** Start of the first minute, epoch ms. */
  readonly fromMs: number;
  /** Rows of each minute; the columns below have them one after the other. */
  readonly rows: readonly number[];
  readonly priceTicks: readonly number[];
  readonly sizeLots: readonly number[];
}

interface DayChunk extends DayLevels {
  readonly dayStartMs: number;
  readonly starts: Int32Array;
  priceTicks: Int32Array;
  sizeLots: Int32Array;
  rows: number;
  /** Minutes of the day that are written. */
  minutes: number;
}

/** Level rows in memory, a chunk per UTC day; days no longer needed can be released. */
export class DayLevelRows implements LevelRows {
  priceTicks: Int32Array = new Int32Array(0);
  sizeLots: Int32Array = new Int32Array(0);
  from = 0;
  to = 0;
  readonly #chunks: DayChunk[] = [];
  #located: DayChunk | null = null;
  /** A day no longer held, whose memory the next new day takes over. */
  #spare: DayChunk | null = null;

  locate(minuteMs: number): void {
    const chunk = this.#chunkOf(minuteMs);
    const minute = (minuteMs - chunk.dayStartMs) / MINUTE_MS;
    this.priceTicks = chunk.priceTicks;
    this.sizeLots = chunk.sizeLots;
    const written = minute < chunk.minutes;
    this.from = written ? chunk.starts[minute]! : 0;
    this.to = written ? chunk.starts[minute + 1]! : 0;
  }

  /**
   * Appends the rows of one minute from a dense window of volumes, and clears the window:
   * price `p` of `low..high` has its lots at `dense[p & mask]`. An empty minute has
   * `low > high`. Minutes must come in ascending order.
   */
  append(minuteMs: number, dense: Int32Array, mask: number, low: number, high: number): void {
    const chunk = this.#chunkFor(minuteMs);
    const minute = (minuteMs - chunk.dayStartMs) / MINUTE_MS;
    for (let skipped = chunk.minutes; skipped < minute; skipped++) chunk.starts[skipped + 1] = chunk.rows;
    reserve(chunk, Math.max(0, high - low + 1));
    const { priceTicks, sizeLots } = chunk;
    let row = chunk.rows;
    for (let price = low; price <= high; price++) {
      const lots = dense[price & mask]!;
      if (lots === 0) continue;
      priceTicks[row] = price;
      sizeLots[row] = lots;
      dense[price & mask] = 0;
      row++;
    }
    chunk.rows = row;
    chunk.starts[minute + 1] = row;
    chunk.minutes = minute + 1;
  }

  /**
   * Adds a trade that came after its minute was written (trading rules 4.2). The day must be held.
   *
   * @throws AuctionTraderError (`NO_LEVELS`) when it is not
   */
  addLate(minuteMs: number, priceTicks: number, lots: number): void {
    this.locate(minuteMs);
    const chunk = this.#chunkOf(minuteMs);
    const minute = (minuteMs - chunk.dayStartMs) / MINUTE_MS;
    invariant(minute < chunk.minutes, 'a late trade belongs to a minute that was written');
    let row = this.from;
    while (row < this.to && chunk.priceTicks[row]! < priceTicks) row++;
    if (row < this.to && chunk.priceTicks[row] === priceTicks) {
      chunk.sizeLots[row] = chunk.sizeLots[row]! + lots;
      return;
    }
    reserve(chunk, 1);
    chunk.priceTicks.copyWithin(row + 1, row, chunk.rows);
    chunk.sizeLots.copyWithin(row + 1, row, chunk.rows);
    chunk.priceTicks[row] = priceTicks;
    chunk.sizeLots[row] = lots;
    chunk.rows++;
    for (let later = minute + 1; later <= chunk.minutes; later++)
      chunk.starts[later] = chunk.starts[later]! + 1;
  }

  /** The rows of the minutes from `fromMs` until `toMs` as plain data. */
  snapshot(fromMs: number, toMs: number): LevelRowsSnapshot {
    const rows: number[] = [];
    const priceTicks: number[] = [];
    const sizeLots: number[] = [];
    for (let minuteMs = fromMs; minuteMs < toMs; minuteMs += MINUTE_MS) {
      this.locate(minuteMs);
      rows.push(this.to - this.from);
      for (let row = this.from; row < this.to; row++) {
        priceTicks.push(this.priceTicks[row]!);
        sizeLots.push(this.sizeLots[row]!);
      }
    }
    return { fromMs, rows, priceTicks, sizeLots };
  }

  /**
   * Holds what {@link snapshot} gave, and nothing else.
   *
   * @throws AuctionTraderError (`BAD_STATE`) when it is something else
   */
  restore(saved: LevelRowsSnapshot): void {
    checkState(saved, { fromMs: 0, rows: [], priceTicks: [], sizeLots: [] }, 'the price levels');
    this.#chunks.length = 0;
    this.#located = null;
    let at = 0;
    saved.rows.forEach((count, index) => {
      const minuteMs = saved.fromMs + index * MINUTE_MS;
      const chunk = this.#chunkFor(minuteMs);
      const minute = (minuteMs - chunk.dayStartMs) / MINUTE_MS;
      reserve(chunk, count);
      chunk.starts.fill(chunk.rows, chunk.minutes + 1, minute + 1);
      chunk.priceTicks.set(saved.priceTicks.slice(at, at + count), chunk.rows);
      chunk.sizeLots.set(saved.sizeLots.slice(at, at + count), chunk.rows);
      at += count;
      chunk.rows += count;
      chunk.starts[minute + 1] = chunk.rows;
      chunk.minutes = minute + 1;
    });
  }

  /** The rows of the day that starts at `startMs`, null when it is not held; valid until the next append. */
  day(startMs: number): DayLevels | null {
    return this.#held(startMs) ?? null;
  }

  /** Forgets the days before the one that holds `timeMs`; their arrays are used again. */
  release(timeMs: number): void {
    const oldest = dayStartMs(timeMs);
    while (this.#chunks.length > 0 && this.#chunks[0]!.dayStartMs < oldest)
      this.#spare = this.#chunks.shift()!;
    this.#located = null;
  }

  #chunkOf(minuteMs: number): DayChunk {
    const located = this.#located;
    if (located !== null && minuteMs >= located.dayStartMs && minuteMs < located.dayStartMs + DAY_MS)
      return located;
    const chunk = this.#held(dayStartMs(minuteMs));
    if (chunk !== undefined) {
      this.#located = chunk;
      return chunk;
    }
    throw new AuctionTraderError(
      `the price levels of ${new Date(minuteMs).toISOString()} are not in memory`,
      {
        code: 'NO_LEVELS',
      },
    );
  }

  /** Days follow one another without a gap. */
  #held(startMs: number): DayChunk | undefined {
    const first = this.#chunks[0];
    return first === undefined ? undefined : this.#chunks[(startMs - first.dayStartMs) / DAY_MS];
  }

  #chunkFor(minuteMs: number): DayChunk {
    const start = dayStartMs(minuteMs);
    let last = this.#chunks.at(-1);
    while (last === undefined || last.dayStartMs < start) {
      last = newChunk(last === undefined ? start : last.dayStartMs + DAY_MS, this.#spare);
      this.#spare = null;
      this.#chunks.push(last);
    }
    return last;
  }
}

function newChunk(startMs: number, spare: DayChunk | null): DayChunk {
  return {
    dayStartMs: startMs,
    starts: new Int32Array(MINUTES_PER_DAY + 1),
    priceTicks: spare?.priceTicks ?? new Int32Array(FIRST_ROWS),
    sizeLots: spare?.sizeLots ?? new Int32Array(FIRST_ROWS),
    rows: 0,
    minutes: 0,
  };
}

function reserve(chunk: DayChunk, more: number): void {
  const needed = chunk.rows + more;
  if (needed <= chunk.priceTicks.length) return;
  const length = Math.max(needed, chunk.priceTicks.length * 2);
  const priceTicks = new Int32Array(length);
  const sizeLots = new Int32Array(length);
  priceTicks.set(chunk.priceTicks);
  sizeLots.set(chunk.sizeLots);
  chunk.priceTicks = priceTicks;
  chunk.sizeLots = sizeLots;
}
