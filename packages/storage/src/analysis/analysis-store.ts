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

/** Reads bars, features and footprints by the minute. */
export interface AnalysisReader {
  readonly file: string;
  /** Rows of bars_1m. */
  bars(range: MinuteRange): Promise<AnalysisRow[]>;
  /** Rows of features_1m. */
  features(range: MinuteRange): Promise<AnalysisRow[]>;
  /**
   * Rows of profile_1m, a bin each: `bin` is its number on the grid from price 0, `bin_price` its lower edge,
   * `bin_width` its height; `buy`, `sell` and `ambiguous` in base coin. Bins without volume have no row.
   */
  profile(range: MinuteRange): Promise<AnalysisRow[]>;
  close(): Promise<void>;
}

/** Bars, features and footprints by the minute, in DuckDB. */
export interface AnalysisStore extends AnalysisReader {
  /**
   * Queues a minute; returns at once. A minute that is there is replaced. What cannot be written is
   * reported and tried again with the next minute; the oldest are dropped when too many wait.
   *
   * @param row row on the tape; its values are copied now
   * @param footprint volume by bin and side, null when it is not known
   */
  append(source: FeatureSource, row: number, footprint: Footprint | null): void;
  /** Removes footprints of before a time. */
  pruneProfile(beforeMs: number): Promise<void>;
  /** Resolves when everything queued so far was written, or reported as not written. */
  flush(): Promise<void>;
}
