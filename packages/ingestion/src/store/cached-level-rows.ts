import { AuctionTraderError, dayStartMs, MINUTE_MS, MINUTES_PER_DAY } from '@auction-trader/core';
import type { LevelRows } from '../level-rows.ts';
import { formatUtcDay } from './utc-day.ts';

/** One day's rows as a file holds them: the minute of the day, price and lots of each. */
export interface StoredLevels {
  readonly minute: Int32Array;
  readonly priceTicks: Int32Array;
  readonly sizeLots: Int32Array;
}

interface HeldDay {
  readonly dayStartMs: number;
  readonly starts: Int32Array;
  readonly levels: StoredLevels;
}

/** Days held at a time; a window of a day reaches into two. */
const DAYS_HELD = 4;

/** Level rows that are read back a day at a time when they are asked for. */
export class CachedLevelRows implements LevelRows {
  priceTicks: Int32Array = new Int32Array(0);
  sizeLots: Int32Array = new Int32Array(0);
  from = 0;
  to = 0;
  readonly #readDay: (dayStartMs: number) => StoredLevels | null;
  readonly #held: HeldDay[] = [];

  /** @param readDay reads the rows of the day that starts then; null when there is no such day */
  constructor(readDay: (dayStartMs: number) => StoredLevels | null) {
    this.#readDay = readDay;
  }

  locate(minuteMs: number): void {
    const start = dayStartMs(minuteMs);
    const day = this.#held.find((held) => held.dayStartMs === start) ?? this.#hold(start);
    const minute = (minuteMs - start) / MINUTE_MS;
    this.priceTicks = day.levels.priceTicks;
    this.sizeLots = day.levels.sizeLots;
    this.from = day.starts[minute]!;
    this.to = day.starts[minute + 1]!;
  }

  #hold(start: number): HeldDay {
    const levels = this.#readDay(start);
    if (levels === null) {
      const day = formatUtcDay(start);
      throw new AuctionTraderError(`the price levels of ${day} are not in the tape's cache`, {
        code: 'NO_LEVELS',
        hint: 'Remove the folder of the cache; it is made again at the next run.',
      });
    }
    const day = { dayStartMs: start, starts: minuteStarts(levels.minute), levels };
    if (this.#held.push(day) > DAYS_HELD) this.#held.shift();
    return day;
  }
}

function minuteStarts(minuteOfRow: Int32Array): Int32Array {
  const starts = new Int32Array(MINUTES_PER_DAY + 1);
  let row = 0;
  for (let minute = 0; minute < MINUTES_PER_DAY; minute++) {
    starts[minute] = row;
    while (row < minuteOfRow.length && minuteOfRow[row] === minute) row++;
  }
  starts[MINUTES_PER_DAY] = row;
  return starts;
}
