import { AuctionTraderError, DAY_MS, dayStartMs, MINUTE_MS, MINUTES_PER_DAY } from '@auction-trader/core';
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
