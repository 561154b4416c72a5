import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFile } from './store-lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('lockFile', () => {
  it('has one holder, and says who and what', () => {
    const file = join(folder, 'deep', 'x.lock');
    const unlock = lockFile(file, 'writing the journal');
    expect(() => lockFile(file, 'writing the journal')).toThrow(
      expect.objectContaining({
        code: 'STORE_LOCKED',
        exitCode: 2,
        message: `the process ${process.pid} on ${hostname()} is writing the journal`,
        details: { file },
      }),
    );
    unlock();
    expect(existsSync(file)).toBe(false);
  });

  it('given back twice, the next holder keeps it', () => {
    const file = join(folder, 'x.lock');
    const first = lockFile(file, 'busy');
    first();
    const second = lockFile(file, 'busy');
    first();
    expect(() => lockFile(file, 'busy')).toThrow(/busy/);
    second();
  });

  it('takes over from a process that is gone, and not from one on another machine', () => {
    const file = join(folder, 'x.lock');
    // No process has this id: they end at 2^22.
    writeFileSync(file, `99999999@${hostname()}\n`);
    lockFile(file, 'busy')();
    writeFileSync(file, '1@elsewhere\n');
    expect(() => lockFile(file, 'busy')).toThrow(/process 1 on elsewhere/);
  });
});
