import { AuctionTraderError } from '@auction-trader/core';
import { bareText } from '../csv/bytes.ts';
import { isNumericId } from '../csv/read-trade-id.ts';
import { detectTimeUnit, type TimeReading } from '../csv/time-unit.ts';
import type { TradeIdKind } from '../store/tick-kind.ts';
import { type RecognisedLayout, recogniseLayout } from './layouts.ts';

/** Rows that decide how a file is read. */
export const DETECTION_ROWS = 100;

/** What the first rows of a file say about it. */
export interface FirstRows extends RecognisedLayout {
  readonly file: string;
  /** Fields a row must have. */
  readonly fieldCount: number;
  /** The rows as texts, at most 100. */
  readonly rows: readonly (readonly string[])[];
  readonly time: TimeReading;
  /** Place of the symbol, null when the file has none. */
  readonly symbolPlace: number | null;
}

/**
 * Reads the beginning of a file.
 *
 * @param lines its first lines, those of at least 100 rows when it has as many
 * @throws AuctionTraderError (`FILE_EMPTY`, `HEADER_ONLY`, `FIELDS_QUOTED` and those of
 * {@link recogniseLayout}, exit code 1)
 */
export function readFirstRows(lines: readonly string[], format: string, file: string): FirstRows {
  const [first, ...others] = lines.filter((line) => line.trim() !== '');
  if (first === undefined) throw refused(file, 'FILE_EMPTY', 'has only blank lines');
  const recognised = recogniseLayout(first, format, file);
  const rowLines = recognised.hasHeader ? others : [first, ...others];
  if (rowLines.length === 0) throw refused(file, 'HEADER_ONLY', 'has a header and no rows');
  const rows = rowLines.slice(0, DETECTION_ROWS).map((line) => line.split(',').map(bareText));
  const { places } = recognised;
  return {
    ...recognised,
    file,
    fieldCount: first.split(',').length,
    rows,
    time: detectTimeUnit(texts(rows, places.time)),
    symbolPlace: places.symbol,
  };
}

/** The texts of a column, rows that do not reach it left out. */
export function texts(rows: readonly (readonly string[])[], place: number): string[] {
  return rows.flatMap((row) => row[place] ?? []);
}

/** What kind of trade ids a column holds; a column that is empty throughout holds none. */
export function tradeIdKind(rows: readonly (readonly string[])[], place: number | null): TradeIdKind {
  if (place === null) return 'none';
  const ids = texts(rows, place);
  if (ids.every((id) => id === '')) return 'none';
  return ids.every((id) => id === '' || isNumericId(id)) ? 'numeric' : 'hash';
}

function refused(file: string, code: string, what: string): AuctionTraderError {
  return new AuctionTraderError(`${file} ${what}`, {
    code,
    exitCode: 1,
    details: { file, row: 1 },
    hint: 'Get the file again; nothing was imported.',
  });
}
