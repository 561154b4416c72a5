import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { errorText } from '@auction-trader/core';
import { readArrowLayout } from './arrow-file.ts';
import type { DaySource } from './day-facts.ts';
import { decodeDayFacts } from './day-facts.ts';
import { openDayFile, readDayTable } from './day-file.ts';
import { readLedger } from './ledger.ts';
import { DAMAGED_ENDING, ledgerPath } from './store-paths.ts';
import { type SymbolPlace, storedDays, storedPath, symbolPlaces } from './stored-days.ts';
import { TICK_KINDS, type TickKind } from './tick-kind.ts';

/** A day file that cannot be trusted. */
export interface DamagedFile {
  readonly path: string;
  /** Where it is now. */
  readonly setAsideAs: string;
  readonly why: string;
  /** Names of the files to import again, as far as they are known. */
  readonly importAgain: readonly string[];
}

/** What a check found. */
export interface StoreCheck {
  /** Day files read, and rows in those that are sound. */
  readonly files: number;
  readonly rows: number;
  readonly damaged: readonly DamagedFile[];
}

/**
 * Reads every day file and compares its checksums. A damaged one is renamed so that no run
 * reads it. The caller holds the store's lock.
 */
export function checkStore(dir: string): StoreCheck {
  let files = 0;
  let rows = 0;
  const damaged: DamagedFile[] = [];
  for (const place of symbolPlaces(dir)) {
    for (const kind of TICK_KINDS) {
      for (const start of storedDays(dir, place, kind)) {
        const path = storedPath(dir, place, kind, start);
        files++;
        try {
          rows += readDayTable(openDayFile(path)).length;
        } catch (error) {
          damaged.push(setAside(dir, place, kind, start, error));
        }
      }
    }
  }
  return { files, rows, damaged };
}

function setAside(
  dir: string,
  place: SymbolPlace,
  kind: TickKind,
  start: number,
  error: unknown,
): DamagedFile {
  const path = storedPath(dir, place, kind, start);
  const importAgain = sourceNames(dir, place, kind, start);
  const setAsideAs = path + DAMAGED_ENDING;
  renameSync(path, setAsideAs);
  return { path, setAsideAs, why: errorText(error), importAgain };
}

/** From the file itself when its end is whole, else from the ledger. */
function sourceNames(dir: string, { venue, symbol }: SymbolPlace, kind: TickKind, start: number): string[] {
  try {
    const { sources } = decodeDayFacts(
      readArrowLayout(storedPath(dir, { venue, symbol }, kind, start)).metadata,
    );
    return sources.map(({ name }: DaySource) => name);
  } catch {
    return readLedger(join(dir, ledgerPath(venue, symbol)))
      .filter((entry) => entry.kind === kind && entry.days.includes(start))
      .map(({ name }) => name);
  }
}
