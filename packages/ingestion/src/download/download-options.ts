import type { Clock, InstrumentFacts } from '@auction-trader/core';

/** What to download, and how. */
export interface DownloadOptions {
  readonly symbols: readonly string[];
  /** First and last UTC day, starts in epoch ms, both included. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Default: {@link BYBIT_ARCHIVE}. */
  readonly baseUrl?: string | undefined;
  /** Folder of the files on their way. One process at a time uses it. */
  readonly folder: string;
  /** Folder that the files are moved to once they are imported, one folder a symbol; default: they are removed. */
  readonly keepIn?: string | undefined;
  /** Files at a time, 1 to {@link MOST_PARALLEL}; default {@link DEFAULT_PARALLEL}. */
  readonly parallel?: number | undefined;
  /** Grid of the symbols; default: the stored one, else the fallback's when it is of the same symbol. */
  readonly tickSize?: string | undefined;
  readonly lotSize?: string | undefined;
  /** The configured instrument. */
  readonly fallback?: InstrumentFacts | undefined;
  readonly clock: Clock;
  /** Longest silence of the server, ms; default 30 s. */
  readonly stallMs?: number | undefined;
  /** Ends the download; what is half fetched is kept, and the next one goes on with it. */
  readonly signal?: AbortSignal | undefined;
  /** Told now and then how far it is. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** Told in words of what goes wrong on the way and is tried again. */
  readonly onTrouble?: ((text: string) => void) | undefined;
}

/** How far a download is. */
export interface DownloadProgress {
  /** Days that are done, one way or the other, and days there are to do. */
  readonly days: number;
  readonly ofDays: number;
  /** Bytes fetched by this download. */
  readonly bytes: number;
  /** 0..1, half-fetched files included. */
  readonly fraction: number;
}

/** Files at a time unless said otherwise. */
export const DEFAULT_PARALLEL = 3;

/** A public archive is shared by many: nobody asks for more than this at a time. */
export const MOST_PARALLEL = 8;
