import { createHash } from 'node:crypto';
import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { AuctionTraderError } from '@auction-trader/core';
import { gunzipStream } from './gunzip-stream.ts';
import { unzipInWorker } from './unzip-in-worker.ts';

const CHUNK_BYTES = 1 << 20;
const HASHED_BYTES = 1 << 18;
/** A smaller gzip file is read before a thread has started. */
const WORTH_A_THREAD_BYTES = 4 << 20;
const FILE_OPTIONS = { highWaterMark: CHUNK_BYTES };

/** What is known of a file before it is read. */
export interface InspectedFile {
  readonly bytes: number;
  readonly isGzip: boolean;
}

/**
 * Size and form of a file to import.
 *
 * @throws AuctionTraderError (`FILE_MISSING`, `FILE_UNREADABLE`, `FILE_EMPTY`, `FILE_ZIPPED`, exit code 1)
 */
export function inspectFile(path: string): InspectedFile {
  const start = Buffer.alloc(4);
  let bytes = 0;
  try {
    bytes = statSync(path).size;
    const descriptor = openSync(path, 'r');
    readSync(descriptor, start, 0, 4, 0);
    closeSync(descriptor);
  } catch (cause) {
    throw unreadable(path, cause);
  }
  if (bytes === 0) {
    throw bad(path, 'FILE_EMPTY', 'is empty', 'Get the file again; nothing was imported.');
  }
  if (start.toString('latin1', 0, 2) === 'PK') {
    throw bad(path, 'FILE_ZIPPED', 'is a zip archive', 'Unzip it first, and import the CSV file inside.');
  }
  if (start.readUInt16BE(0) === 0xfffe || start.readUInt16BE(0) === 0xfeff) {
    throw bad(
      path,
      'FILE_UTF16',
      'is text in UTF-16',
      'Save it as UTF-8: iconv -f UTF-16 -t UTF-8 FILE > NEW.csv',
    );
  }
  return { bytes, isGzip: start.readUInt16BE(0) === 0x1f8b };
}

/**
 * The content of a file in pieces of about a megabyte, ungzipped. A piece is valid until the
 * next one is asked for.
 *
 * @param onRead told how many bytes of the file were read, whenever some were
 * @throws AuctionTraderError (`GZIP_DAMAGED`, `FILE_MISSING`, `FILE_UNREADABLE`) while it is read
 */
export async function* readChunks(
  path: string,
  file: InspectedFile,
  onRead: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  try {
    yield* pieces(path, file, onRead);
  } catch (cause) {
    throw explained(path, cause);
  }
}

function pieces(path: string, { bytes, isGzip }: InspectedFile, onRead: (bytes: number) => void) {
  if (!isGzip) return counted(createReadStream(path, FILE_OPTIONS), onRead);
  return bytes < WORTH_A_THREAD_BYTES ? gunzipStream(path, onRead) : unzipInWorker(path, onRead);
}

async function* counted(stream: AsyncIterable<Buffer>, onRead: (bytes: number) => void) {
  for await (const chunk of stream) {
    onRead(chunk.length);
    yield chunk;
  }
}

/** SHA-256 of a file, hex. */
export function hashFile(path: string): string {
  const hash = createHash('sha256');
  // One buffer for all: memory never touched before costs more than the hashing.
  const buffer = new Uint8Array(HASHED_BYTES);
  try {
    const descriptor = openSync(path, 'r');
    try {
      for (;;) {
        const count = readSync(descriptor, buffer);
        if (count === 0) return hash.digest('hex');
        hash.update(buffer.subarray(0, count));
      }
    } finally {
      closeSync(descriptor);
    }
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function explained(path: string, cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (!code.startsWith('Z_')) return unreadable(path, cause);
  const what =
    code === 'Z_BUF_ERROR' ? 'ends in the middle: the gzip file is cut short' : 'is a damaged gzip file';
  return bad(path, 'GZIP_DAMAGED', what, 'Get the file again; nothing of it was imported.', 3);
}

function unreadable(path: string, cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return bad(path, 'FILE_MISSING', 'does not exist', 'Check the path.');
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return bad(path, 'FILE_UNREADABLE', 'may not be read', 'Give yourself the right to read it.');
  }
  if (code === 'EISDIR') {
    return bad(path, 'FILE_UNREADABLE', 'is a folder', 'Name a file, or give the folder to --data.');
  }
  if (cause instanceof AuctionTraderError || !(cause instanceof Error)) return cause;
  return bad(path, 'FILE_UNREADABLE', `cannot be read: ${cause.message}`, 'Check the disk and the path.', 3);
}

function bad(
  file: string,
  code: string,
  what: string,
  hint: string,
  exitCode: 1 | 3 = 1,
): AuctionTraderError {
  return new AuctionTraderError(`${file} ${what}`, { code, exitCode, details: { file }, hint });
}
