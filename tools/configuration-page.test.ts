import { expect, it } from 'vitest';
import { CONFIG_KEYS } from '../packages/core/src/index.ts';
import { configurationPage } from './configuration-page.ts';

// After a change of a key, write it anew: vitest run tools/configuration-page --update
it('docs/configuration-keys.md is up to date', async () => {
  await expect(configurationPage()).toMatchFileSnapshot('../docs/configuration-keys.md');
});

it('names every key with its default', () => {
  const lines = configurationPage().split('\n');
  for (const key of CONFIG_KEYS) {
    const start = `| \`${key.name}\` | \`${String(key.default)}\` |`;
    expect(lines.filter((line) => line.startsWith(start))).toHaveLength(1);
  }
});
