import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  claimDataFolder,
  type InstanceNote,
  readInstanceNote,
  removeInstanceNote,
  writeInstanceNote,
} from './instance-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'auction-trader-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const NOTE: InstanceNote = {
  pid: process.pid,
  address: 'http://127.0.0.1:8080',
  token: 't',
  instance: 'desk-1',
  mode: 'paper',
  symbol: 'BTCUSDT',
  started_ms: 1_750_528_800_000,
};

describe('the note of an instance', () => {
  it('is read by its user only', () => {
    writeInstanceNote(folder, NOTE);
    expect(readInstanceNote(folder)).toEqual(NOTE);
    expect(statSync(join(folder, 'live-trader.json')).mode & 0o777).toBe(0o600);
  });

  it('does not inherit the rights of an older one', () => {
    writeFileSync(join(folder, 'live-trader.json'), '{}', { mode: 0o666 });
    writeInstanceNote(folder, NOTE);
    expect(statSync(join(folder, 'live-trader.json')).mode & 0o777).toBe(0o600);
  });

  it('of a process that is gone counts for nothing', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '0']);
    writeInstanceNote(folder, { ...NOTE, pid });
    expect(readInstanceNote(folder)).toBeNull();
  });

  it.each(['', '{', '{"pid": 1}', 'null', '[]'])('that is damaged counts for nothing: %j', (text) => {
    writeFileSync(join(folder, 'live-trader.json'), text);
    expect(readInstanceNote(folder)).toBeNull();
  });

  it('can be missing, and be removed twice', () => {
    expect(readInstanceNote(folder)).toBeNull();
    writeInstanceNote(folder, NOTE);
    removeInstanceNote(folder);
    removeInstanceNote(folder);
    expect(readInstanceNote(folder)).toBeNull();
  });
});

describe('claimDataFolder', () => {
  it('lets one instance in', () => {
    const release = claimDataFolder(folder);
    expect(() => claimDataFolder(folder)).toThrow(expect.objectContaining({ exitCode: 2 }));
    release();
    claimDataFolder(folder)();
  });

  it('takes over from a process that is gone, whoever has its number now', () => {
    writeFileSync(join(folder, 'live-trader.lock.holder'), `process ${process.ppid} on ${hostname()}`);
    claimDataFolder(folder)();
  });
});
