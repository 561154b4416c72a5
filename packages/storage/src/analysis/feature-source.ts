import type { Instrument } from '@auction-trader/core';
import type { FeatureColumns } from '@auction-trader/features';
import type { MinuteTape } from '@auction-trader/ingestion';

/** Bars and features of the same minutes, row by row. */
export interface FeatureSource {
  readonly instrument: Instrument;
  readonly tape: MinuteTape;
  readonly features: FeatureColumns;
}
