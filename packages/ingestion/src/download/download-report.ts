import type { Gap } from '../store/gaps.ts';

/** A day that could not be had. Days are starts in epoch ms. */
export interface FailedDay {
  readonly day: number;
  /** Name of the error, e.g. `GZIP_DAMAGED`, `FETCH_FAILED`. */
  readonly code: string;
  readonly why: string;
}

/** What became of a symbol's days; each day of the range is in one of the lists. Days are starts in epoch ms, ascending. */
export interface SymbolDownload {
  readonly symbol: string;
  /** In the store before; they were not asked for. */
  readonly stored: readonly number[];
  /** Fetched and imported. */
  readonly imported: readonly number[];
  /** Not there at the venue. */
  readonly missing: readonly number[];
  readonly failed: readonly FailedDay[];
  /** Not tried, because too much failed before. */
  readonly untried: readonly number[];
  /** Trades imported, and rows that were not: twice in the file, and bad ones. */
  readonly trades: number;
  readonly duplicates: number;
  readonly refusedRows: number;
  /** Silences of more than five minutes inside the imported days, in the order of time. */
  readonly gaps: readonly Gap[];
}

/** What a download did. */
export interface DownloadReport {
  readonly baseUrl: string;
  /** In the order they were asked for. */
  readonly symbols: readonly SymbolDownload[];
  /** Bytes that were fetched. */
  readonly bytes: number;
}
