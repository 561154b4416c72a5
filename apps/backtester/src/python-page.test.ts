import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli } from './testing/run-cli.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

// docs/working-with-the-store-in-python.md, run as it stands there, its output compared.

const project = fileURLToPath(new URL('../../../', import.meta.url));
const page = readFileSync(`${project}docs/working-with-the-store-in-python.md`, 'utf8');
const cwd = temporaryFolder(afterAll);
const python = process.env['PYTHON'] ?? 'python3';

/** A piece of the notebook and what it prints. */
interface Piece {
  readonly program: string;
  readonly output: string;
}

const pieces: readonly Piece[] = [
  ...page.matchAll(/```python\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/g),
].map((match) => ({ program: match[1]!, output: match[2]! }));
const commands = [...page.matchAll(/^npm run backtester -- (.*)$/gm)].map((match) =>
  match[1]!.replace('examples/', `${project}examples/`).split(' '),
);

/** Runs pieces one after the other, as a notebook does, and gives what each printed. */
const NOTEBOOK = `
import contextlib, io, json, sys
names, outputs = {}, []
for program in json.load(sys.stdin):
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(program, names)
    outputs.append(output.getvalue())
print(json.dumps(outputs))
`;

function has(...libraries: string[]): boolean {
  return spawnSync(python, ['-c', `import ${libraries.join(', ')}`]).status === 0;
}

function runNotebook(programs: readonly string[]): string[] {
  const input = JSON.stringify(programs);
  const { status, stdout, stderr } = spawnSync(python, ['-c', NOTEBOOK], { cwd, input, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout) as string[];
}

describe('docs/working-with-the-store-in-python.md', () => {
  it('has its pieces and commands', () => {
    expect(pieces).toHaveLength(8);
    expect(page.match(/```python/g)).toHaveLength(pieces.length);
    expect(commands.map(([name]) => name)).toEqual(['import', 'features', 'grid', 'data', 'data']);
    for (const { output } of pieces) expect(output).not.toBe('');
  });

  const missing = !has('pyarrow', 'pandas');
  const why = missing ? ` (skipped: ${python} with pyarrow and pandas is not here)` : '';

  it.skipIf(missing)(
    `prints what it says${why}`,
    async () => {
      for (const command of commands) expect(await runCli(command, { cwd })).toMatchObject({ code: 0 });
      const hasPolars = has('polars');
      const chosen = pieces.filter(({ program }) => hasPolars || !program.includes('import polars'));
      const outputs = runNotebook(chosen.map(({ program }) => program));
      expect(outputs).toEqual(chosen.map(({ output }) => output));
    },
    120_000,
  );
});
