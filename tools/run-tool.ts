import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

export type Files = Record<string, string>;

/** A folder outside the project with the given files, removed when the scope ends. */
export function temporaryFolder(files: Files) {
  const folder = mkdtempSync(join(tmpdir(), 'auction-trader-tools-'));
  for (const [name, text] of Object.entries(files)) write(folder, name, text);
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

export function write(folder: string, name: string, text: string): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

export function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, 'junction');
}

/** Runs one of the project's tools in a folder, as the root scripts do. */
export function runTool(folder: string, tool: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  const path = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env['PATH']}`;
  const result = spawnSync(tool, args, {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', ...env, PATH: path },
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (result.error) throw result.error;
  return { status: result.status, output: result.stdout + result.stderr };
}
