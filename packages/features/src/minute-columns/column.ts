/** Column types, by their DuckDB names. */
export type ColumnType = 'BIGINT' | 'INTEGER' | 'DOUBLE' | 'BOOLEAN' | 'VARCHAR';

/** One value of a table. Numbers are finite; what has no value is null. */
export type Cell = number | string | boolean | null;

/** One column of a table. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** The value of a row, `0 <= row < rows`. Made when asked for, so a table of any length needs no memory. */
  at(row: number): Cell;
}

/** A column from its parts. NaN becomes null, -0 becomes 0. */
export function column(name: string, type: ColumnType, at: (row: number) => Cell): Column {
  return {
    name,
    type,
    at(row) {
      const value = at(row);
      if (typeof value !== 'number') return value;
      return Number.isNaN(value) ? null : value + 0;
    },
  };
}
