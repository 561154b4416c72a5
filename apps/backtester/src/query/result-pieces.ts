import type { Json } from '@duckdb/node-api';
import type { QueryResult } from './result-rows.ts';

/** A result as pieces of text that need not be in memory at once. */
export type ResultPieces = AsyncGenerator<string, number>;

/** CSV: a header, double quotes where needed, nothing for null. The generator returns the number of rows. */
export async function* csvPieces({ names, pieces }: QueryResult): ResultPieces {
  let count = 0;
  yield csvLine(names);
  for await (const piece of pieces) {
    count += piece.length;
    yield piece.rows().map(csvLine).join('');
  }
  return count;
}

/** A JSON array of objects, one a line. The generator returns the number of rows. */
export async function* jsonPieces({ names, pieces }: QueryResult): ResultPieces {
  let count = 0;
  yield '[';
  for await (const piece of pieces) {
    const lines = piece.rows().map((row) => JSON.stringify(Object.fromEntries(row.map(named(names)))));
    yield `${count === 0 ? '\n' : ',\n'}${lines.join(',\n')}`;
    count += piece.length;
  }
  yield count === 0 ? ']\n' : '\n]\n';
  return count;
}

/** One JSON document: `columns`, `rows` as an array of objects, and `row_count`. */
export async function* documentPieces(result: QueryResult): ResultPieces {
  const columns = result.names.map((name, at) => ({ name, type: result.types[at] }));
  yield `{\n"columns": ${JSON.stringify(columns)},\n"rows": `;
  const count = yield* jsonPieces(result);
  yield `,\n"row_count": ${count}\n}\n`;
  return count;
}

function named(names: readonly string[]) {
  return (value: Json | null, at: number) => [names[at]!, value] as const;
}

function csvLine(cells: readonly (Json | null)[]): string {
  return `${cells.map(csvCell).join(',')}\n`;
}

function csvCell(value: Json | null): string {
  if (value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  // An empty text is quoted: unquoted it would read as null.
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
