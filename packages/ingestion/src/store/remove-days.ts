import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { encodeLedger, readLedger } from './ledger.ts';
import type { StoreFiles } from './store-files.ts';
import { ledgerPath, symbolPath } from './store-paths.ts';
import {
  type DayRange,
  daysWithin,
  findSymbol,
  type SymbolPlace,
  storedDays,
  storedPath,
} from './stored-days.ts';
import { TICK_KINDS, type TickKind } from './tick-kind.ts';

/** What to remove of a symbol; without anything, all of it. */
export interface RemoveOptions extends DayRange {
  readonly venue?: string | undefined;
  /** Default: trades and quotes. */
  readonly kind?: TickKind | undefined;
}

/** What was removed. */
export interface RemovedDays extends SymbolPlace {
  /** Day files, and their size. */
  readonly files: number;
  readonly bytes: number;
}

/**
 * Removes days of a symbol. The caller holds the store's lock.
 *
 * @throws AuctionTraderError (`UNKNOWN_SYMBOL`, `AMBIGUOUS_SYMBOL`, `BAD_DAY`,
 * `DATES_REVERSED`, `DATES_OUTSIDE`)
 */
export function removeDays(
  dir: string,
  files: StoreFiles,
  symbol: string,
  options: RemoveOptions,
): RemovedDays {
  const place = findSymbol(dir, symbol, options.venue);
  const kinds = options.kind === undefined ? TICK_KINDS : [options.kind];
  const all = [...new Set(kinds.flatMap((kind) => storedDays(dir, place, kind)))].sort((a, b) => a - b);
  const chosen = new Set(daysWithin(all, options, symbol));
  const paths = kinds.flatMap((kind) =>
    storedDays(dir, place, kind)
      .filter((start) => chosen.has(start))
      .map((start) => storedPath(dir, place, kind, start)),
  );
  const bytes = paths.reduce((sum, path) => sum + statSync(path).size, 0);
  for (const path of paths) rmSync(path);
  tidy(dir, files, place);
  return { ...place, files: paths.length, bytes };
}

/** Forgets imports of which nothing is left, and the folder (caches included) when no day is left. */
function tidy(dir: string, files: StoreFiles, place: SymbolPlace): void {
  const folder = join(dir, symbolPath(place.venue, place.symbol));
  const left = new Map(TICK_KINDS.map((kind) => [kind, new Set(storedDays(dir, place, kind))]));
  if ([...left.values()].every((days) => days.size === 0)) {
    rmSync(folder, { recursive: true, force: true });
    const venueFolder = join(dir, place.venue);
    if (readdirSync(venueFolder).length === 0) rmSync(venueFolder, { recursive: true });
    return;
  }
  const path = join(dir, ledgerPath(place.venue, place.symbol));
  const imports = readLedger(path).filter(({ kind, days }) => days.some((day) => left.get(kind)!.has(day)));
  files.write(`${path}.new`, [encodeLedger(imports)]);
  files.rename(`${path}.new`, path);
}
