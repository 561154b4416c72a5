import { extname } from 'node:path';
import { AuctionTraderError } from '@auction-trader/core';
import type { Table } from './table.ts';
import { writeCsv } from './write-csv.ts';
import { writeJson } from './write-json.ts';
import { writeParquet } from './write-parquet.ts';

/** Formats a table can be written in; also the file endings. */
export const TABLE_FORMATS = ['csv', 'json', 'parquet'] as const;

/** A format a table can be written in. */
export type TableFormat = (typeof TABLE_FORMATS)[number];

/**
 * Writes a table in the format its file ending names: `.csv`, `.json` or `.parquet`. The file is replaced
 * as a whole or not at all.
 *
 * @throws AuctionTraderError: `UNKNOWN_FORMAT` (exit code 1) for another ending, `WRITE_FAILED` when the
 * file cannot be written
 * @example
 * await writeTable(tradesTable(run.instrument, run.trades), 'out/trades.csv');
 */
export async function writeTable(table: Table, path: string): Promise<void> {
  switch (extname(path).toLowerCase()) {
    case '.csv':
      return writeCsv(table, path);
    case '.json':
      return writeJson(table, path);
    case '.parquet':
      return writeParquet(table, path);
    default:
      throw new AuctionTraderError(`${path} has no ending that names a format`, {
        code: 'UNKNOWN_FORMAT',
        exitCode: 1,
        details: { file: path },
        hint: 'End the file name with .parquet, .csv or .json.',
      });
  }
}
