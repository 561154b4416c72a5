import { barColumns, type FeatureSource, featureColumns } from '@auction-trader/features';
import type { Table } from './table.ts';

/**
 * One row a minute: the columns of bars_1m and features_1m.
 *
 * @example
 * await writeTable(featuresTable(run), 'features.parquet');
 */
export function featuresTable(source: FeatureSource): Table {
  return {
    name: 'features',
    rows: source.tape.length,
    columns: [...barColumns(source), ...featureColumns(source)],
  };
}
