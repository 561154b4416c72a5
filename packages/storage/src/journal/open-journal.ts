import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '@auction-trader/core';
import { storeError } from '../store-error.ts';
import { Database } from './database.ts';
import type { Journal } from './journal.ts';
import { lockJournal } from './journal-lock.ts';
import { journalQueries } from './journal-queries.ts';
import { MIGRATIONS } from './migrations.ts';
import { runJournal } from './run-journal.ts';
import { applyMigrations, requireVersion, schemaVersion } from './schema-version.ts';
import { writeAlert, writeGridResult } from './write-log.ts';
import { writeRun } from './write-run.ts';

/** How a journal is opened. */
export interface JournalOptions {
  /** Stamps when a command was journaled. */
  readonly clock: Clock;
  /**
   * `full` (default): every transaction is on the disk when it returns. `off` leaves that to the
   * operating system: kills are outlived, power cuts are not. For simulations.
   */
  readonly durability?: 'full' | 'off';
}

/**
 * Opens the journal for writing, making it when there is none.
 *
 * @throws AuctionTraderError `STORE_LOCKED` when another process writes it, `JOURNAL_OLD` when it has to
 * be migrated, `JOURNAL_NEWER` when a newer program made it (exit code 2); `STORE_ERROR`
 */
export function openJournal(file: string, { clock, durability = 'full' }: JournalOptions): Journal {
  const unlock = lockedOrExplained(file);
  let database: Database | null = null;
  try {
    database = new Database(file, false);
    prepare(database, durability);
    return journalOf(database, clock, unlock);
  } catch (error) {
    database?.close();
    unlock();
    throw error;
  }
}

function lockedOrExplained(file: string): () => void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    return lockJournal(file);
  } catch (error) {
    throw storeError('journal', file, error);
  }
}

function prepare(database: Database, durability: 'full' | 'off'): void {
  const version = schemaVersion(database);
  const wanted = MIGRATIONS.at(-1)!.version;
  if (version !== 0) requireVersion(database.file, version, wanted);
  database.execute(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${durability.toUpperCase()}`);
  if (version === 0) applyMigrations(database, MIGRATIONS);
}

function journalOf(database: Database, clock: Clock, unlock: () => void): Journal {
  return {
    file: database.file,
    read: journalQueries(database),
    transaction: (work) => database.transaction(work),
    run(facts) {
      writeRun(database, facts);
      return runJournal({ database, facts, nowMs: () => clock.nowMs() });
    },
    saveAlert: (alert) => writeAlert(database, alert),
    saveGridResult: (row) => writeGridResult(database, row),
    checkpoint: () => database.execute('PRAGMA wal_checkpoint(TRUNCATE)'),
    close() {
      database.close();
      unlock();
    },
  };
}
