/** One cell: text to the left, numbers (given as `right`) to the right. */
export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/**
 * Rows under their titles, columns aligned, two spaces apart.
 *
 * @param rows one array of texts a row, as long as `columns`
 */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const lines = [columns.map((column) => column.title), ...rows];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => line[at]!.length)));
  return lines
    .map((line) =>
      line
        .map((cell, at) => pad(cell, widths[at]!, columns[at]!.align))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Names and values, one pair a line, values aligned. A pair with an empty name is a blank line. */
export function pairs(rows: readonly (readonly [name: string, value: string])[], indent = '  '): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${indent}${name.padEnd(width)}  ${value}`.trimEnd()).join('\n');
}

function pad(cell: string, width: number, align: Column['align']): string {
  return align === 'right' ? cell.padStart(width) : cell.padEnd(width);
}
