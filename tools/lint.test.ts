import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root, runTool, temporaryFolder } from './run-tool.ts';

const GOOD = 'export const one = 1;\n';

function lint(text: string, packageName = 'core') {
  using temporary = temporaryFolder({ [`packages/${packageName}/src/a.ts`]: text });
  for (const file of ['biome.json', '.gitignore', 'tools/no-random.grit'])
    cpSync(join(root, file), join(temporary.folder, file));
  return runTool(temporary.folder, 'biome', ['check', '--error-on-warnings', 'packages']);
}

it('passes clean code, having read it', () => {
  const { status, output } = lint(GOOD);
  expect(output).toMatch(/Checked [1-9]\d* files? /);
  expect(status).toBe(0);
});

it.each([
  ['format', 'export const one  =  1;\n'],
  ['lint/style/useImportType', "import { Stats } from 'node:fs';\nexport type S = Stats;\n"],
  ['lint/suspicious/noExplicitAny', 'export const one: any = 1;\n'],
  ['lint/correctness/noUnusedVariables', `const two = 2;\n${GOOD}`],
  ['lint/suspicious/noConsole', `console.log(1);\n${GOOD}`],
  ['parse', 'export const = 1;\n'],
])('fails on %s', (rule, text) => {
  const { status, output } = lint(text);
  expect(output).toContain(rule);
  expect(status).not.toBe(0);
});

it.each([
  ['lint/style/noRestrictedGlobals', 'export const now = () => Date.now();\n'],
  ['A decision uses no random source', 'export const dice = () => Math.random();\n'],
])('fails on %s in the engine, not in core', (rule, text) => {
  const engine = lint(text, 'engine');
  expect(engine.output).toContain(rule);
  expect(engine.status).not.toBe(0);
  expect(lint(text).status).toBe(0);
});
