import { FeatureColumns } from '@auction-trader/features';
import { type SharedColumns, sharedColumnsOf } from './shared-columns.ts';

/** Profile features as threads are sent them. */
export interface SharedFeatures {
  readonly capacity: number;
  readonly length: number;
  readonly columns: SharedColumns;
}

/** Finished features for other threads, without a copy. */
export function shareFeatures(features: FeatureColumns): SharedFeatures {
  const { capacity, length } = features;
  return { capacity, length, columns: sharedColumnsOf(features) };
}

/** The features that another thread shared. */
export function openSharedFeatures({ capacity, length, columns }: SharedFeatures): FeatureColumns {
  return Object.assign(new FeatureColumns(0), columns, { capacity, length });
}
