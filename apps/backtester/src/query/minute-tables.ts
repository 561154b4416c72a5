import { defineInstrument } from '@auction-trader/core';
import {
  barColumns,
  type Column,
  FeatureColumns,
  type FeatureSource,
  featureColumns,
} from '@auction-trader/features';
import { emptyTape } from '@auction-trader/ingestion';
import { columnRows } from './column-rows.ts';
import type { QueryColumn, QueryTable } from './query-table.ts';
import { registerRows } from './row-function.ts';

/** Bars and features of the market a query is about. */
export interface QueryMinutes {
  readonly symbol: string;
  /** Computes them, or gives what was computed before; throws when the ticks are not there. */
  compute(): FeatureSource;
}

/** Bars, and bars with features, as the `features` command writes them. */
export function minuteTables(minutes: QueryMinutes): QueryTable[] {
  const both = (source: FeatureSource) => [...barColumns(source), ...featureColumns(source)];
  return [minuteTable('bars', minutes, barColumns), minuteTable('features', minutes, both)];
}

/** Minutes of a month. */
const MONTH = 43_200;

function minuteTable(
  name: string,
  { symbol, compute }: QueryMinutes,
  columnsOf: (source: FeatureSource) => readonly Column[],
): QueryTable {
  const columns = columnsOf(NOTHING).map(({ name, type }) => ({ name, type }));
  const shown: QueryColumn[] = columns.flatMap((column) =>
    column.name === 'ts_min' ? [{ name: 'time', type: 'TIMESTAMP' }, column] : [column],
  );
  const selected = shown.map(({ name }) =>
    name === 'time' ? 'make_timestamp_ms(ts_min) AS time' : `"${name}"`,
  );
  return {
    name,
    from: `minutes of ${symbol}, made from its ticks`,
    columns: shown,
    async register(connection, reads) {
      const open = () => {
        const source = compute();
        return columnRows(columnsOf(source), source.tape.length);
      };
      registerRows(connection, { name: `${name}_of_minutes`, columns, aboutRows: MONTH, open }, reads);
      await connection.run(`CREATE VIEW ${name} AS SELECT ${selected.join(', ')} FROM ${name}_of_minutes()`);
    },
  };
}

/** Names and types of columns are the same for every market. */
const NOTHING: FeatureSource = {
  instrument: defineInstrument({ venue: 'none', symbol: 'NONE', tickSize: 1, lotSize: 1 }),
  tape: emptyTape([]).tape,
  features: new FeatureColumns(0),
};
