import { rmSync, statSync } from 'node:fs';
import { AuctionTraderError, DAY_MS } from '@auction-trader/core';
import { formatUtcDay, recordedDays, type TickStore } from '@auction-trader/ingestion';
import { lockForProcess } from '../process-lock.ts';
import { listRecordings } from '../recording/list-recordings.ts';
import { recordingLock } from '../recording/recorder.ts';
import { HOUR_MS, listSegments, segmentPath } from '../recording/segments.ts';

/** What is purged, and by which rule. */
export interface PurgeOptions {
  /** Epoch ms. */
  readonly nowMs: number;
  readonly dataDir: string;
  readonly store: TickStore;
  /** `database.raw_retention_hours`. */
  readonly retentionHours: number;
}

/** What was removed. */
export interface Purged {
  /** Hours of recordings. */
  readonly recordedFiles: number;
  /** Day files of the tick store. */
  readonly dayFiles: number;
  readonly bytes: number;
}

/**
 * Removes recorded hours, and day files of recorded ticks, that are wholly older than the retention.
 * Imported days stay. Of a recording that is being written, the present hour stays in any case.
 *
 * @throws AuctionTraderError `STORE_LOCKED` when something is being imported just now
 */
export async function purge({ nowMs, dataDir, store, retentionHours }: PurgeOptions): Promise<Purged> {
  const beforeMs = nowMs - retentionHours * HOUR_MS;
  const hours = purgeRecordings(dataDir, beforeMs);
  const days = recordedDays(store.dir, beforeMs - DAY_MS + 1);
  for (const { symbol, venue, kind, dayStartMs } of days) {
    const day = formatUtcDay(dayStartMs);
    await store.remove(symbol, { venue, kind, fromDay: day, toDay: day });
  }
  const bytes = days.reduce((sum, day) => sum + day.bytes, hours.bytes);
  return { recordedFiles: hours.files, dayFiles: days.length, bytes };
}

function purgeRecordings(dataDir: string, beforeMs: number): { files: number; bytes: number } {
  let files = 0;
  let bytes = 0;
  for (const { dir } of listRecordings(dataDir)) {
    const segments = listSegments(dir);
    // An hour goes on until the next one begins.
    const old = segments.filter((segment, index) => {
      const endMs = Math.max(segment.hourMs, segments[index + 1]?.hourMs ?? 0) + HOUR_MS;
      return index < segments.length - 1 ? endMs - HOUR_MS <= beforeMs : endMs <= beforeMs;
    });
    for (const segment of old.length === segments.length && isWritten(dir) ? old.slice(0, -1) : old) {
      const path = segmentPath(dir, segment);
      bytes += statSync(path).size;
      rmSync(path);
      files++;
    }
    if (old.length === segments.length && !isWritten(dir)) rmSync(dir, { recursive: true });
  }
  return { files, bytes };
}

/** Whether a recorder is at work there just now. */
function isWritten(dir: string): boolean {
  try {
    lockForProcess(recordingLock(dir), `purging ${dir}`)();
    return false;
  } catch (error) {
    if (error instanceof AuctionTraderError && error.code === 'STORE_LOCKED') return true;
    throw error;
  }
}
