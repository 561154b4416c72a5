import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DAY_MS } from '@auction-trader/core';
import { openTickStore, writeSynthetic } from '@auction-trader/ingestion';
import { describe, expect, it } from 'vitest';
import { listRecordings, recordingDir } from '../recording/list-recordings.ts';
import { createRecorder } from '../recording/recorder.ts';
import { HOUR_MS, listSegments } from '../recording/segments.ts';
import { exampleHeader } from '../testing/example-header.ts';
import { frame } from '../testing/example-inputs.ts';
import { NOON } from '../testing/example-rows.ts';
import { PlainDecoder } from '../testing/plain-decoder.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { storeRecorded } from '../ticks/store-recorded.ts';
import { diskSpace } from './disk-space.ts';
import { purge } from './purge.ts';

const RETENTION = 48;

/** Four days with a trade in every hour, from 2026-11-20 12:00 on. */
async function recordedDays(options: { close: boolean }) {
  const dataDir = temporaryFolder();
  const store = openTickStore(join(dataDir, 'ticks'));
  const dir = recordingDir(dataDir, { venue: 'bybit', symbol: 'BTCUSDT' }, 'run-1');
  const recorder = createRecorder(dir, exampleHeader());
  for (let hour = 0; hour < 96; hour++) {
    const timeMs = NOON + hour * HOUR_MS;
    recorder.append(frame(timeMs, `t ${timeMs} 500000 1 1;q ${timeMs} 499999 1 500001 1`));
  }
  recorder.flush();
  await storeRecorded(dataDir, store, { decoder: () => new PlainDecoder() });
  if (options.close) await recorder.close();
  return { dataDir, store, dir, recorder };
}

describe('purge', () => {
  it('removes recorded hours and days that are wholly older than the retention, and imported ones never', async () => {
    const { dataDir, store, dir, recorder } = await recordedDays({ close: false });
    await writeSynthetic(store, {
      symbol: 'OLD',
      days: 2,
      tradesPerDay: 10,
      seed: 1,
      quotes: false,
      fromDay: '2020-01-01',
    });
    const at = (nowMs: number) => purge({ nowMs, dataDir, store, retentionHours: RETENTION });
    const days = () =>
      store
        .list()
        .find(({ symbol }) => symbol === 'BTCUSDT')
        ?.kinds.map(({ days: own }) => own.length);
    // 2026-11-22 23:59: of the 20th, the last hour is not 48 hours old yet.
    await at(NOON + 2.5 * DAY_MS - 60_000);
    expect(days()).toEqual([5, 5]);
    expect(listSegments(dir)[0]!.hourMs).toBe(NOON + 11 * HOUR_MS);
    // A minute later the day is wholly older.
    expect(await at(NOON + 2.5 * DAY_MS)).toMatchObject({ recordedFiles: 1, dayFiles: 2 });
    expect(days()).toEqual([4, 4]);
    expect(listSegments(dir)[0]!.hourMs).toBe(NOON + 12 * HOUR_MS);
    expect(await at(NOON + 2.5 * DAY_MS)).toEqual({ recordedFiles: 0, dayFiles: 0, bytes: 0 });
    // Much later, while it is still being written: the present hour stays.
    await at(NOON + 30 * DAY_MS);
    expect(days()).toBeUndefined();
    expect(listSegments(dir)).toHaveLength(1);
    expect(store.list().map(({ symbol }) => symbol)).toEqual(['OLD']);
    recorder.append(frame(NOON + 30 * DAY_MS));
    await recorder.close();
    await at(NOON + 60 * DAY_MS);
    expect(existsSync(dir)).toBe(false);
    expect(listRecordings(dataDir)).toEqual([]);
    expect(store.list().map(({ symbol }) => symbol)).toEqual(['OLD']);
  });

  it('what was purged does not come back', async () => {
    const { dataDir, store } = await recordedDays({ close: true });
    await purge({ nowMs: NOON + 3 * DAY_MS, dataDir, store, retentionHours: RETENTION });
    const [stored] = await storeRecorded(dataDir, store, { decoder: () => new PlainDecoder() });
    expect(stored).toMatchObject({ trades: 0, quotes: 0 });
  });
});

describe('diskSpace', () => {
  it('knows the room of a folder that is not there yet', () => {
    const { freeBytes, totalBytes } = diskSpace(join(temporaryFolder(), 'not', 'there'));
    expect(freeBytes).toBeGreaterThan(0);
    expect(totalBytes).toBeGreaterThanOrEqual(freeBytes);
  });
});
