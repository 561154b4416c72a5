import { join } from 'node:path';
import type { FileReport } from '../importers/import-report.ts';
import { readLedger } from './ledger.ts';
import { ledgerPath } from './store-paths.ts';
import { findSymbol } from './stored-days.ts';

/**
 * What the imports of a symbol's files counted, in the order of the imports. Files of
 * which nothing is stored any more are left out.
 *
 * @param venue needed only when the symbol is there from several venues
 * @throws AuctionTraderError (`UNKNOWN_SYMBOL`, `AMBIGUOUS_SYMBOL`, exit code 1)
 */
export function storedImports(dir: string, symbol: string, venue?: string): FileReport[] {
  const place = findSymbol(dir, symbol, venue);
  return readLedger(join(dir, ledgerPath(place.venue, place.symbol))).flatMap(({ report }) => report ?? []);
}
