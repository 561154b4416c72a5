import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { storeError } from '../store-error.ts';

/** What SQLite gives and takes in a column. */
export type SqlValue = number | string | Uint8Array | null;

/** A row by column names. */
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** Milliseconds for which a lock of another process (a reader's checkpoint) is waited for. */
const BUSY_TIMEOUT_MS = 500;

/** An open SQLite file: prepared statements, nested transactions, and errors a user understands. */
export class Database {
  readonly file: string;
  readonly #sqlite: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #depth = 0;

  constructor(file: string, readOnly: boolean) {
    this.file = file;
    this.#sqlite = this.#guarded('journal', () => {
      const sqlite = new DatabaseSync(file, { readOnly, timeout: BUSY_TIMEOUT_MS });
      sqlite.exec('PRAGMA foreign_keys = ON');
      return sqlite;
    });
  }

  /** Runs statements that give nothing back. */
  execute(sql: string): void {
    this.#guarded('journal', () => this.#sqlite.exec(sql));
  }

  /**
   * Runs a statement.
   *
   * @param table named in errors
   * @returns rows changed
   */
  run(table: string, sql: string, values: readonly SqlValue[] = []): number {
    return this.#guarded(`table ${table} of the journal`, () =>
      Number(this.#statement(sql).run(...(values as SQLInputValue[])).changes),
    );
  }

  all(table: string, sql: string, values: readonly SqlValue[] = []): SqlRow[] {
    return this.#guarded(
      `table ${table} of the journal`,
      () => this.#statement(sql).all(...(values as SQLInputValue[])) as SqlRow[],
    );
  }

  get(table: string, sql: string, values: readonly SqlValue[] = []): SqlRow | null {
    return this.all(table, sql, values)[0] ?? null;
  }

  /** Rows one after the other, for what does not fit the memory. */
  *iterate(table: string, sql: string, values: readonly SqlValue[] = []): Generator<SqlRow> {
    const store = `table ${table} of the journal`;
    // A statement of its own: the shared one may be used again before this is done.
    const rows = this.#guarded(store, () =>
      this.#sqlite.prepare(sql).iterate(...(values as SQLInputValue[])),
    );
    for (;;) {
      const { done, value } = this.#guarded(store, () => rows.next());
      if (done) return;
      yield value as SqlRow;
    }
  }

  /** Does all of `work` or nothing; only the outermost call commits. */
  transaction<Result>(work: () => Result): Result {
    if (this.#depth > 0) return this.#nested(work);
    this.execute('BEGIN IMMEDIATE');
    try {
      const result = this.#nested(work);
      this.execute('COMMIT');
      return result;
    } catch (error) {
      // SQLite has rolled back by itself after some failures, e.g. of a full disk.
      if (this.#sqlite.isTransaction) this.execute('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    if (this.#sqlite.isOpen) this.#sqlite.close();
  }

  #nested<Result>(work: () => Result): Result {
    this.#depth++;
    try {
      return work();
    } finally {
      this.#depth--;
    }
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#sqlite.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #guarded<Result>(store: string, work: () => Result): Result {
    try {
      return work();
    } catch (cause) {
      throw storeError(store, this.file, cause);
    }
  }
}
