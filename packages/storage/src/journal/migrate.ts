import { existsSync } from 'node:fs';
import { AuctionTraderError } from '@auction-trader/core';
import { Database } from './database.ts';
import { lockJournal } from './journal-lock.ts';
import { MIGRATIONS, type Migration } from './migrations.ts';
import { applyMigrations, schemaVersion } from './schema-version.ts';

/** What {@link migrate} did. */
export interface Migrated {
  readonly from: number;
  readonly to: number;
  /** The copy of the file as it was; null when there was nothing to do. */
  readonly copy: string | null;
}

/**
 * Brings a journal to the newest schema version, each step whole or not at all. A copy of the old one
 * is kept beside it.
 *
 * @throws AuctionTraderError `NO_JOURNAL` (exit code 1), `STORE_LOCKED` and `JOURNAL_NEWER` (exit code
 * 2), `STORE_ERROR`
 */
export function migrate(file: string): Migrated {
  return migrateWith(file, MIGRATIONS);
}

/** As {@link migrate}, with the steps to know. */
export function migrateWith(file: string, migrations: readonly Migration[]): Migrated {
  if (!existsSync(file)) throw missing(file);
  const unlock = lockJournal(file);
  const database = new Database(file, false);
  try {
    const from = schemaVersion(database);
    const to = migrations.at(-1)!.version;
    if (from === to) return { from, to, copy: null };
    const copy = `${file}.version-${from}`;
    if (from < to && !existsSync(copy)) database.run('journal', 'VACUUM INTO ?', [copy]);
    applyMigrations(database, migrations);
    return { from, to, copy };
  } finally {
    database.close();
    unlock();
  }
}

/** The error of a journal that is not there. */
export function missing(file: string): AuctionTraderError {
  return new AuctionTraderError(`there is no journal ${file}`, {
    code: 'NO_JOURNAL',
    exitCode: 1,
    details: { file },
    hint: 'It is made by "live-trader run". Check database.data_dir.',
  });
}
