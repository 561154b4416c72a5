import { DAY_MS, dayStartMs, MINUTE_MS, MINUTES_PER_DAY } from '@auction-trader/core';
import { type LevelRows, MinuteTape } from '@auction-trader/ingestion';
import { type SharedColumns, sharedColumnsOf } from './shared-columns.ts';

/** A minute tape as threads are sent it. */
export interface SharedTape {
  readonly capacity: number;
  readonly length: number;
  readonly firstMinuteMs: number;
  readonly columns: SharedColumns;
  readonly levels: SharedLevels;
}

/** Level rows of consecutive UTC days: minute `m` of day `d` has the rows `starts[d][m]..starts[d][m + 1]`. */
interface SharedLevels {
  readonly firstDayMs: number;
  readonly days: readonly {
    readonly starts: Int32Array;
    readonly priceTicks: Int32Array;
    readonly sizeLots: Int32Array;
  }[];
}

/** A finished tape for other threads: its columns are shared as they are, its levels are copied. */
export function shareTape(tape: MinuteTape): SharedTape {
  const { capacity, length, firstMinuteMs } = tape;
  return { capacity, length, firstMinuteMs, columns: sharedColumnsOf(tape), levels: shareLevels(tape) };
}

/** The tape that another thread shared. */
export function openSharedTape({ capacity, length, firstMinuteMs, columns, levels }: SharedTape): MinuteTape {
  const tape = new MinuteTape(0, new SharedLevelRows(levels));
  return Object.assign(tape, columns, { capacity, length, firstMinuteMs });
}

function shareLevels(tape: MinuteTape): SharedLevels {
  const firstDayMs = dayStartMs(tape.firstMinuteMs);
  const days: SharedLevels['days'][number][] = [];
  const endMs = tape.length === 0 ? Number.NEGATIVE_INFINITY : tape.minuteMs(tape.length);
  for (let dayMs = firstDayMs; dayMs < endMs; dayMs += DAY_MS) days.push(shareDayLevels(tape, dayMs));
  return { firstDayMs, days };
}

function shareDayLevels(tape: MinuteTape, dayMs: number): SharedLevels['days'][number] {
  const { levels } = tape;
  const starts = sharedInt32(MINUTES_PER_DAY + 1);
  const from = Math.max(dayMs, tape.firstMinuteMs);
  const to = Math.min(dayMs + DAY_MS, tape.minuteMs(tape.length));
  for (let minute = 0; minute < MINUTES_PER_DAY; minute++) {
    const minuteMs = dayMs + minute * MINUTE_MS;
    if (minuteMs >= from && minuteMs < to) levels.locate(minuteMs);
    const rows = minuteMs >= from && minuteMs < to ? levels.to - levels.from : 0;
    starts[minute + 1] = starts[minute]! + rows;
  }
  const priceTicks = sharedInt32(starts[MINUTES_PER_DAY]!);
  const sizeLots = sharedInt32(starts[MINUTES_PER_DAY]!);
  for (let minuteMs = from; minuteMs < to; minuteMs += MINUTE_MS) {
    levels.locate(minuteMs);
    const at = starts[(minuteMs - dayMs) / MINUTE_MS]!;
    priceTicks.set(levels.priceTicks.subarray(levels.from, levels.to), at);
    sizeLots.set(levels.sizeLots.subarray(levels.from, levels.to), at);
  }
  return { starts, priceTicks, sizeLots };
}

/** Level rows in shared memory, all days at hand. */
class SharedLevelRows implements LevelRows {
  priceTicks: Int32Array = new Int32Array(0);
  sizeLots: Int32Array = new Int32Array(0);
  from = 0;
  to = 0;
  readonly #levels: SharedLevels;

  constructor(levels: SharedLevels) {
    this.#levels = levels;
  }

  locate(minuteMs: number): void {
    const { firstDayMs, days } = this.#levels;
    const sinceFirst = minuteMs - firstDayMs;
    const index = Math.floor(sinceFirst / DAY_MS);
    const day = days[index]!;
    const minute = (sinceFirst - index * DAY_MS) / MINUTE_MS;
    this.priceTicks = day.priceTicks;
    this.sizeLots = day.sizeLots;
    this.from = day.starts[minute]!;
    this.to = day.starts[minute + 1]!;
  }
}

function sharedInt32(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(length * 4));
}
