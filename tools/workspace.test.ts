import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './run-tool.ts';

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const manifests = globSync('{packages,apps}/*/package.json', { cwd: root }).map((file) =>
  file.replaceAll('\\', '/'),
);

describe.each(manifests)('%s', (file) => {
  const manifest = JSON.parse(read(file));

  it('says who made it, under which license, and for which Node', () => {
    expect(manifest).toMatchObject({
      name: `@auction-trader/${basename(dirname(file))}`,
      license: 'MIT',
      author: 'Auction Trader contributors',
      type: 'module',
      sideEffects: false,
      engines: { node: '>=24' },
    });
  });

  it('offers its source before its build, and only ES modules', () => {
    for (const [entry, target] of Object.entries<Record<string, string>>(manifest.exports)) {
      if (entry === './package.json') continue;
      expect(Object.keys(target)).toEqual(['@auction-trader/source', 'types', 'import']);
    }
  });

  it('pins what it depends on', () => {
    for (const [name, version] of Object.entries<string>(manifest.dependencies ?? {})) {
      expect([name, version]).toEqual([
        name,
        expect.stringMatching(/^(workspace:\*|catalog:|\d+\.\d+\.\d+[\w.-]*)$/),
      ]);
    }
  });
});

it('finds the packages', () => {
  expect(manifests).toContain('packages/core/package.json');
  expect(manifests).toContain('apps/backtester/package.json');
});

it('pins packages without naming a registry', () => {
  const lock = read('pnpm-lock.yaml');
  expect(lock).toContain('integrity: sha512-');
  expect(lock).not.toMatch(/tarball:|:\/\//);
});
