import type { Column } from '@auction-trader/features';
import type { DuckDBVector } from '@duckdb/node-api';
import type { RowReader } from './row-function.ts';

/** Rows of columns that are made when they are asked for. */
export function columnRows(columns: readonly Column[], length: number): RowReader {
  let from = 0;
  let to = 0;
  return {
    next(most) {
      from = to;
      to = Math.min(from + most, length);
      return to - from;
    },
    write(index, vector: DuckDBVector, rows) {
      const column = columns[index]!;
      const big = column.type === 'BIGINT';
      for (let at = 0; at < rows; at++) {
        const value = column.at(from + at);
        vector.setItem(at, big && typeof value === 'number' ? BigInt(value) : value);
      }
    },
  };
}
