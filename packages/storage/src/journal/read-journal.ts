import { existsSync } from 'node:fs';
import { Database } from './database.ts';
import { journalQueries } from './journal-queries.ts';
import type { JournalReader } from './journal-reader.ts';
import { missing } from './migrate.ts';
import { MIGRATIONS } from './migrations.ts';
import { requireVersion, schemaVersion } from './schema-version.ts';

/** A journal opened for reading. */
export interface OpenedReader extends JournalReader {
  close(): void;
}

/**
 * Opens a journal for reading only, also while another process writes it.
 *
 * @throws AuctionTraderError `NO_JOURNAL` (exit code 1), `JOURNAL_OLD` and `JOURNAL_NEWER` (exit code 2),
 * `STORE_ERROR`
 */
export function readJournal(file: string): OpenedReader {
  if (!existsSync(file)) throw missing(file);
  const database = new Database(file, true);
  try {
    requireVersion(file, schemaVersion(database), MIGRATIONS.at(-1)!.version);
    return { ...journalQueries(database), close: () => database.close() };
  } catch (error) {
    database.close();
    throw error;
  }
}
