import { AuctionTraderError } from '@auction-trader/core';

/** Primary result codes of SQLite, and what to do about them. */
const SQLITE_HINTS: Readonly<Record<number, readonly [problem: string, hint: string]>> = {
  5: ['another process holds it locked', 'Close the program that has it open for writing.'],
  6: ['another connection holds it locked', 'Close the program that has it open for writing.'],
  8: ['it cannot be written', 'Give yourself the right to write there.'],
  10: ['the disk failed', 'Check the disk; the file may have to be restored from a backup.'],
  11: ['it is damaged', 'Move it aside and restore a backup; positions are taken over from the venue.'],
  13: ['the disk is full', 'Make room: "live-trader purge" removes old recordings.'],
  14: ['it cannot be opened', 'Check that the folder exists and may be written.'],
  19: ['it has such a row already, or lacks one that is needed', 'Please report this with the log.'],
  26: ['it is no SQLite file, or damaged', 'Move it aside and restore a backup.'],
};

const DISK_HINTS: Readonly<Record<string, readonly [problem: string, hint: string]>> = {
  ENOSPC: SQLITE_HINTS[13]!,
  EDQUOT: SQLITE_HINTS[13]!,
  EACCES: SQLITE_HINTS[8]!,
  EPERM: SQLITE_HINTS[8]!,
  EROFS: SQLITE_HINTS[8]!,
  EIO: SQLITE_HINTS[10]!,
};

/** DuckDB has no codes. */
const DUCKDB_DAMAGED = /corrupt|not a valid DuckDB database|serialization error|WAL file/i;
const DUCKDB_HINT =
  'Move it aside (with its .wal) or restore a backup: a new one is begun; no decision is made from it.';

/**
 * What the operating system, SQLite or DuckDB says, as a `STORE_ERROR` that names the file and what to
 * do. Errors that explain themselves already are given back.
 *
 * @param store what it is, e.g. `table orders of the journal`
 */
export function storeError(store: string, file: string, cause: unknown): AuctionTraderError {
  if (cause instanceof AuctionTraderError) return cause;
  const [problem, hint] = explain(cause);
  return new AuctionTraderError(`the ${store} (${file}) cannot be used: ${problem}`, {
    code: 'STORE_ERROR',
    details: { file },
    hint,
    cause,
  });
}

function explain(cause: unknown): readonly [string, string] {
  const { errcode, code, message } = cause as { errcode?: number; code?: string; message?: string };
  const known = (errcode === undefined ? undefined : SQLITE_HINTS[errcode & 0xff]) ?? DISK_HINTS[code ?? ''];
  if (known !== undefined) return known;
  const text = message ?? String(cause);
  return [text, DUCKDB_DAMAGED.test(text) ? DUCKDB_HINT : 'The cause stands in the log.'];
}
