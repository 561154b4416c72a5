import { join } from 'node:path';
import type { TickKind } from './tick-kind.ts';
import { formatUtcDay } from './utc-day.ts';

/** Ending of a day file. */
export const DAY_FILE_ENDING = '.arrow';

/** Added to the name of a damaged file that was set aside. */
export const DAMAGED_ENDING = '.damaged';

/** Folder of what is being written; renamed into place at the end. */
export const STAGING_FOLDER = '.staging';

/** Which imports a symbol's days came from, beside its day files. */
export const LEDGER_NAME = 'imports.json';

/** Path of a symbol's folder inside the store. */
export function symbolPath(venue: string, symbol: string): string {
  return join(venue, symbol);
}

/**
 * Path of a day file inside the store.
 *
 * @example
 * dayFilePath('bybit', 'BTCUSDT', 'trades', 1750464000000) // 'bybit/BTCUSDT/trades/2025-06-21.arrow'
 */
export function dayFilePath(venue: string, symbol: string, kind: TickKind, dayStartMs: number): string {
  return join(symbolPath(venue, symbol), kind, formatUtcDay(dayStartMs) + DAY_FILE_ENDING);
}

/** Path of a symbol's ledger inside the store. */
export function ledgerPath(venue: string, symbol: string): string {
  return join(symbolPath(venue, symbol), LEDGER_NAME);
}
