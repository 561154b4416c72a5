import type { ColumnType } from '@auction-trader/features';
import type { DuckDBConnection } from '@duckdb/node-api';

/** A column of a table that can be asked. */
export interface QueryColumn {
  readonly name: string;
  /** By its DuckDB name. */
  readonly type: ColumnType | 'TIMESTAMP';
}

/** A table that can be asked. */
export interface QueryTable {
  readonly name: string;
  /** Where its rows come from, in words. */
  readonly from: string;
  readonly columns: readonly QueryColumn[];
  /**
   * Makes it known to DuckDB. Its rows are read when a query reads them, or now.
   *
   * @param reads what a failure to read its rows is told to, since DuckDB keeps only the text
   */
  register(connection: DuckDBConnection, reads: ReadFailures): Promise<void>;
}

/** The first failure to read rows that a query has met. */
export interface ReadFailures {
  error: unknown;
}
