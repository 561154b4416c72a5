import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the program until it ends, or until it has said a first line and was then interrupted. */
function runProgram(...args: string[]): Promise<{ status: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['--conditions=@auction-trader/source', MAIN, ...args]);
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    if (text.endsWith('\n')) child.kill('SIGINT');
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  return new Promise((resolve) => child.once('close', (status) => resolve({ status, out, err })));
}

it('starts, tells addresses and keys, and ends by Ctrl-C', async () => {
  const file = join(folder, 'faults.json');
  writeFileSync(file, JSON.stringify({ rules: [{ when: { frame: 'order' }, what: { kind: 'drop' } }] }));
  const { status, out, err } = await runProgram('--port', '0', '--history', '1', '--faults', file);
  expect(err).toBe('');
  expect(out).toMatch(/REST {5}http:\/\/127\.0\.0\.1:\d+\n/);
  expect(out).toMatch(/private {2}ws:\/\/127\.0\.0\.1:\d+\/v5\/private\n/);
  expect(out).toContain('account one: key simulated-key-one, secret simulated-secret-one');
  expect(out).toContain('1 rules of faults');
  expect(status).toBe(0);
});

it('prints JSON', async () => {
  const { out } = await runProgram('--port', '0', '--history', '1', '--accounts', '3', '--json');
  expect(JSON.parse(out)).toMatchObject({
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    accounts: [{ name: 'one' }, { name: 'two' }, { name: 'three' }],
  });
});

it.each([
  [['--port', 'x'], '--port x is not a whole number from 0 to 65535'],
  [['--speed', '0'], '--speed 0 is not a positive number'],
  [['--from-store', 'a', '--recording', 'b'], 'name two markets'],
  [['--faults', 'nowhere.json'], 'cannot read the script of faults'],
])('says what is wrong with %j', async (args, message) => {
  const { status, err } = await runProgram(...args);
  expect(err).toContain(message);
  expect(err).toContain('what to do:');
  expect(status).toBe(1);
});
