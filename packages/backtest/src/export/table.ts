import type { Column } from '@auction-trader/features';

/** Rows to write out: a number of rows and how each column's values are made. */
export interface Table {
  /** Short name, e.g. `trades`; also the file name without its ending. */
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly Column[];
}
