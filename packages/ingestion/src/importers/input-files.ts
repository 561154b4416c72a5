import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AuctionTraderError } from '@auction-trader/core';
import type { TickKind } from '../store/tick-kind.ts';
import type { ImportOptions } from './import-options.ts';

/** A file to import. */
export interface InputFile {
  readonly path: string;
  /** What the user says that it is; null when it may be either. */
  readonly kind: TickKind | null;
}

/**
 * The files an import names, folders replaced by their CSV files in the order of their names.
 *
 * @throws AuctionTraderError (`NO_FILES`, exit code 1)
 */
export function inputFiles({ trades = [], quotes = [], files = [] }: ImportOptions): InputFile[] {
  const expand = (paths: readonly string[], kind: TickKind | null) =>
    paths.flatMap(filesOf).map((path) => ({ path, kind }));
  const list = [...expand(trades, 'trades'), ...expand(quotes, 'quotes'), ...expand(files, null)];
  if (list.length > 0) return list;
  throw new AuctionTraderError('there is no file to import', {
    code: 'NO_FILES',
    exitCode: 1,
    hint: 'Name CSV or CSV.gz files with --trades or --quotes.',
  });
}

function filesOf(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => /\.csv(\.gz)?$/i.test(name));
  if (names.length > 0) return names.sort().map((name) => join(path, name));
  throw new AuctionTraderError(`there is no CSV file in the folder ${path}`, {
    code: 'NO_FILES',
    exitCode: 1,
    details: { file: path },
    hint: 'CSV files end in .csv or .csv.gz; unzip .zip files first.',
  });
}
