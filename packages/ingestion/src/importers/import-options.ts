import type { InstrumentFacts } from '@auction-trader/core';

/** What to import, and what the files do not say about themselves. */
export interface ImportOptions {
  /** Files that must be trades, files that must be quotes, and files of either kind. A folder stands for its CSV files. */
  readonly trades?: readonly string[] | undefined;
  readonly quotes?: readonly string[] | undefined;
  readonly files?: readonly string[] | undefined;
  /** Name of a layout; default `auto`. */
  readonly format?: string | undefined;
  /** Needed when the files have no symbol column. */
  readonly symbol?: string | undefined;
  /** Lower-case venue name; default: the layout's, else where the symbol is stored already, else the fallback's. */
  readonly venue?: string | undefined;
  /** Grid of the symbol; default: the stored one, else the fallback's when it is of the same symbol. */
  readonly tickSize?: string | number | undefined;
  readonly lotSize?: string | number | undefined;
  /** The configured instrument. */
  readonly fallback?: InstrumentFacts | undefined;
  /** Start (epoch ms) of the only UTC day that the files may have rows of; default: any days. */
  readonly dayStartMs?: number | undefined;
  /** Silences longer than this are reported, default 5. */
  readonly gapMinutes?: number | undefined;
  /** Told how far it is, about once a megabyte. */
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** Stops the import; the store stays as it was. */
  readonly signal?: AbortSignal | undefined;
}

/** How far an import is. */
export interface ImportProgress {
  readonly file: string;
  /** Place of the file in the list, from 0, and length of the list. */
  readonly fileIndex: number;
  readonly fileCount: number;
  readonly bytesRead: number;
  readonly bytes: number;
  /** Rows of the file so far. */
  readonly rows: number;
}
