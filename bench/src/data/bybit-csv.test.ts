import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { defineInstrument } from '@auction-trader/core';
import { importFiles, openTickStore, syntheticDays } from '@auction-trader/ingestion';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { gunzipOnly } from '../references/gunzip-only.ts';
import { memoryForFiles, readPlainFiles, writePlainFiles } from '../references/plain-files.ts';
import { writeBybitCsv } from './bybit-csv.ts';

const instrument = defineInstrument({ venue: 'bybit', symbol: 'BTCUSDT', tickSize: '0.1', lotSize: '0.001' });
const [day] = syntheticDays({ symbol: 'BTCUSDT', days: 1, tradesPerDay: 5_000, seed: 1 });
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bench-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it.each(['oldest first', 'newest first'] as const)(
  'writes an archive that is imported again, %s',
  async (order) => {
    const path = join(folder, 'BTCUSDT2024-01-01.csv.gz');
    await writeBybitCsv(path, instrument, day!, order);
    const text = gunzipSync(readFileSync(path)).toString();
    expect(text.split('\n')[1]).toMatch(
      /^170\d{7}\.\d{4},BTCUSDT,(Buy|Sell),\d+\.\d{3},\d+\.\d,(Zero)?(Plus|Minus)Tick,[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12},[\d.]+e\+\d\d,/,
    );
    expect(await gunzipOnly(path)).toBe(text.length);

    const store = openTickStore(join(folder, 'store'));
    await importFiles(store, { trades: [path], tickSize: '0.1', lotSize: '0.001' });
    const { trades } = store.source('BTCUSDT').readDay(day!.dayStartMs);
    for (const name of ['timeMs', 'priceTicks', 'sizeLots', 'side'] as const) {
      const [stored, made] = [[...trades[name]], [...day!.trades[name]]];
      // Prints of one millisecond come back in the order of the file.
      if (order === 'oldest first') expect(stored).toEqual(made);
      else expect(stored.toSorted()).toEqual(made.toSorted());
    }
    const paths = writePlainFiles(store.source('BTCUSDT'), join(folder, 'plain'));
    expect(readPlainFiles(paths, memoryForFiles(paths))).toBe(13 * 5_000);
  },
);
