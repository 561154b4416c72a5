import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SimulatedClock } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import { exampleRun, exampleTrade, NOON } from '../testing/example-rows.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { Database } from './database.ts';
import { migrate, migrateWith } from './migrate.ts';
import { MIGRATIONS } from './migrations.ts';
import { openJournal } from './open-journal.ts';
import { readJournal } from './read-journal.ts';
import { schemaVersion } from './schema-version.ts';
import { VERSION_1_STORE } from './version-1.fixture.ts';

const clock = new SimulatedClock(NOON);
const NEXT = { version: MIGRATIONS.length + 1, sql: 'ALTER TABLE positions ADD COLUMN note TEXT' };

function versionOf(file: string): number {
  const database = new Database(file, true);
  try {
    return schemaVersion(database);
  } finally {
    database.close();
  }
}

describe('migrate', () => {
  it('brings a store of version 1 to the next one, with all its rows', () => {
    const file = join(temporaryFolder(), 'journal.db');
    const old = new DatabaseSync(file);
    old.exec(VERSION_1_STORE);
    old.close();
    expect(migrateWith(file, [...MIGRATIONS, NEXT])).toEqual({ from: 1, to: 2, copy: `${file}.version-1` });
    expect(versionOf(file)).toBe(2);
    expect(versionOf(`${file}.version-1`)).toBe(1);
    const sqlite = new DatabaseSync(file);
    expect(sqlite.prepare('SELECT id, symbol, realized_pnl, note FROM positions').all()).toEqual([
      { id: 1, symbol: 'BTCUSDT', realized_pnl: 1.5, note: null },
    ]);
    sqlite.close();
    expect(migrateWith(file, [...MIGRATIONS, NEXT])).toEqual({ from: 2, to: 2, copy: null });
  });

  it('reads a store of version 1 as written by the first release', () => {
    const file = join(temporaryFolder(), 'journal.db');
    const old = new DatabaseSync(file);
    old.exec(VERSION_1_STORE);
    old.close();
    migrate(file);
    const journal = openJournal(file, { clock });
    expect(journal.read.positions()[0]).toMatchObject({ id: 1, realized_pnl: 1.5 });
    journal.run(exampleRun({ runId: 'old' })).saveTrade(exampleTrade({ tradeId: 2 }));
    expect(journal.read.positions()).toHaveLength(2);
    journal.close();
  });

  it('a step happens wholly or not at all', () => {
    const file = join(temporaryFolder(), 'journal.db');
    openJournal(file, { clock }).close();
    const broken = { ...NEXT, sql: `${NEXT.sql}; CREATE TABLE runs (x)` };
    expect(() => migrateWith(file, [...MIGRATIONS, broken])).toThrow(/runs already exists/);
    expect(versionOf(file)).toBe(1);
    expect(migrateWith(file, [...MIGRATIONS, NEXT]).to).toBe(2);
  });

  it('an old store is refused with the way out, a newer one altogether', () => {
    const file = join(temporaryFolder(), 'journal.db');
    openJournal(file, { clock }).close();
    const sqlite = new DatabaseSync(file);
    sqlite.exec('UPDATE schema_version SET version = 99');
    for (const attempt of [
      () => openJournal(file, { clock }),
      () => readJournal(file),
      () => migrate(file),
    ]) {
      expect(attempt).toThrow(expect.objectContaining({ code: 'JOURNAL_NEWER', exitCode: 2 }));
    }
    sqlite.exec('UPDATE schema_version SET version = -1');
    sqlite.close();
    for (const attempt of [() => openJournal(file, { clock }), () => readJournal(file)]) {
      expect(attempt).toThrow(
        expect.objectContaining({ code: 'JOURNAL_OLD', hint: expect.stringContaining('migrate') }),
      );
    }
  });

  it('needs the journal to be there and free', () => {
    const file = join(temporaryFolder(), 'journal.db');
    expect(() => migrate(file)).toThrow(expect.objectContaining({ code: 'NO_JOURNAL', exitCode: 1 }));
    expect(existsSync(file)).toBe(false);
    const journal = openJournal(file, { clock });
    expect(() => migrate(file)).toThrow(expect.objectContaining({ code: 'STORE_LOCKED' }));
    journal.close();
    expect(migrate(file)).toEqual({ from: 1, to: 1, copy: null });
  });
});
