import { join } from 'node:path';
import { expect, it } from 'vitest';
import { COUNTS_FILE } from './counts.ts';
import { type Files, link, root, runTool, temporaryFolder } from './run-tool.ts';

const CONFIG = `export default { test: { reporters: [${JSON.stringify(join(root, 'tools', 'closing-line.ts'))}] } };\n`;
const test = (...lines: string[]) => ["import { describe, it } from 'vitest';", ...lines, ''].join('\n');

function closingLine(files: Files) {
  using temporary = temporaryFolder({
    'vitest.config.js': CONFIG,
    'package.json': '{"type":"module"}',
    ...files,
  });
  link(join(root, 'node_modules', 'vitest'), join(temporary.folder, 'node_modules', 'vitest'));
  const { status, output } = runTool(temporary.folder, 'vitest', ['run'], { [COUNTS_FILE]: '' });
  return { status, line: output.trimEnd().split('\n').at(-1) };
}

it('counts passed, failed and skipped tests', () => {
  const files = {
    'a.test.js': test("it('passes', () => {});", "it('fails', () => { throw new Error('no'); });"),
    'b.test.js': test("it('passes', () => {});", "it.skip('is skipped', () => {});", "it.todo('is to do');"),
  };
  expect(closingLine(files)).toEqual({ status: 1, line: 'tests: 2 passed, 1 failed, 2 skipped' });
});

it('says nothing of skipped tests when there are none', () => {
  const files = { 'a.test.js': test("it('passes', () => {});") };
  expect(closingLine(files)).toEqual({ status: 0, line: 'tests: 1 passed, 0 failed' });
});

it('counts a file that does not load as failed', () => {
  const files = { 'a.test.js': "import './missing.js';\n", 'b.test.js': test("it('passes', () => {});") };
  expect(closingLine(files)).toEqual({ status: 1, line: 'tests: 1 passed, 1 failed' });
});

it('counts an error outside a test as failed', () => {
  const late =
    "it('passes', async () => { setTimeout(() => { throw new Error('late'); }, 1); await new Promise((r) => setTimeout(r, 50)); });";
  expect(closingLine({ 'a.test.js': test(late) })).toEqual({ status: 1, line: 'tests: 1 passed, 1 failed' });
});

it('counts a group whose preparation fails', () => {
  const files = {
    'a.test.js': test(
      "import { beforeAll } from 'vitest';",
      "describe('group', () => { beforeAll(() => { throw new Error('no'); }); it('waits', () => {}); });",
    ),
  };
  const { status, line } = closingLine(files);
  expect(line).toMatch(/^tests: 0 passed, [1-9]\d* failed/);
  expect(status).toBe(1);
});
