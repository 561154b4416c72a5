import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Files, link, root, runTool, temporaryFolder, write } from './run-tool.ts';

// A check of imports that reads no imports is green too. So the real tool, with the real rules, is run
// on a small workspace that is right, then with one wrong import, then with every kind of wrong import.

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
const RIGHT_IMPORTS = 8;

const WRONG: [rule: string, file: string, text: string][] = [
  ['arrow-core', 'packages/core/src/w1.ts', "export { a } from '@auction-trader/ingestion';\n"],
  ['arrow-risk', 'packages/risk/src/w2.ts', "import type { A } from '@auction-trader/ingestion';\n"],
  ['unlisted-package', 'packages/surprise/src/w3.ts', "import '../../core/src/index.ts';\n"],
  ['not-to-unresolvable', 'packages/risk/src/w4.ts', "import '@auction-trader/no-such-package';\n"],
  ['not-to-unresolvable', 'packages/risk/src/w5.ts', "import './no-such-file.ts';\n"],
  ['not-to-unresolvable', 'packages/engine/src/w6.ts', "import '@auction-trader/core/src/a.ts';\n"],
  ['not-to-apps', 'packages/engine/src/w7.ts', "import '../../../apps/backtester/src/main.ts';\n"],
  ['only-by-name', 'packages/engine/src/w8.ts', "import '../../core/src/index.ts';\n"],
  ['only-through-index', 'packages/engine/src/w9.ts', "import '../../core/src/a.ts';\n"],
  ['sans-io', 'packages/engine/src/w10.ts', "import 'node:fs';\n"],
  ['declared-dependencies', 'packages/core/src/w11.ts', "import 'vitest';\n"],
  ['no-circular', 'packages/core/src/w12.ts', "import './w12.ts';\n"],
  ['no-orphans', 'packages/core/src/w13.ts', 'export const alone = 1;\n'],
];

function checkLayers(wrong: typeof WRONG) {
  const files = Object.fromEntries(wrong.map(([, file, text]) => [file, text]));
  using temporary = temporaryFolder({ ...RIGHT, ...files });
  const { folder } = temporary;
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.base.json', 'package.json']) {
    cpSync(join(root, file), join(folder, file));
  }
  link(join(root, 'node_modules', 'vitest'), join(folder, 'node_modules', 'vitest'));
  for (const user of [...PACKAGES.map((name) => `packages/${name}`), 'apps/backtester']) {
    write(folder, `${user}/package.json`, readFileSync(join(root, user, 'package.json'), 'utf8'));
    // A wrong arrow must be found even where the other package can be reached.
    for (const used of PACKAGES) {
      link(join(folder, 'packages', used), join(folder, user, 'node_modules', '@auction-trader', used));
    }
  }
  return runTool(folder, 'depcruise', ['--config', '.dependency-cruiser.cjs', 'packages', 'apps']);
}

it('passes a workspace whose arrows are right, having read its imports', () => {
  const { status, output } = checkLayers([]);
  expect(output).toContain('no dependency violations found');
  const [, modules, dependencies] = /\((\d+) modules, (\d+) dependencies/.exec(output) ?? [];
  expect(Number(modules)).toBeGreaterThanOrEqual(Object.keys(RIGHT).length);
  expect(Number(dependencies)).toBe(RIGHT_IMPORTS);
  expect(status).toBe(0);
});

it('fails on one wrong import', () => {
  const { status, output } = checkLayers(WRONG.slice(0, 1));
  expect(output).toContain('1 dependency violations (1 errors');
  expect(status).not.toBe(0);
});

it('finds every kind of wrong import', () => {
  const { status, output } = checkLayers(WRONG);
  for (const [rule, file] of WRONG) expect(output).toContain(`error ${rule}: ${file}`);
  expect(status).not.toBe(0);
});
