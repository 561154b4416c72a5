import { AuctionTraderError, defineInstrument } from '@auction-trader/core';
import { FeatureColumns } from '@auction-trader/features';
import { DayLevelRows, MinuteTape } from '@auction-trader/ingestion';
import type { DuckDbFile } from './duckdb-file.ts';
import { minuteColumns, PROFILE_COLUMNS, type StoredColumn } from './minute-values.ts';

const SCHEMA_VERSION = 1;

/** The tables of the store and their columns. */
export type AnalysisTables = Readonly<
  Record<'bars_1m' | 'features_1m' | 'profile_1m', readonly StoredColumn[]>
>;

/** All tables: the columns are those that are made of a tape and its features. */
export function analysisTables(): AnalysisTables {
  const instrument = defineInstrument({ venue: 'none', symbol: 'NONE', tickSize: 1, lotSize: 1 });
  const nothing = {
    instrument,
    tape: new MinuteTape(0, new DayLevelRows()),
    features: new FeatureColumns(0),
  };
  const { bars, features } = minuteColumns(nothing);
  return { bars_1m: bars, features_1m: features, profile_1m: PROFILE_COLUMNS };
}

/**
 * Makes the tables that are not there, and adds the columns that a newer version has.
 *
 * @throws AuctionTraderError `STORE_NEWER` (exit code 2)
 */
export async function prepareTables(duckDb: DuckDbFile, tables: AnalysisTables): Promise<void> {
  await requireKnownVersion(duckDb);
  for (const [table, columns] of Object.entries(tables)) {
    const list = columns.map(({ name, type }) => `${name} ${type}`).join(', ');
    await duckDb.run(`CREATE TABLE IF NOT EXISTS ${table} (${list})`);
    for (const { name, type } of columns) {
      await duckDb.run(`ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS ${name} ${type}`);
    }
  }
}

async function requireKnownVersion(duckDb: DuckDbFile): Promise<void> {
  await duckDb.run('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER)');
  const [row] = await duckDb.query('SELECT max(version) AS version FROM schema_version');
  const version = (row?.['version'] ?? 0) as number;
  if (version > SCHEMA_VERSION) {
    throw new AuctionTraderError(`the analysis store ${duckDb.file} was made by a newer program`, {
      code: 'STORE_NEWER',
      exitCode: 2,
      details: { file: duckDb.file },
      hint: 'Use the newer program, or another file with database.features_db.',
    });
  }
  if (version < SCHEMA_VERSION) await duckDb.run(`INSERT INTO schema_version VALUES (${SCHEMA_VERSION})`);
}
