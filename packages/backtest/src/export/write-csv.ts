import type { Cell } from '@auction-trader/features';
import { replaceTextFile } from './replace-file.ts';
import type { Table } from './table.ts';

/** Small enough to be garbage before the collector has moved its thousands of parts to the old space. */
const PIECE_CHARACTERS = 1 << 16;

/**
 * Writes a table as CSV: a header line, comma, double quotes where needed, nothing for null. Numbers have
 * the shortest text that reads back as the same double.
 */
export async function writeCsv(table: Table, path: string): Promise<void> {
  await replaceTextFile(path, csvPieces(table));
}

function* csvPieces({ columns, rows }: Table): Generator<string> {
  let piece = `${columns.map(({ name }) => csvText(name)).join(',')}\n`;
  for (let row = 0; row < rows; row += 1) {
    let line = '';
    for (const column of columns) line += `${csvCell(column.at(row))},`;
    piece += `${line.slice(0, -1)}\n`;
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'string' ? csvText(cell) : String(cell);
}

/** An empty text is quoted: unquoted it would read as null. */
function csvText(text: string): string {
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
