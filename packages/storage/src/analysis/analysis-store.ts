import type { FeatureSource, Footprint } from '@auction-trader/features';

/** Which minutes, `toMs` left out; times are epoch ms. At most `limit` of them, the newest; ascending. */
export interface MinuteRange {
  readonly symbol: string;
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly limit?: number;
}

/** A row by its column names (trading rules 13). */
export type AnalysisRow = Readonly<Record<string, number | string | boolean | null>>;

/** Bars, features and footprints by the minute, in DuckDB. */
export interface AnalysisStore {
  readonly file: string;
  /**
   * Queues a minute; returns at once. What cannot be written is reported to `onProblem`
   * (`STORE_ERROR`) and tried again with the next minute; the oldest are dropped when the queue is full.
   *
   * @param row row on the tape; its values are copied now
   * @param footprint volume by bin and side, null when it is not known
   */
  append(source: FeatureSource, row: number, footprint: Footprint | null): void;
  bars(range: MinuteRange): Promise<AnalysisRow[]>;
  features(range: MinuteRange): Promise<AnalysisRow[]>;
  /** Bins of one minute, or of all minutes of a range, ascending. */
  profile(range: MinuteRange): Promise<AnalysisRow[]>;
  /** Removes footprints of before a time. */
  pruneProfile(beforeMs: number): Promise<void>;
  /** Resolves when everything queued so far was written or reported. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** How an analysis store is opened. */
export interface AnalysisOptions {
  readonly onProblem: (error: Error) => void;
}

/**
 * Opens (or makes) the analysis store. DuckDB is loaded now, and not before.
 *
 * @throws AuctionTraderError `ANALYSIS_LOCKED` (exit code 2), `STORE_ERROR`
 */
export async function openAnalysisStore(_file: string, _options: AnalysisOptions): Promise<AnalysisStore> {
  throw new Error('not there yet');
}
