import { MINUTE_MS, stepsToDecimal } from '@auction-trader/core';
import {
  barColumns,
  type Cell,
  type Column,
  type ColumnType,
  type FeatureSource,
  type Footprint,
  featureColumns,
} from '@auction-trader/features';

/** A column of a table of the store. */
export interface StoredColumn {
  readonly name: string;
  readonly type: ColumnType;
}

/** The values of one minute, on their way into the store. */
export interface MinuteValues {
  readonly symbol: string;
  readonly minuteMs: number;
  readonly bar: readonly Cell[];
  readonly feature: readonly Cell[];
  /** Rows of profile_1m. */
  readonly profile: readonly (readonly Cell[])[];
}

/** Columns of both tables that come first. */
const KEY = ['symbol', 'ts_min'];

export const PROFILE_COLUMNS: readonly StoredColumn[] = [
  { name: 'symbol', type: 'VARCHAR' },
  { name: 'ts_min', type: 'BIGINT' },
  { name: 'bin', type: 'INTEGER' },
  { name: 'bin_price', type: 'DOUBLE' },
  { name: 'bin_width', type: 'DOUBLE' },
  { name: 'buy', type: 'DOUBLE' },
  { name: 'sell', type: 'DOUBLE' },
  { name: 'ambiguous', type: 'DOUBLE' },
];

/** Columns of bars_1m and features_1m, with how a row's values are made. */
export function minuteColumns(source: FeatureSource): { bars: Column[]; features: Column[] } {
  const bars = barColumns(source);
  // The spread's average stands in both tables.
  const shared = bars.filter(({ name }) => KEY.includes(name) || name === 'spread_avg_60m');
  return { bars, features: [...shared, ...featureColumns(source)] };
}

/** Copies a minute's values. */
export function minuteValues(source: FeatureSource, row: number, footprint: Footprint | null): MinuteValues {
  const { bars, features } = minuteColumns(source);
  const minuteMs = source.tape.firstMinuteMs + row * MINUTE_MS;
  return {
    symbol: source.instrument.symbol,
    minuteMs,
    bar: bars.map((column) => column.at(row)),
    feature: features.map((column) => column.at(row)),
    profile: footprint === null ? [] : profileRows(source, minuteMs, footprint),
  };
}

function profileRows(
  { instrument: { symbol, tick, lot } }: FeatureSource,
  minuteMs: number,
  { widthTicks, firstBin, buyLots, sellLots, ambiguousLots }: Footprint,
): Cell[][] {
  const rows: Cell[][] = [];
  for (let at = 0; at < buyLots.length; at++) {
    const lots = [buyLots[at]!, sellLots[at]!, ambiguousLots[at]!];
    if (lots.every((value) => value === 0)) continue;
    const bin = firstBin + at;
    const sizes = lots.map((value) => stepsToDecimal(value, lot));
    const edge = stepsToDecimal(bin * widthTicks, tick);
    rows.push([symbol, minuteMs, bin, edge, stepsToDecimal(widthTicks, tick), ...sizes]);
  }
  return rows;
}
