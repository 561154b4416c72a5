import type { DuckDBType, Json } from '@duckdb/node-api';
import type { QueryDatabase } from './query-database.ts';
import { plainValue } from './result-values.ts';

/** A result that is read while it is made. */
export interface QueryResult {
  readonly names: readonly string[];
  readonly types: readonly string[];
  /** Some thousand rows at a time. The array is a row's values in the order of `names`. */
  readonly pieces: AsyncIterable<QueryPiece>;
}

/** Some rows of a result. */
interface QueryPiece {
  readonly length: number;
  /** The rows as plain values; made when asked for. */
  rows(): (Json | null)[][];
}

/**
 * Begins a query.
 *
 * @throws AuctionTraderError (`BAD_SQL`, exit code 1), also while its pieces are read
 */
export async function startQuery(
  { connection, explained }: QueryDatabase,
  sql: string,
): Promise<QueryResult> {
  const guarded = <Value>(work: Promise<Value>) =>
    work.catch((error: unknown) => {
      throw explained(error);
    });
  const result = await guarded(connection.stream(sql));
  return {
    names: result.deduplicatedColumnNames(),
    types: result.columnTypes().map((type: DuckDBType) => type.toString()),
    pieces: (async function* () {
      for (;;) {
        const chunk = await guarded(result.fetchChunk());
        if (chunk === null || chunk.rowCount === 0) return;
        yield { length: chunk.rowCount, rows: () => chunk.convertRows(plainValue) };
      }
    })(),
  };
}
