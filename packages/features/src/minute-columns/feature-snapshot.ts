import { barColumns, type FeatureSource } from './bar-columns.ts';
import type { Cell } from './column.ts';
import { featureColumns } from './feature-columns.ts';

/** What a decision rests on, in the order it is shown. */
const SNAPSHOT = [
  'open',
  'high',
  'low',
  'close',
  'volume',
  'spread_close',
  'spread_avg_60m',
  'mid_close',
  'sigma_240',
  'bin_width',
  'poc',
  'vah',
  'val',
  'va_coverage',
  'va_bin_count',
  'va_is_valid',
  'hist_bin_count',
  'total_volume_4h',
  'of_1m',
  'of_norm_1m',
  'ambiguous_trade_frac_1m',
  'qimb_close',
  'qimb_ema_60s',
] as const;

/** The features of a minute by their features_1m names. */
export type FeatureSnapshot = Readonly<Record<(typeof SNAPSHOT)[number], Cell>>;

/**
 * Makes the feature snapshot of any minute.
 *
 * @returns a function from a row of the tape to its snapshot
 */
export function featureSnapshots(source: FeatureSource): (row: number) => FeatureSnapshot {
  const columns = [...barColumns(source), ...featureColumns(source)];
  const shown = SNAPSHOT.map((name) => columns.find((column) => column.name === name)!);
  return (row) => Object.fromEntries(shown.map((column) => [column.name, column.at(row)])) as FeatureSnapshot;
}
