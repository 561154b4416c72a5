import type { RefusedRows } from '../csv/refusals.ts';
import type { TimeUnit } from '../csv/time-unit.ts';
import type { Gap } from '../store/gaps.ts';
import type { TickKind, TradeIdKind } from '../store/tick-kind.ts';

/** What became of one file. */
export interface FileReport {
  /** As it was named. */
  readonly file: string;
  /** SHA-256, hex. */
  readonly sha256: string;
  readonly layout: string;
  readonly kind: TickKind;
  readonly venue: string;
  readonly symbol: string;
  /** Whether this very file was imported before; then it was not read again, and all that follows is empty. */
  readonly skipped: boolean;
  /** Rows of the file, and what became of them: `rows = imported + duplicates + alreadyStored + refusedRows`. */
  readonly rows: number;
  readonly imported: number;
  readonly duplicates: number;
  /** Rows of days that hold this file already. */
  readonly alreadyStored: number;
  readonly refusedRows: number;
  /** The refused rows by reason, the most frequent one first. */
  readonly refused: readonly RefusedRows[];
  /** Epoch ms of the earliest and latest row; null when the file was skipped. */
  readonly firstTimeMs: number | null;
  readonly lastTimeMs: number | null;
  /** How the times of the file run. */
  readonly order: 'ascending' | 'descending' | 'unsorted';
  readonly timeUnit: TimeUnit | null;
  readonly tradeIds: TradeIdKind;
  /** Trades whose side was given as buy, as sell and not at all; null for quotes. */
  readonly sides: { readonly buys: number; readonly sells: number; readonly none: number } | null;
  /** What a user should know about this file. */
  readonly warnings: readonly string[];
}

/** What an import changed of a symbol. */
export interface SymbolReport {
  readonly venue: string;
  readonly symbol: string;
  readonly kind: TickKind;
  readonly tickSize: string;
  readonly lotSize: string;
  /** Starts (epoch ms) of the days written, ascending. */
  readonly days: readonly number[];
  /** Rows of all kinds in those days now. */
  readonly firstTimeMs: number;
  readonly lastTimeMs: number;
  /** Silences in those days, in the order of time. */
  readonly gaps: readonly Gap[];
}

/** What an import did. */
export interface ImportReport {
  readonly files: readonly FileReport[];
  /** What was changed; empty when every file was there already. */
  readonly symbols: readonly SymbolReport[];
  readonly gapMinutes: number;
}
