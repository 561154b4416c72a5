import type { TickSource } from '@auction-trader/core';
import type { FileReport } from '../importers/import-report.ts';
import { changeStore, recoverStore } from './change-store.ts';
import { checkStore, type StoreCheck } from './check-store.ts';
import type { Gap } from './gaps.ts';
import { listStore, type StoredSymbol } from './list-store.ts';
import { type RemovedDays, type RemoveOptions, removeDays } from './remove-days.ts';
import type { Staging } from './staging.ts';
import { DISK, type StoreFiles } from './store-files.ts';
import { type GapOptions, storeGaps } from './store-gaps.ts';
import { type SourceOptions, storeSource } from './store-source.ts';
import { storedImports } from './stored-imports.ts';

/**
 * A folder of ticks: one Arrow IPC file (Feather version 2, uncompressed) per venue, symbol,
 * kind and UTC day, e.g. `bybit/BTCUSDT/trades/2025-06-21.arrow`, which pyarrow, pandas,
 * Polars and DuckDB read as they are. Prices are ticks and sizes lots; the tick and lot size
 * stand in the schema's metadata.
 *
 * Any number of processes may read while one writes. A change happens wholly or not at all.
 */
export interface TickStore {
  readonly dir: string;
  /** What there is. */
  list(): StoredSymbol[];
  /**
   * The stored ticks of a symbol.
   *
   * @example
   * openTickStore('data/ticks').source('BTCUSDT', { fromDay: '2024-07-01', toDay: '2024-07-07' })
   */
  source(symbol: string, options?: SourceOptions): TickSource;
  /** What the imports of a symbol's files counted, in the order of the imports. */
  imports(symbol: string, venue?: string): FileReport[];
  /** Silences of a symbol, in the order of time. */
  gaps(symbol: string, options?: GapOptions): Gap[];
  /** Verifies every checksum and sets damaged files aside. */
  check(): Promise<StoreCheck>;
  /** Removes days of a symbol, or all of it. */
  remove(symbol: string, options?: RemoveOptions): Promise<RemovedDays>;
  /** Writes files under the store's lock, all of them or none; for importers. */
  change<Result>(change: (staging: Staging) => Result | Promise<Result>): Promise<Result>;
}

/**
 * Opens a tick store. The folder need not exist yet; the first change makes it. A change
 * that a killed process left half done is completed or forgotten.
 *
 * @param files how the disk is written; only tests give another than the real one
 */
export function openTickStore(dir: string, files: StoreFiles = DISK): TickStore {
  recoverStore(dir, files);
  return {
    dir,
    list: () => listStore(dir),
    source: (symbol, options = {}) => storeSource(dir, symbol, options),
    imports: (symbol, venue) => storedImports(dir, symbol, venue),
    gaps: (symbol, options = {}) => storeGaps(dir, symbol, options),
    check: () => changeStore(dir, files, () => checkStore(dir)),
    remove: (symbol, options = {}) => changeStore(dir, files, () => removeDays(dir, files, symbol, options)),
    change: (change) => changeStore(dir, files, change),
  };
}
