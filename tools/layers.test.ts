import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Files, link, root, runTool, temporaryFolder, write } from './run-tool.ts';

// A check of imports that reads no imports is green too. So the real tool, with the real rules, is run
// on a small workspace that is right, and then on the same one with one wrong import each.

const PACKAGES = ['core', 'ingestion', 'risk', 'engine'];

const RIGHT: Files = {
  'packages/core/src/index.ts': "export { a } from './a.ts';\n",
  'packages/core/src/a.ts': 'export const a = 1;\nexport type A = number;\n',
  'packages/core/src/a.test.ts': "import 'node:fs';\nimport 'vitest';\nimport './a.ts';\n",
  'packages/ingestion/src/index.ts': "export { a } from '@auction-trader/core';\n",
  'packages/risk/src/index.ts': "import type { A } from '@auction-trader/core';\nexport const r: A = 1;\n",
  'packages/engine/src/index.ts': "export { a } from '@auction-trader/core';\n",
  'apps/backtester/src/main.ts': "import '@auction-trader/core';\n",
};

function workspace(wrong: Files = {}) {
  const temporary = temporaryFolder({ ...RIGHT, ...wrong });
  const { folder } = temporary;
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.base.json', 'package.json']) {
    cpSync(join(root, file), join(folder, file));
  }
  for (const tool of ['vitest', '@types'])
    link(join(root, 'node_modules', tool), join(folder, 'node_modules', tool));
  for (const user of [...PACKAGES.map((name) => `packages/${name}`), 'apps/backtester']) {
    write(folder, `${user}/package.json`, readFileSync(join(root, user, 'package.json'), 'utf8'));
    for (const used of PACKAGES) {
      const allowed = used === 'core' || user.endsWith('engine') || user.startsWith('apps');
      // An arrow that is wrong must be found even where the package can be reached.
      if (allowed || Object.keys(wrong).some((file) => file.startsWith(user))) {
        link(join(folder, 'packages', used), join(folder, user, 'node_modules', '@auction-trader', used));
      }
    }
  }
  return temporary;
}

function checkLayers(wrong?: Files) {
  using temporary = workspace(wrong);
  return runTool(temporary.folder, 'depcruise', ['--config', '.dependency-cruiser.cjs', 'packages', 'apps']);
}

it('passes a workspace whose arrows are right, having read its imports', () => {
  const { status, output } = checkLayers();
  expect(output).toMatch(/no dependency violations found \(\d+ modules, \d+ dependencies cruised\)/);
  const [, modules, dependencies] = /\((\d+) modules, (\d+) dependencies/.exec(output) ?? [];
  expect(Number(modules)).toBeGreaterThanOrEqual(Object.keys(RIGHT).length);
  expect(Number(dependencies)).toBeGreaterThanOrEqual(8);
  expect(status).toBe(0);
});

it.each<[rule: string, wrong: Files]>([
  ['arrow-core', { 'packages/core/src/index.ts': "export { a } from '@auction-trader/ingestion';\n" }],
  ['arrow-risk', { 'packages/risk/src/index.ts': "import type { A } from '@auction-trader/ingestion';\n" }],
  ['not-to-unresolvable', { 'packages/risk/src/index.ts': "import '@auction-trader/no-such-package';\n" }],
  ['not-to-unresolvable', { 'packages/risk/src/index.ts': "import './no-such-file.ts';\n" }],
  ['not-to-apps', { 'packages/engine/src/index.ts': "import '../../../apps/backtester/src/main.ts';\n" }],
  ['only-by-name', { 'packages/engine/src/index.ts': "import '../../core/src/index.ts';\n" }],
  ['only-through-index', { 'packages/engine/src/index.ts': "import '../../core/src/a.ts';\n" }],
  ['not-to-unresolvable', { 'packages/engine/src/index.ts': "import '@auction-trader/core/src/a.ts';\n" }],
  ['sans-io', { 'packages/engine/src/index.ts': "import 'node:fs';\n" }],
  ['declared-dependencies', { 'packages/core/src/a.ts': "import 'vitest';\nexport const a = 1;\n" }],
  ['no-circular', { 'packages/core/src/a.ts': "import './index.ts';\nexport const a = 1;\n" }],
  ['no-orphans', { 'packages/core/src/alone.ts': 'export const alone = 1;\n' }],
  [
    'unlisted-package',
    { 'packages/surprise/src/index.ts': "import './other.ts';\n", 'packages/surprise/src/other.ts': '' },
  ],
])('fails by %s on %o', (rule, wrong) => {
  const { status, output } = checkLayers(wrong);
  expect(output).toContain(`error ${rule}:`);
  expect(status).not.toBe(0);
});
