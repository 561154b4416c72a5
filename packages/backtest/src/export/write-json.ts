import { replaceTextFile } from './replace-file.ts';
import type { Table } from './table.ts';

const PIECE_CHARACTERS = 1 << 20;

/** Writes a table as a JSON array of objects, one a line. */
export async function writeJson(table: Table, path: string): Promise<void> {
  await replaceTextFile(path, jsonPieces(table));
}

function* jsonPieces({ columns, rows }: Table): Generator<string> {
  let piece = '[';
  for (let row = 0; row < rows; row += 1) {
    const record = Object.fromEntries(columns.map((column) => [column.name, column.at(row)]));
    piece += `${row === 0 ? '\n' : ',\n'}${JSON.stringify(record)}`;
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}${rows === 0 ? '' : '\n'}]\n`;
}
