import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { importFiles, openTickStore } from '@auction-trader/ingestion';
import { denseCsv } from '../data/dense-market.ts';
import { scratchFolder } from '../data/folders.ts';
import { interleave } from '../harness/interleave.ts';
import type { Row } from '../harness/row.ts';
import type { Scale } from '../harness/scale.ts';
import { spreadOfRatios } from '../harness/spread.ts';
import { gunzipOnly } from '../references/gunzip-only.ts';

/** Import of a day's archive file into an empty store, against un-gzipping the same file. */
export async function measure(scale: Scale): Promise<Row[]> {
  return [
    await measureFile(scale, 'oldest first', 'import', 'import of a Bybit-layout .csv.gz'),
    await measureFile(scale, 'newest first', 'import-newest-first', 'the same, newest row first'),
  ];
}

async function measureFile(
  scale: Scale,
  order: 'oldest first' | 'newest first',
  id: string,
  what: string,
): Promise<Row> {
  const path = await denseCsv(scale, order);
  const folder = scratchFolder('import');
  const dir = join(folder, 'store');
  let rows = 0;
  const times = await interleave(
    {
      gunzip: { run: () => gunzipOnly(path) },
      import: {
        prepare: () => rmSync(dir, { recursive: true, force: true }),
        run: async () => {
          const report = await importFiles(openTickStore(dir), {
            trades: [path],
            tickSize: 0.1,
            lotSize: 0.001,
          });
          rows = report.files.reduce((sum, file) => sum + file.imported, 0);
        },
      },
    },
    { warmups: 1, rounds: scale.slowRounds + 2 },
  );
  rmSync(folder, { recursive: true, force: true });
  if (rows !== scale.denseTrades)
    throw new Error(`${rows} rows were imported instead of ${scale.denseTrades}`);
  const fastest = Math.min(...times.import);
  const megabytes = statSync(path).size / 1e6;
  return {
    id,
    what,
    against: 'un-gzipping the file with Node streams',
    ...spreadOfRatios(times.gunzip, times.import),
    unit: 'times',
    goal: { kind: 'at least', value: 0.7 },
    figures: `${(rows / fastest / 1e3).toFixed(2)} M rows/s, ${megabytes.toFixed(0)} MB gzipped`,
  };
}
