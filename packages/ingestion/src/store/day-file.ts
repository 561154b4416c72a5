import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { crc32 } from 'node:zlib';
import { AuctionTraderError, type DayTicks, errorText } from '@auction-trader/core';
import { type ArrowLayout, encodeArrowFile, readArrowLayout } from './arrow-file.ts';
import { type DayFacts, decodeDayFacts, encodeDayFacts } from './day-facts.ts';
import { type DayTable, newColumn, timeColumn } from './day-table.ts';
import { TICK_COLUMNS, type TickColumn, TRADE_ID_COLUMN } from './tick-kind.ts';

/** A day file whose end has been read: what it holds, and where. */
export interface StoredDay {
  readonly path: string;
  readonly facts: DayFacts;
  readonly layout: ArrowLayout;
  /** Bytes, and time of the last change, when it was opened. */
  readonly size: number;
  readonly mtimeMs: number;
}

/** What the caller of {@link encodeDayFile} knows; the rest is counted from the rows. */
export type DayOrigin = Pick<DayFacts, 'venue' | 'symbol' | 'tickSize' | 'lotSize' | 'tradeIds' | 'sources'>;

/** A day file on its way to disk. */
export interface EncodedDayFile {
  readonly facts: DayFacts;
  readonly pieces: readonly ArrayBufferView[];
  /** Seconds since 1970: what the file's time of last change has to be. */
  readonly mtimeSeconds: number;
}

/**
 * A day file's bytes. Its time of last change is that of its last row: whoever changes the
 * file later changes that too, so an untouched file needs no checksum when it is read.
 *
 * @param table at least one row, ordered by time
 */
export function encodeDayFile(table: DayTable, origin: DayOrigin): EncodedDayFile {
  const columns = fileColumns(table.kind, table.idWords !== null).map((column, index) => ({
    ...column,
    body: table.columns[index] ?? (table.idWords as Int32Array),
  }));
  const times = timeColumn(table);
  const facts: DayFacts = {
    ...origin,
    kind: table.kind,
    dayStartMs: table.dayStartMs,
    rows: table.length,
    firstTimeMs: table.dayStartMs + times[0]!,
    lastTimeMs: table.dayStartMs + times[table.length - 1]!,
    crc32: Object.fromEntries(columns.map(({ name, body }) => [name, checksum(body)])),
  };
  const pieces = encodeArrowFile(table.length, columns, encodeDayFacts(facts));
  return { facts, pieces, mtimeSeconds: Math.floor(facts.lastTimeMs / 1000) };
}

/** Identity of a day's rows, ids left out: equal rows on an equal grid, equal hash. Hex SHA-256. */
export function dayHash({ kind, dayStartMs, rows, tickSize, lotSize, crc32: sums }: DayFacts): string {
  const names = TICK_COLUMNS[kind].map(({ name }) => name);
  const identity = [kind, dayStartMs, rows, tickSize, lotSize, ...names.map((name) => sums[name])];
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex');
}

/**
 * Opens a day file: reads its end, not its rows.
 *
 * @throws AuctionTraderError (`STORE_DAMAGED`) when it is not a whole day file
 */
export function openDayFile(path: string): StoredDay {
  const descriptor = openSync(path, 'r');
  const { size, mtimeMs } = fstatSync(descriptor);
  closeSync(descriptor);
  try {
    const layout = readArrowLayout(path);
    const facts = decodeDayFacts(layout.metadata);
    for (const { name, type } of fileColumns(facts.kind, facts.tradeIds !== 'none')) {
      if (layout.columns.get(name)?.type !== type) throw new Error(`its column ${name} is missing`);
    }
    if (facts.rows !== layout.rows) throw new Error('its number of rows contradicts its metadata');
    return { path, facts, layout, size, mtimeMs };
  } catch (cause) {
    throw damaged(path, errorText(cause));
  }
}

/**
 * Reads the columns of a day in one go into one SharedArrayBuffer, trade ids left out.
 *
 * @param reuse memory to read into when it is large enough
 * @returns in the order of `TICK_COLUMNS`
 * @throws AuctionTraderError (`STORE_DAMAGED`, `STORE_CHANGED`)
 */
export function readDayColumns(day: StoredDay, reuse?: SharedArrayBuffer): (Int32Array | Int8Array)[] {
  const { facts, layout } = day;
  const columns = TICK_COLUMNS[facts.kind];
  const places = columns.map(({ name }) => layout.columns.get(name)!);
  const from = Math.min(...places.map(({ offset }) => offset));
  const to = Math.max(...places.map(({ offset, byteLength }) => offset + byteLength));
  const buffer = reuse !== undefined && reuse.byteLength >= to - from ? reuse : newBuffer(to - from);
  readBody(day, new Uint8Array(buffer, 0, to - from), from);
  const views = places.map(({ type, offset, byteLength }) =>
    type === 'int8'
      ? new Int8Array(buffer, offset - from, byteLength)
      : new Int32Array(buffer, offset - from, byteLength / 4),
  );
  if (!isUntouched(day)) verify(day, columns, views);
  return views;
}

/** Some room to spare, so that the next day fits too and its memory need not be fetched anew. */
function newBuffer(byteLength: number): SharedArrayBuffer {
  return new SharedArrayBuffer(Math.ceil((byteLength * 1.25) / 65_536) * 65_536);
}

/** Reads the times of a day: milliseconds of the day, ascending. */
export function readDayTimes(day: StoredDay): Int32Array {
  const times = new Int32Array(day.facts.rows);
  readBody(day, bytesOf(times), day.layout.columns.get('time')!.offset);
  if (!isUntouched(day)) verify(day, TICK_COLUMNS[day.facts.kind].slice(0, 1), [times]);
  return times;
}

/** Reads all of a day for changing it, ids included, and always verifies it. */
export function readDayTable(day: StoredDay): DayTable {
  const { facts } = day;
  const columns = TICK_COLUMNS[facts.kind].map(({ name }, index) => {
    const column = newColumn(facts.kind, index, facts.rows);
    readBody(day, bytesOf(column), day.layout.columns.get(name)!.offset);
    return column;
  });
  let idWords: Int32Array | null = null;
  if (facts.tradeIds !== 'none') {
    idWords = new Int32Array(2 * facts.rows);
    readBody(day, bytesOf(idWords), day.layout.columns.get(TRADE_ID_COLUMN.name)!.offset);
  }
  verify(day, fileColumns(facts.kind, idWords !== null), idWords === null ? columns : [...columns, idWords]);
  return { kind: facts.kind, dayStartMs: facts.dayStartMs, length: facts.rows, columns, idWords };
}

/** The error of a day file that cannot be trusted. */
export function damaged(path: string, why: string): AuctionTraderError {
  return new AuctionTraderError(`the store's file ${path} is damaged: ${why}`, {
    code: 'STORE_DAMAGED',
    details: { file: path },
    hint: 'Run "backtester data check": it sets damaged files aside and says what to import again.',
  });
}

/** Memory behind a trade or quote table that `readDayColumns` filled before. */
export function bufferOf(
  ticks: DayTicks | undefined,
  kind: 'trades' | 'quotes',
): SharedArrayBuffer | undefined {
  const buffer = ticks?.[kind]?.timeMs.buffer;
  return buffer instanceof SharedArrayBuffer ? buffer : undefined;
}

function fileColumns(kind: DayFacts['kind'], withIds: boolean): readonly TickColumn[] {
  return withIds ? [...TICK_COLUMNS[kind], TRADE_ID_COLUMN] : TICK_COLUMNS[kind];
}

function readBody(day: StoredDay, into: Uint8Array, from: number): void {
  const descriptor = openSync(day.path, 'r');
  try {
    if (!isSame(day, fstatSync(descriptor))) {
      throw new AuctionTraderError(`the store's file ${day.path} was changed while it was in use`, {
        code: 'STORE_CHANGED',
        details: { file: day.path },
        hint: 'Something was imported or removed meanwhile; run the command again.',
      });
    }
    let done = 0;
    while (done < into.length) {
      const count = readSync(descriptor, into, done, into.length - done, from + done);
      if (count === 0) throw damaged(day.path, 'it is cut short');
      done += count;
    }
  } finally {
    closeSync(descriptor);
  }
}

function isSame(day: StoredDay, stats: Stats): boolean {
  return stats.size === day.size && stats.mtimeMs === day.mtimeMs;
}

/** Whether nobody changed the file since it was written. */
function isUntouched({ facts, mtimeMs }: StoredDay): boolean {
  return Math.floor(mtimeMs / 1000) === Math.floor(facts.lastTimeMs / 1000);
}

function verify(day: StoredDay, columns: readonly TickColumn[], bodies: readonly ArrayBufferView[]): void {
  for (const [index, { name }] of columns.entries()) {
    if (checksum(bodies[index]!) === day.facts.crc32[name]) continue;
    throw damaged(day.path, `the checksum of its column ${name} does not fit`);
  }
}

function checksum(body: ArrayBufferView): string {
  return crc32(bytesOf(body)).toString(16).padStart(8, '0');
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
