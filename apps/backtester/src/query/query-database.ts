import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuctionTraderError } from '@auction-trader/core';
import { type DuckDBConnection, DuckDBInstance, StatementType } from '@duckdb/node-api';
import type { QueryTable, ReadFailures } from './query-table.ts';

/** A database that can only be asked, with the tables that a query needs. */
export interface QueryDatabase {
  readonly connection: DuckDBConnection;
  /** The only folder its files may lie in; removed with it. */
  readonly folder: string;
  /**
   * An error of DuckDB, or of what it was reading, in words.
   *
   * @returns `BAD_SQL` (exit code 1) unless it is something else
   */
  explained(error: unknown): unknown;
  close(): void;
}

/** What DuckDB may use; beyond it goes to a temporary file. */
const MEMORY_LIMIT = '1GB';

/**
 * Opens a database in memory with the tables whose names stand in the query. From then on nothing can be
 * read from the machine, and nothing written but temporary files.
 */
export async function openQueryDatabase(tables: readonly QueryTable[], sql: string): Promise<QueryDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'auction-trader-query-'));
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: MEMORY_LIMIT,
    temp_directory: folder,
    threads: String(Math.min(availableParallelism(), 4)),
  });
  const connection = await instance.connect();
  const reads: ReadFailures = { error: null };
  const close = () => {
    connection.closeSync();
    instance.closeSync();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const table of tables) if (names(sql, table.name)) await table.register(connection, reads);
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
    await requireReading(connection, sql);
  } catch (error) {
    close();
    throw explained(error, reads);
  }
  return { connection, folder, explained: (error) => explained(error, reads), close };
}

/** One name too many costs little; a table that is not named has no rows to read. */
function names(sql: string, table: string): boolean {
  return new RegExp(`\\b${table}\\b`, 'i').test(sql);
}

const COMMENT = /--.*$|\/\*[\s\S]*?\*\//gm;

/** One statement, and one that only reads. */
async function requireReading(connection: DuckDBConnection, sql: string): Promise<void> {
  if (/^[\s;]*$/.test(sql.replaceAll(COMMENT, ''))) throw refused('there is no query', 'Give one SELECT.');
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1) throw refused(`these are ${statements.count} statements`, 'Give one SELECT.');
  const statement = await statements.prepare(0);
  const { statementType, parameterCount } = statement;
  statement.destroySync();
  if (statementType !== StatementType.SELECT && statementType !== StatementType.EXPLAIN) {
    throw refused(
      `a query reads, and this one is ${StatementType[statementType]}`,
      'Give a SELECT; the result is written to a file with --out.',
    );
  }
  if (parameterCount > 0) throw refused('the query has parameters', 'Write their values into it.');
}

function refused(what: string, hint: string): AuctionTraderError {
  return new AuctionTraderError(what, { code: 'BAD_SQL', exitCode: 1, hint });
}

function explained(error: unknown, reads: ReadFailures): unknown {
  if (reads.error !== null) return reads.error;
  if (error instanceof AuctionTraderError || !(error instanceof Error)) return error;
  if (error.message.startsWith('Out of Memory')) {
    return new AuctionTraderError(`the query needs more memory than ${MEMORY_LIMIT}`, {
      code: 'QUERY_MEMORY',
      hint: 'Ask for fewer days with --from and --to, or for fewer columns and groups.',
      cause: error,
    });
  }
  return new AuctionTraderError(error.message, {
    code: 'BAD_SQL',
    exitCode: 1,
    hint: 'See the tables and their columns with "backtester query --tables".',
    cause: error,
  });
}
