import { createHash } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { DAY_MS, dayStartMs, MINUTES_PER_DAY } from '@auction-trader/core';
import type { DayLevelRows, DayLevels } from '../day-level-rows.ts';
import { MinuteTape } from '../minute-tape.ts';
import type { TapeSettings } from '../tape-settings.ts';
import { CachedLevelRows, type StoredLevels } from './cached-level-rows.ts';
import {
  type ColumnFile,
  checkColumnFile,
  columnsOf,
  fillColumns,
  readColumnFile,
  writeColumnFile,
} from './column-file.ts';
import { DISK, type StoreFiles } from './store-files.ts';
import { DAMAGED_ENDING, DAY_FILE_ENDING } from './store-paths.ts';
import { formatUtcDay } from './utc-day.ts';

/** Changes with every change of what the cached columns mean: older files are then not found. */
const FORMAT = 1;
/** Tapes kept, and feature sets kept of each. */
const TAPES_KEPT = 4;
const FEATURES_KEPT = 8;
/** Levels of a year are more than should be in memory at a time. */
const PIECE_BYTES = 1 << 18;
const MINUTES_FILE = `minutes${DAY_FILE_ENDING}`;
const FEATURES_PREFIX = 'features-';

/**
 * Minute tapes and profile features kept in Arrow files beside the ticks, so that another
 * run over the same data need not read them all again. An entry is found by what made it
 * (data, settings, format), so a stale one is never used; a damaged one is set aside and
 * made again.
 */
export class TapeCache {
  /** Damaged files that were found and set aside, by their new paths. */
  readonly setAside: string[] = [];
  readonly #folder: string;
  readonly #files: StoreFiles;

  /** @param folder made when the first entry is written */
  constructor(folder: string, files: StoreFiles = DISK) {
    this.#folder = folder;
    this.#files = files;
  }

  /** Name of the tape that these ticks and settings make. */
  tapeKey(dataHash: string, settings: TapeSettings): string {
    return keyOf(['tape', FORMAT, dataHash, settings]);
  }

  /** The tape of a key, its levels read when asked for; null when it is not there or damaged. */
  readTape(key: string): MinuteTape | null {
    const file = this.#read(join(key, MINUTES_FILE));
    if (file === null) return null;
    const levels = new CachedLevelRows((start) => this.#readLevels(key, start));
    const tape = new MinuteTape(file.rows, levels);
    if (!fillColumns(tape, file)) return null;
    touch(this.#path(key));
    tape.length = file.rows;
    tape.firstMinuteMs = Number(file.facts.get('first_minute_ms'));
    return this.#hasLevels(key, tape) ? tape : null;
  }

  /** Keeps the levels of one day. The tape itself comes last: it says that all days are there. */
  writeLevels(key: string, startMs: number, levels: DayLevels): void {
    const columns = {
      minute: minutesOfRows(levels),
      priceTicks: levels.priceTicks,
      sizeLots: levels.sizeLots,
    };
    writeColumnFile(this.#path(levelsFile(key, startMs)), levels.rows, columns, new Map(), this.#files);
  }

  /** Keeps a tape whose levels are all written, and forgets the tapes not used for longest. */
  writeTape(key: string, tape: MinuteTape): void {
    const facts = new Map([['first_minute_ms', String(tape.firstMinuteMs)]]);
    writeColumnFile(this.#path(join(key, MINUTES_FILE)), tape.length, columnsOf(tape), facts, this.#files);
    prune(this.#folder, '', TAPES_KEPT);
  }

  /** Fills feature columns made with these settings; false when they are not there or damaged. */
  readFeatures(key: string, settings: object, features: { length: number }): boolean {
    const file = this.#read(join(key, featuresFile(settings)));
    if (file === null || !fillColumns(features, file)) return false;
    features.length = file.rows;
    return true;
  }

  /** Keeps feature columns, and forgets those of the tape not used for longest. */
  writeFeatures(key: string, settings: object, features: { readonly length: number }): void {
    const path = this.#path(join(key, featuresFile(settings)));
    writeColumnFile(path, features.length, columnsOf(features), new Map(), this.#files);
    prune(this.#path(key), FEATURES_PREFIX, FEATURES_KEPT);
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }

  #read(name: string): ColumnFile | null {
    return this.#sound(this.#path(name), readColumnFile);
  }

  /** What is made of a file; null when it is not there or damaged. */
  #sound<Result>(path: string, read: (path: string) => Result): Result | null {
    if (!existsSync(path)) return null;
    try {
      const result = read(path);
      touch(path);
      return result;
    } catch (error) {
      // The disk says no, or another process has just made room: that is no damage.
      if (!(error instanceof Error && 'code' in error)) this.#putAside(path);
      return null;
    }
  }

  /** It can be made again; it is kept for whoever wants to know what happened to it. */
  #putAside(path: string): void {
    const aside = path + DAMAGED_ENDING;
    if (succeeds(() => renameSync(path, aside))) this.setAside.push(aside);
  }

  #readLevels(key: string, startMs: number): StoredLevels | null {
    const columns = this.#read(levelsFile(key, startMs))?.columns;
    if (columns === undefined) return null;
    return {
      minute: columns.get('minute') as Int32Array,
      priceTicks: columns.get('priceTicks') as Int32Array,
      sizeLots: columns.get('sizeLots') as Int32Array,
    };
  }

  /** Whether the levels of every day of a tape are there and whole. */
  #hasLevels(key: string, tape: MinuteTape): boolean {
    const last = tape.length === 0 ? Number.NEGATIVE_INFINITY : tape.minuteMs(tape.length - 1);
    const piece = new Uint8Array(PIECE_BYTES);
    const isWhole = (path: string) => {
      checkColumnFile(path, piece);
      return true;
    };
    for (let day = dayStartMs(tape.firstMinuteMs); day <= last; day += DAY_MS) {
      if (this.#sound(this.#path(levelsFile(key, day)), isWhole) === null) return false;
    }
    return true;
  }
}

/**
 * Writes a tape into the cache while it is being made: call `take` with each range of new
 * rows before their levels are released, and `finish` at the end.
 */
export class TapeSaver {
  readonly #cache: TapeCache;
  readonly #key: string;
  #nextDayMs = Number.NaN;

  constructor(cache: TapeCache, key: string) {
    this.#cache = cache;
    this.#key = key;
  }

  /** Writes the days that ended before row `to - 1`. */
  take(tape: MinuteTape, to: number): void {
    if (to > 0) this.#writeBefore(tape, dayStartMs(tape.minuteMs(to - 1)));
  }

  /** Writes the rest. */
  finish(tape: MinuteTape): void {
    if (tape.length === 0) return;
    this.#writeBefore(tape, tape.minuteMs(tape.length));
    this.#cache.writeTape(this.#key, tape);
  }

  #writeBefore(tape: MinuteTape, timeMs: number): void {
    const levels = tape.levels as DayLevelRows;
    let day = Number.isNaN(this.#nextDayMs) ? dayStartMs(tape.firstMinuteMs) : this.#nextDayMs;
    for (; day < timeMs; day += DAY_MS) {
      const rows = levels.day(day);
      if (rows !== null) this.#cache.writeLevels(this.#key, day, rows);
    }
    this.#nextDayMs = day;
  }
}

function levelsFile(key: string, startMs: number): string {
  return join(key, `levels-${formatUtcDay(startMs)}${DAY_FILE_ENDING}`);
}

function featuresFile(settings: object): string {
  return `${FEATURES_PREFIX}${keyOf(['features', FORMAT, settings])}${DAY_FILE_ENDING}`;
}

function keyOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

function minutesOfRows({ starts, rows }: DayLevels): Int32Array {
  const minutes = new Int32Array(rows);
  for (let minute = 0; minute < MINUTES_PER_DAY; minute++)
    minutes.fill(minute, starts[minute], starts[minute + 1]);
  return minutes;
}

/** Marks a file as used now, where that is allowed. */
function touch(path: string): void {
  const now = new Date();
  succeeds(() => utimesSync(path, now, now));
}

/** For what is nice to have: a folder may be read-only, and another process may have been quicker. */
function succeeds(change: () => void): boolean {
  try {
    change();
    return true;
  } catch {
    return false;
  }
}

/** Removes all but the entries of a folder used last. */
function prune(folder: string, prefix: string, kept: number): void {
  const entries = readdirSync(folder)
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(folder, name))
    .map((path) => ({ path, usedMs: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((left, right) => right.usedMs - left.usedMs);
  for (const { path } of entries.slice(kept)) rmSync(path, { recursive: true, force: true });
}
