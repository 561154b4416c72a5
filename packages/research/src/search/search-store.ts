import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { AuctionTraderError } from '@auction-trader/core';
import { RESULT_VERSION } from './make-plan.ts';
import type { SearchPlan, SetOutcome } from './search-plan.ts';
import { searchStoreError } from './search-store-error.ts';

/** A search as a list shows it. */
export interface StoredSearch {
  readonly searchId: string;
  /** When it was begun, epoch ms, UTC. */
  readonly begunMs: number;
  readonly resultVersion: number;
  readonly sets: number;
  /** `SYMBOL FIRST-DAY LAST-DAY` of each period. */
  readonly periods: readonly string[];
  readonly parameters: readonly string[];
  /** Outcomes there are, and those of them that are failures. */
  readonly done: number;
  readonly failed: number;
  /** Outcomes there will be: sets times periods. */
  readonly total: number;
}

/** Form of the file. */
const SCHEMA_VERSION = 1;
/** Milliseconds for which another process that writes is waited for. */
const BUSY_TIMEOUT_MS = 10_000;
const ID_LENGTH = 12;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS searches (
    search_id TEXT PRIMARY KEY,
    plan_hash TEXT NOT NULL,
    result_version INTEGER NOT NULL,
    begun_s INTEGER NOT NULL DEFAULT (unixepoch()),
    sets INTEGER NOT NULL,
    periods TEXT NOT NULL,
    parameters TEXT NOT NULL,
    plan TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS outcomes (
    search_id TEXT NOT NULL REFERENCES searches ON DELETE CASCADE,
    set_index INTEGER NOT NULL,
    period_index INTEGER NOT NULL,
    error TEXT,
    first_day TEXT,
    metrics TEXT,
    daily_returns BLOB,
    PRIMARY KEY (search_id, period_index, set_index)
  ) STRICT, WITHOUT ROWID;
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/** Key of an outcome, as `SearchOptions.done` has it. */
export function outcomeKey({ setIndex, periodIndex }: Pick<SetOutcome, 'setIndex' | 'periodIndex'>): string {
  return `${setIndex}/${periodIndex}`;
}

/**
 * Searches and their outcomes in a SQLite file. What {@link add} has returned from survives the end of the
 * process, however it ends. Every method throws `SEARCH_STORE` when the file cannot be used.
 */
export class SearchStore {
  readonly file: string;
  readonly #sqlite: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  private constructor(file: string, sqlite: DatabaseSync) {
    this.file = file;
    this.#sqlite = sqlite;
  }

  /**
   * Opens a store, or begins one where there is none.
   *
   * @throws AuctionTraderError (`SEARCH_STORE`) when it cannot be used or was made by a newer program
   */
  static open(file: string): SearchStore {
    try {
      mkdirSync(dirname(file), { recursive: true });
      const sqlite = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
      const { user_version: version } = sqlite.prepare('PRAGMA user_version').get() as {
        user_version: number;
      };
      if (version !== 0 && version !== SCHEMA_VERSION) throw otherSchema(file, version);
      sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON');
      if (version === 0) sqlite.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT;`);
      return new SearchStore(file, sqlite);
    } catch (error) {
      throw searchStoreError(file, error);
    }
  }

  /** Whether a store is there already: looking for searches should not begin one. */
  static exists(file: string): boolean {
    return existsSync(file);
  }

  /**
   * Takes a plan in. Beginning a search that is there already changes nothing: it goes on where it was.
   *
   * @returns the search's id
   * @throws AuctionTraderError (`SEARCH_ID_TAKEN`) when another plan's hash begins alike
   */
  begin(plan: SearchPlan): string {
    const searchId = plan.planHash.slice(0, ID_LENGTH);
    this.#run(
      `INSERT OR IGNORE INTO searches (search_id, plan_hash, result_version, sets, periods, parameters, plan)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      [
        searchId,
        plan.planHash,
        plan.resultVersion,
        plan.sets.length,
        JSON.stringify(plan.periods.map(({ symbol, fromDay, toDay }) => `${symbol} ${fromDay} ${toDay}`)),
        JSON.stringify(plan.space.parameters.map(({ key }) => key)),
        JSON.stringify(plan),
      ],
    );
    const [row] = this.#all('SELECT plan_hash FROM searches WHERE search_id = ?', [searchId]);
    if (row!['plan_hash'] === plan.planHash) return searchId;
    throw new AuctionTraderError(`another search has the id ${searchId} already`, {
      code: 'SEARCH_ID_TAKEN',
      details: { file: this.file },
      hint: `Remove it with "grid remove ${searchId}".`,
    });
  }

  /** Writes outcomes, all or none; one that is there already stays as it is. */
  add(searchId: string, outcomes: readonly SetOutcome[]): void {
    this.#guarded(() => {
      const insert = this.#statement(
        `INSERT OR IGNORE INTO outcomes
         (search_id, set_index, period_index, error, first_day, metrics, daily_returns)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      );
      this.#sqlite.exec('BEGIN IMMEDIATE');
      try {
        for (const outcome of outcomes) insert.run(searchId, ...outcomeColumns(outcome));
        this.#sqlite.exec('COMMIT');
      } catch (error) {
        // SQLite has rolled back by itself after some failures, e.g. of a full disk.
        if (this.#sqlite.isTransaction) this.#sqlite.exec('ROLLBACK');
        throw error;
      }
    });
  }

  /** Keys of the outcomes there are, see {@link outcomeKey}. */
  done(searchId: string): Set<string> {
    const rows = this.#all('SELECT set_index, period_index FROM outcomes WHERE search_id = ?', [searchId]);
    return new Set(rows.map((row) => `${row['set_index']}/${row['period_index']}`));
  }

  /** What has no outcome yet, by period, then by set. */
  missing(searchId: string): Pick<SetOutcome, 'setIndex' | 'periodIndex'>[] {
    const { sets, periods } = this.plan(searchId);
    const done = this.done(searchId);
    return periods
      .flatMap((_, periodIndex) => sets.map(({ index }) => ({ setIndex: index, periodIndex })))
      .filter((pair) => !done.has(outcomeKey(pair)));
  }

  /**
   * The plan of a search.
   *
   * @throws AuctionTraderError: `NO_SEARCH` (exit code 1), `OLD_RESULTS` when its results mean something
   * else than this program's
   */
  plan(searchId: string): SearchPlan {
    const [row] = this.#all('SELECT plan, result_version FROM searches WHERE search_id = ?', [searchId]);
    if (row === undefined) throw this.#noSearch(searchId);
    if (row['result_version'] !== RESULT_VERSION) throw oldResults(searchId, Number(row['result_version']));
    return JSON.parse(String(row['plan'])) as SearchPlan;
  }

  /** All outcomes there are, by period, then by set. Throws as {@link plan}. */
  outcomes(searchId: string): SetOutcome[] {
    this.plan(searchId);
    const rows = this.#all(
      `SELECT set_index, period_index, error, first_day, metrics, daily_returns FROM outcomes
       WHERE search_id = ? ORDER BY period_index, set_index`,
      [searchId],
    );
    return rows.map(readOutcome);
  }

  /** The searches, newest first; those of other versions are listed as well. */
  list(): StoredSearch[] {
    const rows = this.#all(
      `SELECT search_id, begun_s, result_version, sets, periods, parameters,
         count(set_index) AS done, count(error) AS failed
       FROM searches LEFT JOIN outcomes USING (search_id)
       GROUP BY search_id ORDER BY begun_s DESC, search_id`,
    );
    return rows.map((row) => {
      const periods = JSON.parse(String(row['periods'])) as string[];
      return {
        searchId: String(row['search_id']),
        begunMs: Number(row['begun_s']) * 1_000,
        resultVersion: Number(row['result_version']),
        sets: Number(row['sets']),
        periods,
        parameters: JSON.parse(String(row['parameters'])) as string[],
        done: Number(row['done']),
        failed: Number(row['failed']),
        total: Number(row['sets']) * periods.length,
      };
    });
  }

  /**
   * The id that a text means: the id itself, or as much of its beginning as tells it apart.
   *
   * @throws AuctionTraderError (`NO_SEARCH` or `AMBIGUOUS_SEARCH`, exit code 1)
   */
  find(text: string): string {
    const ids = this.#all('SELECT search_id FROM searches').map((row) => String(row['search_id']));
    const meant = ids.filter((id) => id.startsWith(text.toLowerCase()));
    if (meant.length === 0 || text === '') throw this.#noSearch(text);
    if (meant.length === 1) return meant[0]!;
    throw new AuctionTraderError(`${text} could be ${meant.join(' or ')}`, {
      code: 'AMBIGUOUS_SEARCH',
      exitCode: 1,
      hint: 'Give more of it.',
    });
  }

  /** Forgets a search and its outcomes. Throws `NO_SEARCH` when it is not there. */
  remove(searchId: string): void {
    const removed = this.#run('DELETE FROM searches WHERE search_id = ?', [searchId]);
    if (removed === 0) throw this.#noSearch(searchId);
  }

  close(): void {
    if (this.#sqlite.isOpen) this.#sqlite.close();
  }

  #noSearch(searchId: string): AuctionTraderError {
    return new AuctionTraderError(`there is no search ${searchId}`, {
      code: 'NO_SEARCH',
      exitCode: 1,
      details: { file: this.file },
      hint: '"grid list" shows those there are.',
    });
  }

  #run(sql: string, values: readonly SQLInputValue[]): number {
    return this.#guarded(() => Number(this.#statement(sql).run(...values).changes));
  }

  #all(sql: string, values: readonly SQLInputValue[] = []): Record<string, unknown>[] {
    return this.#guarded(() => this.#statement(sql).all(...values));
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#sqlite.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #guarded<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw searchStoreError(this.file, error);
    }
  }
}

function outcomeColumns({ setIndex, periodIndex, figures, error }: SetOutcome): SQLInputValue[] {
  if (figures === null) return [setIndex, periodIndex, error ?? 'no figures', null, null, null];
  const returns = new Uint8Array(Float64Array.from(figures.dailyReturns).buffer);
  return [setIndex, periodIndex, null, figures.firstDay, JSON.stringify(figures.metrics), returns];
}

function readOutcome(row: Record<string, unknown>): SetOutcome {
  const setIndex = Number(row['set_index']);
  const periodIndex = Number(row['period_index']);
  if (row['error'] !== null) return { setIndex, periodIndex, figures: null, error: String(row['error']) };
  const bytes = (row['daily_returns'] as Uint8Array).slice();
  const figures = {
    metrics: JSON.parse(String(row['metrics'])) as Record<string, number | null>,
    dailyReturns: [...new Float64Array(bytes.buffer)],
    firstDay: String(row['first_day']),
  };
  return { setIndex, periodIndex, figures, error: null };
}

function otherSchema(file: string, version: number): AuctionTraderError {
  return new AuctionTraderError(
    `the store of searches has the form ${version}; this program knows ${SCHEMA_VERSION}`,
    {
      code: 'SEARCH_STORE',
      details: { file },
      hint: 'Use the program that made it, or move it aside.',
    },
  );
}

function oldResults(searchId: string, version: number): AuctionTraderError {
  return new AuctionTraderError(
    `the search ${searchId} has results of version ${version}, this program's are version ${RESULT_VERSION}: ` +
      'the same words mean other figures',
    {
      code: 'OLD_RESULTS',
      hint: `Start it again, and remove this one with "grid remove ${searchId}".`,
    },
  );
}
