import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Instrument } from '@auction-trader/core';
import { assembleDay } from './assemble-day.ts';
import { encodeDayFile, openDayFile, readDayTable } from './day-file.ts';
import type { DayTable } from './day-table.ts';
import type { Staging } from './staging.ts';
import { dayFilePath } from './store-paths.ts';
import { type SymbolPlace, storedDays, symbolPlaces } from './stored-days.ts';
import { TICK_COLUMNS, TICK_KINDS, type TickKind } from './tick-kind.ts';
import { newWrittenSource } from './written-source.ts';

/** Layout of the sources that were recorded: the retention removes days that have no other. */
const RECORDING_LAYOUT = 'recording';

/** Rows of one UTC day that a run has recorded. */
export interface RecordedRows {
  readonly instrument: Instrument;
  /** The run they were recorded in. */
  readonly runId: string;
  readonly kind: TickKind;
  readonly dayStartMs: number;
  /** Rows; at least 1. */
  readonly length: number;
  /**
   * Columns as day files have them, `length` elements each or more: time (ms of the day, any order), then
   * price, lots and side of trades, or bid price, bid lots, ask price and ask lots of quotes. Ordered in place.
   */
  readonly columns: readonly (Int32Array | Int8Array)[];
}

/**
 * Adds recorded rows to a day of the store, behind those that are there: ordered by time, at one time as
 * they came. Rows of a time for which another run has recorded are left out.
 *
 * @returns rows added; null when imported data is there, which is left alone
 */
export function addRecordedRows(staging: Staging, rows: RecordedRows): number | null {
  const { instrument, runId, kind, dayStartMs } = rows;
  const { venue, symbol, tick, lot } = instrument;
  const path = dayFilePath(venue, symbol, kind, dayStartMs);
  const stored = staging.current(path);
  const day = stored === null ? null : openDayFile(stored);
  const sources = day?.facts.sources ?? [];
  if (sources.some(({ layout }) => layout !== RECORDING_LAYOUT)) return null;
  const sha256 = createHash('sha256').update(`recording ${venue} ${symbol} ${runId}`).digest('hex');
  const others = sources.filter((source) => source.sha256 !== sha256);
  const table = rowsAfter(rows, Math.max(...others.map(({ lastTimeMs }) => lastTimeMs)));
  if (table.length === 0) return 0;
  const assembled = assembleDay(
    day === null ? null : { table: readDayTable(day), tradeIds: 'none', sources },
    { table, segments: [segmentOf(table, runId, sha256)], tradeIds: 'none', suspects: [] },
  );
  const origin = { venue, symbol, tickSize: tick.text, lotSize: lot.text, tradeIds: 'none' } as const;
  const encoded = encodeDayFile(assembled.table, { ...origin, sources: assembled.sources });
  staging.put(path, encoded.pieces, encoded.mtimeSeconds);
  return table.length;
}

/** A day file whose rows were all recorded. */
export interface RecordedDay extends SymbolPlace {
  readonly kind: TickKind;
  readonly dayStartMs: number;
  readonly bytes: number;
}

/**
 * The day files of a store whose rows were all recorded.
 *
 * @param dir folder of the store
 * @param beforeMs only days that start before
 */
export function recordedDays(dir: string, beforeMs = Number.POSITIVE_INFINITY): RecordedDay[] {
  return symbolPlaces(dir).flatMap((place) =>
    TICK_KINDS.flatMap((kind) =>
      storedDays(dir, place, kind)
        .filter((dayStartMs) => dayStartMs < beforeMs)
        .map((dayStartMs) => ({ ...place, kind, dayStartMs, path: pathOf(dir, place, kind, dayStartMs) }))
        .filter(({ path }) => isRecorded(path))
        .map(({ path, ...found }) => ({ ...found, bytes: statSync(path).size })),
    ),
  );
}

function pathOf(dir: string, { venue, symbol }: SymbolPlace, kind: TickKind, dayStartMs: number): string {
  return join(dir, dayFilePath(venue, symbol, kind, dayStartMs));
}

function isRecorded(path: string): boolean {
  try {
    return openDayFile(path).facts.sources.every(({ layout }) => layout === RECORDING_LAYOUT);
  } catch {
    // A damaged file may hold anything; "data check" sets it aside.
    return false;
  }
}

/** The rows later than `afterMs`, which may be -Infinity. */
function rowsAfter({ kind, dayStartMs, length, columns }: RecordedRows, afterMs: number): DayTable {
  const times = columns[0]!;
  const kept: number[] = [];
  if (afterMs >= dayStartMs) {
    for (let row = 0; row < length; row++) if (dayStartMs + times[row]! > afterMs) kept.push(row);
  }
  const all = afterMs < dayStartMs;
  const picked = columns.slice(0, TICK_COLUMNS[kind].length).map((column) => {
    if (all) return column.subarray(0, length);
    const values = column instanceof Int8Array ? new Int8Array(kept.length) : new Int32Array(kept.length);
    return values.map((_, index) => column[kept[index]!]!);
  });
  return { kind, dayStartMs, length: all ? length : kept.length, columns: picked, idWords: null };
}

function segmentOf(table: DayTable, runId: string, sha256: string) {
  const times = table.columns[0]!;
  let earliestMs = Number.POSITIVE_INFINITY;
  let latestMs = Number.NEGATIVE_INFINITY;
  for (const time of times) {
    if (time < earliestMs) earliestMs = time;
    if (time > latestMs) latestMs = time;
  }
  const source = newWrittenSource(`recording ${runId}`, sha256, RECORDING_LAYOUT);
  // Rises without falls: rows that came late must not turn the order of the others around.
  return { source, from: 0, to: table.length, earliestMs, latestMs, rises: 1, falls: 0 };
}
