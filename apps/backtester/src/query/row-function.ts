import { errorText } from '@auction-trader/core';
import type { ColumnType } from '@auction-trader/features';
import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  type DuckDBDataChunk,
  DuckDBTableFunction,
  type DuckDBType,
  type DuckDBVector,
  INTEGER,
  TINYINT,
  VARCHAR,
} from '@duckdb/node-api';
import type { ReadFailures } from './query-table.ts';

/** Types a row function gives. */
export type RowType = ColumnType | 'TINYINT';

/** Rows that DuckDB asks for a piece at a time. */
export interface RowReader {
  /** Rows left from where the reader stands, at most `most`; 0 at the end. */
  next(most: number): number;
  /** Writes one column of the rows that {@link next} told of. */
  write(column: number, vector: DuckDBVector, rows: number): void;
}

/** A function of SQL that gives rows: `name()`. */
export interface RowFunction {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: RowType }[];
  /** About how many rows there are: joins are planned by it. */
  readonly aboutRows: number;
  /** Called at each scan; may throw. */
  open(): RowReader;
}

const DUCKDB_TYPES: Readonly<Record<RowType, DuckDBType>> = {
  BIGINT,
  INTEGER,
  TINYINT,
  DOUBLE,
  BOOLEAN,
  VARCHAR,
};

/** Rows of a vector of DuckDB. */
const CHUNK_ROWS = 2048;

interface Scan {
  readonly reader: RowReader;
  /** Columns the query needs. */
  readonly wanted: readonly number[];
}

/** Gives a row function to DuckDB: a scan holds one piece of rows, however many there are. */
export function registerRows(
  connection: DuckDBConnection,
  { name, columns, aboutRows, open }: RowFunction,
  reads: ReadFailures,
): void {
  connection.registerTableFunction(
    DuckDBTableFunction.create({
      name,
      supportsProjectionPushdown: true,
      bindFunction: (bind) => {
        for (const column of columns) bind.addResultColumn(column.name, DUCKDB_TYPES[column.type]);
        bind.setCardinality(aboutRows, false);
      },
      initFunction: (init) => {
        // One reader: the rows keep their order.
        init.setMaxThreads(1);
        guarded(reads, init, () => {
          const scan: Scan = { reader: open(), wanted: init.getColumnIndexes() };
          init.setInitData(scan);
        });
      },
      mainFunction: (info, chunk) => guarded(reads, info, () => nextChunk(info.getInitData() as Scan, chunk)),
    }),
  );
}

function nextChunk({ reader, wanted }: Scan, chunk: DuckDBDataChunk): void {
  const rows = reader.next(CHUNK_ROWS);
  chunk.rowCount = rows;
  if (rows === 0) return;
  for (const [place, column] of wanted.entries()) {
    const vector = chunk.getColumnVector(place);
    reader.write(column, vector, rows);
    vector.flush();
  }
}

/** DuckDB cannot carry an error, only its text: the error itself is kept beside. */
function guarded(reads: ReadFailures, info: { setError(text: string): void }, work: () => void): void {
  try {
    work();
  } catch (error) {
    reads.error ??= error;
    info.setError(errorText(error));
  }
}
