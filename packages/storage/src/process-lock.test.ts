import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lockForProcess } from './process-lock.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

describe('lockForProcess', () => {
  it('has one holder, and says who and what', () => {
    const file = join(temporaryFolder(), 'deep', 'x.lock');
    const unlock = lockForProcess(file, 'writing the journal');
    expect(() => lockForProcess(file, 'writing the journal')).toThrow(
      expect.objectContaining({
        code: 'STORE_LOCKED',
        exitCode: 2,
        details: { file },
        message: expect.stringContaining(`the process ${process.pid} on `),
      }),
    );
    unlock();
    const second = lockForProcess(file, 'writing the journal');
    // Given back twice, the next holder keeps it.
    unlock();
    expect(existsSync(`${file}.holder`)).toBe(true);
    expect(() => lockForProcess(file, 'writing the journal')).toThrow(/writing the journal/);
    second();
  });

  it('another process holds it until it dies', async () => {
    const file = join(temporaryFolder(), 'x.lock');
    const script = `
      import { lockForProcess } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'process-lock.ts')))};
      lockForProcess(${JSON.stringify(file)}, 'busy');
      console.log('held');
      setInterval(() => {}, 1_000);`;
    const child = spawn(
      process.execPath,
      ['--conditions=@auction-trader/source', '--input-type=module', '-e', script],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await once(child.stdout, 'data');
    expect(() => lockForProcess(file, 'busy')).toThrow(`the process ${child.pid} on `);
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    // What it left behind says that it holds it, and does not.
    expect(existsSync(`${file}.holder`)).toBe(true);
    lockForProcess(file, 'busy')();
  });

  it('says what is wrong with a place that cannot hold one', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), 'no database at all, and longer than a header of one: '.repeat(4));
    for (const file of [join(folder, 'file', 'x.lock'), join(folder, 'file'), folder])
      expect(() => lockForProcess(file, 'busy')).toThrow(
        expect.objectContaining({ code: 'STORE_ERROR', details: { file }, hint: expect.any(String) }),
      );
  });

  it('does not believe a file that names a living process', () => {
    const file = join(temporaryFolder(), 'x.lock');
    writeFileSync(file, '');
    writeFileSync(`${file}.holder`, `process ${process.ppid} on here`);
    lockForProcess(file, 'busy')();
  });
});
