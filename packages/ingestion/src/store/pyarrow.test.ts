import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { importFiles } from '../importers/import-files.ts';
import { writeSynthetic } from '../synth/write-synthetic.ts';
import { openTickStore } from './open-tick-store.ts';

const dir = mkdtempSync(join(tmpdir(), 'pyarrow-'));
afterAll(() => rmSync(dir, { recursive: true }));

const READ = `
import json, sys
import pyarrow.feather as feather
table = feather.read_table(sys.argv[1])
table.validate(full=True)
times = table.column("time").cast("int32")
print(json.dumps({
  "schema": [f"{field.name}: {field.type}" for field in table.schema],
  "metadata": {key.decode(): value.decode() for key, value in table.schema.metadata.items()},
  "times": times.to_pylist(),
  "rows": [list(row.values())[1:] for row in table.to_pylist()],
}))
`;

const hasPyarrow = spawnSync('python3', ['-c', 'import pyarrow']).status === 0;

function readWithPyarrow(path: string) {
  const { stdout, stderr } = spawnSync('python3', ['-c', READ, path], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

describe('pyarrow', () => {
  it('reads trades with their ids as they are', async ({ skip }) => {
    skip(!hasPyarrow, 'python3 with pyarrow is not installed here');
    const file = join(dir, 'trades.csv');
    const day = Date.UTC(2024, 0, 1);
    writeFileSync(
      file,
      `timestamp,price,size,side,id\n${day + 7},50000.1,0.5,buy,${2n ** 62n}\n${day + 9},50000.2,1,sell,3\n`,
    );
    const store = openTickStore(join(dir, 'ticks'));
    await importFiles(store, {
      files: [file],
      symbol: 'BTCUSDT',
      venue: 'bybit',
      tickSize: 0.1,
      lotSize: 0.001,
    });
    const read = readWithPyarrow(join(store.dir, 'bybit', 'BTCUSDT', 'trades', '2024-01-01.arrow'));
    expect(read.schema).toEqual([
      'time: time32[ms]',
      'price_ticks: int32',
      'size_lots: int32',
      'side: int8',
      'trade_id: int64',
    ]);
    expect(read.times).toEqual([7, 9]);
    expect(read.rows).toEqual([
      [500_001, 500, 1, Number(2n ** 62n)],
      [500_002, 1000, -1, 3],
    ]);
    expect(read.metadata).toMatchObject({
      format: 'auction-trader ticks',
      kind: 'trades',
      venue: 'bybit',
      symbol: 'BTCUSDT',
      tick_size: '0.1',
      lot_size: '0.001',
      day: '2024-01-01',
      rows: '2',
      first_time_ms: String(day + 7),
      last_time_ms: String(day + 9),
      trade_ids: 'numeric',
    });
    expect(JSON.parse(read.metadata.sources)).toMatchObject([{ name: 'trades.csv', rows: 2 }]);
  });

  it('reads many trades and quotes', async ({ skip }) => {
    skip(!hasPyarrow, 'python3 with pyarrow is not installed here');
    const store = openTickStore(join(dir, 'made-up'));
    await writeSynthetic(store, { symbol: 'X', days: 1, tradesPerDay: 5000, seed: 3, quotes: true });
    const source = store.source('X');
    const { trades, quotes } = source.readDay(source.days[0]!);
    const folder = join(store.dir, 'synth', 'X');
    const readTrades = readWithPyarrow(join(folder, 'trades', '2024-01-01.arrow'));
    expect(readTrades.times).toEqual([...trades.timeMs.subarray(0, trades.length)]);
    expect(readTrades.rows.map(([price]: number[]) => price)).toEqual([
      ...trades.priceTicks.subarray(0, trades.length),
    ]);
    const readQuotes = readWithPyarrow(join(folder, 'quotes', '2024-01-01.arrow'));
    expect(readQuotes.rows.map((row: number[]) => row[3])).toEqual([
      ...quotes!.askLots.subarray(0, quotes!.length),
    ]);
  });
});
