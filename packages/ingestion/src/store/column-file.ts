import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, rmSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { type ArrowColumnType, encodeArrowFile, readArrowLayout } from './arrow-file.ts';
import type { StoreFiles } from './store-files.ts';

/** Typed arrays by name, as they lie in a file of derived columns. */
export type NamedColumns = Readonly<Record<string, Int32Array | Float64Array | Uint8Array>>;

/** What {@link readColumnFile} found. */
export interface ColumnFile {
  readonly rows: number;
  readonly facts: ReadonlyMap<string, string>;
  /** Over SharedArrayBuffers, `rows` elements each. */
  readonly columns: ReadonlyMap<string, Int32Array | Float64Array | Uint8Array>;
}

const CHECKSUM_FACT = 'crc32';
const BAD_CHECKSUM = 'its checksum does not fit';

/** The typed arrays among an object's properties: the columns of a tape or of features. */
export function columnsOf(owner: object): NamedColumns {
  const columns: Record<string, Int32Array | Float64Array | Uint8Array> = {};
  for (const [name, value] of Object.entries(owner)) {
    if (value instanceof Int32Array || value instanceof Float64Array || value instanceof Uint8Array) {
      columns[name] = value;
    }
  }
  return columns;
}

/**
 * Writes the first `rows` elements of some columns as an Arrow file with a checksum: under a
 * temporary name, flushed, then renamed.
 */
export function writeColumnFile(
  path: string,
  rows: number,
  columns: NamedColumns,
  facts: ReadonlyMap<string, string>,
  files: StoreFiles,
): void {
  const bodies = Object.entries(columns).map(([name, column]) => ({
    name,
    type: typeOf(column),
    body: column.subarray(0, rows),
  }));
  const metadata = new Map([...facts, [CHECKSUM_FACT, checksum(bodies.map(({ body }) => body))]]);
  // Two processes may make the same file at the same time.
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    files.write(temporary, encodeArrowFile(rows, bodies, metadata));
    files.rename(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Reads a file that {@link writeColumnFile} wrote.
 *
 * @throws Error saying what is wrong when it is damaged
 */
export function readColumnFile(path: string): ColumnFile {
  const layout = readArrowLayout(path);
  const descriptor = openSync(path, 'r');
  try {
    const columns = new Map<string, Int32Array | Float64Array | Uint8Array>();
    for (const [name, { type, offset, byteLength }] of layout.columns) {
      const buffer = new SharedArrayBuffer(byteLength);
      const read = byteLength === 0 ? 0 : readSync(descriptor, new Uint8Array(buffer), 0, byteLength, offset);
      if (read !== byteLength) throw new Error(`its column ${name} is cut short`);
      columns.set(name, newView(type, buffer));
    }
    if (checksum([...columns.values()]) !== layout.metadata.get(CHECKSUM_FACT)) throw new Error(BAD_CHECKSUM);
    return { rows: layout.rows, facts: layout.metadata, columns };
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Tests whether a file that {@link writeColumnFile} wrote is whole, a piece at a time: nothing of it stays in memory.
 *
 * @param piece where the pieces go
 * @throws Error saying what is wrong when it is damaged
 */
export function checkColumnFile(path: string, piece: Uint8Array): void {
  const layout = readArrowLayout(path);
  const descriptor = openSync(path, 'r');
  try {
    let sum = 0;
    for (const [name, { offset, byteLength }] of layout.columns) {
      for (let done = 0; done < byteLength; ) {
        const read = readSync(descriptor, piece, 0, Math.min(piece.length, byteLength - done), offset + done);
        if (read === 0) throw new Error(`its column ${name} is cut short`);
        sum = crc32(piece.subarray(0, read), sum);
        done += read;
      }
    }
    if (checksumText(sum) !== layout.metadata.get(CHECKSUM_FACT)) throw new Error(BAD_CHECKSUM);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Copies the columns of a file into an object's typed arrays of the same names; false when they
 * are others, as in a file of another version.
 */
export function fillColumns(owner: object, { rows, columns }: ColumnFile): boolean {
  for (const [name, target] of Object.entries(columnsOf(owner))) {
    const column = columns.get(name);
    if (column === undefined || column.constructor !== target.constructor || target.length < rows)
      return false;
    target.set(column);
  }
  return true;
}

function typeOf(column: Int32Array | Float64Array | Uint8Array): ArrowColumnType {
  if (column instanceof Int32Array) return 'int32';
  return column instanceof Float64Array ? 'float64' : 'uint8';
}

function newView(type: ArrowColumnType, buffer: SharedArrayBuffer): Int32Array | Float64Array | Uint8Array {
  switch (type) {
    case 'int32':
      return new Int32Array(buffer);
    case 'float64':
      return new Float64Array(buffer);
    case 'uint8':
      return new Uint8Array(buffer);
    default:
      throw new Error(`it has a column of the type ${type}, which is not written here`);
  }
}

function checksum(bodies: readonly ArrayBufferView[]): string {
  let sum = 0;
  for (const { buffer, byteOffset, byteLength } of bodies) {
    sum = crc32(new Uint8Array(buffer, byteOffset, byteLength), sum);
  }
  return checksumText(sum);
}

function checksumText(sum: number): string {
  return sum.toString(16).padStart(8, '0');
}
