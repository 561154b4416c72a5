import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { importFiles } from '../importers/import-files.ts';
import { openTickStore } from './open-tick-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'stored-imports-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('storedImports', () => {
  it('keeps what each import counted, whoever asks later', async () => {
    const rows = Array.from({ length: 2000 }, (_, at) => `${1_704_067_200_000 + at},50000.${at % 10},0.001`);
    rows[6] = '1704067200006,50000.05,0.001';
    const path = join(folder, 'trades.csv');
    writeFileSync(path, `timestamp,price,size\n${rows.join('\n')}\n`);
    const store = openTickStore(join(folder, 'ticks'));
    const options = { trades: [path], symbol: 'BTCUSDT', tickSize: '0.1', lotSize: '0.001' };
    const { files } = await importFiles(store, options);
    await importFiles(store, options);
    const kept = openTickStore(store.dir).imports('BTCUSDT');
    expect(kept).toEqual([{ ...files[0], file: 'trades.csv' }]);
    expect(kept).toMatchObject([
      { rows: 2000, imported: 1999, refused: [{ reason: 'price-off-grid', count: 1, rows: [8] }] },
    ]);
    expect(() => store.imports('NOPE')).toThrow(expect.objectContaining({ code: 'UNKNOWN_SYMBOL' }));
  });
});
