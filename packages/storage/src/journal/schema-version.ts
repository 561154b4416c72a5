import { AuctionTraderError } from '@auction-trader/core';
import type { Database } from './database.ts';
import type { Migration } from './migrations.ts';

/**
 * The schema version of a journal; 0 for a file without any table.
 *
 * @throws AuctionTraderError (`NO_JOURNAL`, exit code 1) when the file is something else
 */
export function schemaVersion(database: Database): number {
  const tables = database.all('schema_version', "SELECT name FROM sqlite_master WHERE type = 'table'");
  if (tables.length === 0) return 0;
  if (!tables.some(({ name }) => name === 'schema_version')) {
    throw new AuctionTraderError(`${database.file} is an SQLite file, but no journal`, {
      code: 'NO_JOURNAL',
      exitCode: 1,
      details: { file: database.file },
      hint: 'Choose another file with database.execution_db and database.signals_db.',
    });
  }
  return Number(database.get('schema_version', 'SELECT version FROM schema_version')?.['version'] ?? 0);
}

/**
 * Refuses a journal whose version is not the program's.
 *
 * @throws AuctionTraderError (`JOURNAL_OLD`, `JOURNAL_NEWER`, exit code 2)
 */
export function requireVersion(file: string, version: number, wanted: number): void {
  if (version > wanted) throw newer(file, version, wanted);
  if (version === wanted) return;
  throw new AuctionTraderError(`the journal ${file} has schema version ${version}, and ${wanted} is needed`, {
    code: 'JOURNAL_OLD',
    exitCode: 2,
    details: { file },
    hint: 'Run "live-trader migrate": it keeps a copy of the present file.',
  });
}

/** Applies the steps that are missing, each in a transaction of its own. */
export function applyMigrations(database: Database, migrations: readonly Migration[]): void {
  const version = schemaVersion(database);
  const newest = migrations.at(-1)!.version;
  if (version > newest) throw newer(database.file, version, newest);
  for (const migration of migrations) {
    if (migration.version <= version) continue;
    database.transaction(() => {
      if (migration.version === 1) {
        database.execute('CREATE TABLE schema_version (version INTEGER NOT NULL) STRICT');
        database.execute('INSERT INTO schema_version VALUES (0)');
      }
      database.execute(migration.sql);
      database.run('schema_version', 'UPDATE schema_version SET version = ?', [migration.version]);
    });
  }
}

function newer(file: string, version: number, known: number): AuctionTraderError {
  return new AuctionTraderError(
    `the journal ${file} has schema version ${version}, made by a newer program; this one knows version ${known}`,
    {
      code: 'JOURNAL_NEWER',
      exitCode: 2,
      details: { file },
      hint: 'Use the newer program, or another data directory.',
    },
  );
}
