import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ACTION_KINDS, frameEffect, requestEffect, upgradeEffect } from './faults/effects.ts';
import { parseFaultScript } from './faults/parse-fault-script.ts';
import { ENDPOINTS } from './server/endpoints.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

it('names every endpoint', () => {
  for (const { path } of ENDPOINTS) {
    const [, group, name] = /^\/v5\/([\w-]+)\/(.+)$/.exec(path)!;
    const single = name!.replace(/^(create|amend|cancel)-batch$/, '$1');
    const row = readme.split('\n').find((line) => line.startsWith(`| ${group} |`)) ?? '';
    expect(row.includes(`\`${single}\``) || readme.includes(`\`${group}/${name}\``), path).toBe(true);
  }
});

it('names every fault', () => {
  const schemas = [requestEffect, frameEffect, upgradeEffect];
  const kinds = schemas.flatMap(({ options }) => options.map(({ shape }) => shape.kind.value));
  for (const kind of [...kinds, ...ACTION_KINDS]) expect(readme, kind).toContain(`\`${kind}\``);
});

it('shows a script that is one', () => {
  const script = /```json\n([\s\S]*?)```/.exec(readme)![1]!;
  expect(parseFaultScript(JSON.parse(script)).rules).toHaveLength(4);
});
