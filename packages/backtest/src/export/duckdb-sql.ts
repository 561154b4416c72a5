/** How DuckDB reads a CSV file that `writeTable` has written; its `columns` are to be added. */
export const CSV_OPTIONS = [
  'header = true',
  'auto_detect = false',
  `delim = ','`,
  `quote = '"'`,
  `escape = '"'`,
  `nullstr = ''`,
  'allow_quoted_nulls = false',
  // The default keeps several times 32 MB.
  'buffer_size = 8388608',
].join(', ');

/** A text as it is written in SQL. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
