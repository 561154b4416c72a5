import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Staging } from '@auction-trader/ingestion';
import { fromExactJson, toExactJson } from '../exact-json.ts';
import type { CollectorState } from './tick-collector.ts';

/** How far a recording was written into the store. */
export interface RecordedProgress {
  /** Number of the last input that was looked at. */
  readonly throughSeq: number;
  /** All events of before it that were recorded by `throughSeq` are in the store. */
  readonly throughMs: number;
  /** The decoder's snapshot behind that input. */
  readonly decoder: unknown;
  /** Events that belong to a minute that was not over. */
  readonly collector: CollectorState;
}

/** Progress of a symbol's recordings by run; it changes together with the rows. */
export function readProgress(staging: Staging, venue: string, symbol: string): Map<string, RecordedProgress> {
  const path = staging.current(progressPath(venue, symbol));
  if (path === null) return new Map();
  const { runs } = fromExactJson(readFileSync(path, 'utf8')) as { runs: Record<string, RecordedProgress> };
  return new Map(Object.entries(runs));
}

/** Writes it. */
export function writeProgress(
  staging: Staging,
  venue: string,
  symbol: string,
  progress: ReadonlyMap<string, RecordedProgress>,
): void {
  const text = toExactJson({ version: 1, runs: Object.fromEntries(progress) });
  staging.put(progressPath(venue, symbol), [Buffer.from(`${text}\n`)]);
}

function progressPath(venue: string, symbol: string): string {
  return join(venue, symbol, 'recordings.json');
}
