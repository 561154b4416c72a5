import { closeSync, openSync, readSync, rmSync } from 'node:fs';
import { AuctionTraderError } from '@auction-trader/core';
import { importFiles } from '../importers/import-files.ts';
import type { FileReport } from '../importers/import-report.ts';
import type { Gap } from '../store/gaps.ts';
import type { TickStore } from '../store/open-tick-store.ts';
import { ARCHIVE_VENUE, type ArchiveDay, archivePath } from './archive.ts';
import type { DownloadOptions } from './download-options.ts';
import { putAway } from './put-away.ts';

/** A day that is in the store now. */
export interface ImportedDay {
  readonly kind: 'imported';
  readonly report: FileReport;
  readonly gaps: readonly Gap[];
}

/** What became of a fetched file. */
export type ImportResult =
  | ImportedDay
  /** It did not arrive as it was sent: it is removed, and fetching it again may help. */
  | { readonly kind: 'damaged'; readonly code: string; readonly why: string }
  /** It is what the venue has, and cannot be used. */
  | { readonly kind: 'unusable'; readonly code: string; readonly why: string };

const GZIP_MAGIC = '1f8b';
const SHOWN_BYTES = 40;

/** Not what the archive should have under this name: it is removed, so that the next download asks again. */
const WRONG_FILE = new Set(['OTHER_DAY', 'SYMBOL_MISMATCH', 'MIXED_SYMBOLS', 'HEADER_ONLY', 'FILE_EMPTY']);
/** The file stays, so that it can be looked at. */
const BAD_CONTENT = new Set(['BAD_ROWS', 'UNKNOWN_LAYOUT', 'WRONG_DELIMITER', 'SYMBOL_MISSING']);

/**
 * Verifies a fetched file and takes it into the store: gzip with its checksum and length, rows of that
 * symbol and UTC day only. An imported file is removed or put away, as the options say.
 *
 * @throws AuctionTraderError for what would stop the other days too: an unknown grid, a locked store, a full disk
 */
export async function importDay(
  store: TickStore,
  day: ArchiveDay,
  options: DownloadOptions,
): Promise<ImportResult> {
  const path = archivePath(options.folder, day);
  const start = firstBytes(path);
  if (start.toString('hex', 0, 2) !== GZIP_MAGIC) {
    rmSync(path);
    const text = JSON.stringify(start.toString('latin1').replaceAll(/[^ -~]+/g, ' '));
    const why = start.length === 0 ? 'an empty file came' : `no gzip file came, but ${text}`;
    return { kind: 'damaged', code: 'NOT_GZIP', why };
  }
  try {
    const { tickSize, lotSize, fallback, signal } = options;
    const { symbol, dayStartMs } = day;
    const grid = { tickSize, lotSize, fallback };
    const what = { trades: [path], format: 'bybit', venue: ARCHIVE_VENUE, symbol, dayStartMs };
    const { files, symbols } = await importFiles(store, { ...what, ...grid, signal });
    putAway(day, options);
    return { kind: 'imported', report: files[0]!, gaps: symbols.flatMap(({ gaps }) => gaps) };
  } catch (error) {
    return explained(path, error);
  }
}

function explained(path: string, error: unknown): ImportResult {
  if (!(error instanceof AuctionTraderError)) throw error;
  const { code, message, hint } = error;
  if (code === 'GZIP_DAMAGED') {
    rmSync(path);
    return { kind: 'damaged', code, why: message };
  }
  if (WRONG_FILE.has(code)) {
    rmSync(path);
    return { kind: 'unusable', code, why: message };
  }
  if (BAD_CONTENT.has(code)) {
    const again = `Remove ${path} to have it fetched again.`;
    return { kind: 'unusable', code, why: [message, hint, again].join(' ') };
  }
  throw error;
}

function firstBytes(path: string): Buffer {
  const bytes = Buffer.alloc(SHOWN_BYTES);
  const descriptor = openSync(path, 'r');
  try {
    return bytes.subarray(0, readSync(descriptor, bytes));
  } finally {
    closeSync(descriptor);
  }
}
