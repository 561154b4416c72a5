import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importFiles } from '../importers/import-files.ts';
import { writeSynthetic } from '../synth/write-synthetic.ts';
import { openTickStore } from './open-tick-store.ts';
import { DISK, type StoreFiles } from './store-files.ts';

let dir: string;
let storeDir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'store-crash-'));
  storeDir = join(dir, 'ticks');
});
afterEach(() => rmSync(dir, { recursive: true }));

const NODE_OPTIONS = ['--conditions=@auction-trader/source'];
const fixture = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const GRID = { tickSize: '0.1', lotSize: '0.001' };

/** Four days of two trades. */
function csvFile(): string {
  const rows = ['timestamp,symbol,price,size,side,id'];
  for (let day = 0; day < 4; day++) {
    const time = Date.UTC(2024, 0, 1 + day);
    rows.push(
      `${time},BTCUSDT,50000.1,0.001,buy,${2 * day}`,
      `${time + 5},BTCUSDT,50000.2,0.002,sell,${2 * day + 1}`,
    );
  }
  const path = join(dir, 'trades.csv');
  writeFileSync(path, `${rows.join('\n')}\n`);
  return path;
}

function killAt(file: string, operation: 'write' | 'rename', number: number): void {
  const args = [
    ...NODE_OPTIONS,
    fixture('./killed-import.fixture.ts'),
    storeDir,
    file,
    operation,
    String(number),
  ];
  const { signal, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(signal, stderr).toBe('SIGKILL');
}

function storedRows(): number {
  return openTickStore(storeDir)
    .list()
    .reduce((sum, { kinds }) => sum + kinds.reduce((rows, kind) => rows + kind.rows, 0), 0);
}

describe('a killed import', () => {
  // Writes: four days, the ledger, the commit mark. Renames: four days and the ledger.
  it.each([0, 2, 4, 5])(
    'is forgotten when killed before write %i, and completes when run again',
    async (number) => {
      const file = csvFile();
      killAt(file, 'write', number);
      expect(storedRows()).toBe(0);
      expect(existsSync(join(storeDir, '.staging'))).toBe(false);
      const report = await importFiles(openTickStore(storeDir), { files: [file], ...GRID });
      expect(report.files[0]).toMatchObject({ imported: 8, duplicates: 0, skipped: false });
      expect(storedRows()).toBe(8);
    },
  );

  it.each([0, 2, 4])('is completed by the next run when killed before rename %i', async (number) => {
    const file = csvFile();
    killAt(file, 'rename', number);
    const report = await importFiles(openTickStore(storeDir), { files: [file], ...GRID });
    expect(report.files[0]).toMatchObject({ skipped: true });
    expect(storedRows()).toBe(8);
    expect(readdirSync(storeDir)).toEqual(['local']);
  });

  it('is completed as soon as the store is opened for reading', () => {
    killAt(csvFile(), 'rename', 2);
    expect(openTickStore(storeDir).source('BTCUSDT').days).toHaveLength(4);
  });
});

describe('a full disk', () => {
  const full = (after: number): StoreFiles => {
    let left = after;
    return {
      ...DISK,
      write(path, pieces, mtimeSeconds) {
        if (left-- === 0) throw Object.assign(new Error('write failed'), { code: 'ENOSPC' });
        DISK.write(path, pieces, mtimeSeconds);
      },
    };
  };

  it.each([0, 1, 3, 4, 5])('before write %i is reported, and leaves the store as it was', async (after) => {
    const options = { symbol: 'MADEUP', days: 2, tradesPerDay: 10, seed: 1 };
    await writeSynthetic(openTickStore(storeDir), options);
    const before = JSON.stringify(openTickStore(storeDir).list());
    const store = openTickStore(storeDir, full(after));
    await expect(importFiles(store, { files: [csvFile()], ...GRID })).rejects.toMatchObject({
      code: 'DISK_FULL',
      exitCode: 3,
      message: `the disk of the tick store ${storeDir} is full`,
    });
    expect(JSON.stringify(openTickStore(storeDir).list())).toBe(before);
    expect(readdirSync(storeDir)).toEqual(['synth']);
  });
});

describe('two processes on one store', () => {
  it('cannot change it at the same time, and say who holds it', async () => {
    const args = [...NODE_OPTIONS, fixture('./lock-holder.fixture.ts'), storeDir];
    const holder = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    const attempt = importFiles(openTickStore(storeDir), { files: [csvFile()], ...GRID });
    await expect(attempt).rejects.toMatchObject({
      code: 'STORE_LOCKED',
      exitCode: 2,
      message: `the process ${holder.pid} on ${hostname()} is changing the tick store ${storeDir}`,
    });
    holder.stdin.end();
    await once(holder, 'exit');
    await importFiles(openTickStore(storeDir), { files: [csvFile()], ...GRID });
    expect(storedRows()).toBe(8);
  });

  it('take over a lock whose process was killed', async () => {
    const args = [...NODE_OPTIONS, fixture('./lock-holder.fixture.ts'), storeDir];
    const holder = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(readFileSync(join(storeDir, '.lock'), 'utf8')).toBe(`${holder.pid}@${hostname()}\n`);
    await importFiles(openTickStore(storeDir), { files: [csvFile()], ...GRID });
    expect(storedRows()).toBe(8);
    expect(existsSync(join(storeDir, '.lock'))).toBe(false);
  });

  it('keep a lock of another machine, and one of this very process', async () => {
    const store = openTickStore(storeDir);
    await store.change(async () => {
      await expect(store.change(() => 1)).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    });
    writeFileSync(join(storeDir, '.lock'), '1@elsewhere\n');
    await expect(store.change(() => 1)).rejects.toMatchObject({
      message: `the process 1 on elsewhere is changing the tick store ${storeDir}`,
    });
    // A former process with our number, as after the restart of a container.
    writeFileSync(join(storeDir, '.lock'), `${process.pid}@${hostname()}\n`);
    expect(await store.change(() => 1)).toBe(1);
  });
});
