import type { TickStore } from '@auction-trader/ingestion';

/** What is purged, and by which rule. */
export interface PurgeOptions {
  /** Epoch ms. */
  readonly nowMs: number;
  readonly dataDir: string;
  readonly store: TickStore;
  /** Hours of `database.raw_retention_hours`. */
  readonly retentionHours: number;
}

/** What was removed. */
export interface Purged {
  readonly recordedFiles: number;
  readonly dayFiles: number;
  readonly bytes: number;
}

/**
 * Removes recorded hours and recorded day files that are wholly older than the retention. Imported
 * days stay, and so does a recording that is being written.
 */
export async function purge(_options: PurgeOptions): Promise<Purged> {
  throw new Error('not there yet');
}
