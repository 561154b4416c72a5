import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configJsonSchema, defaultConfigYaml } from './config-files.ts';
import { CONFIG_KEYS } from './config-keys.ts';
import { defaultConfig } from './config-schema.ts';
import { resolveConfig } from './resolve-config.ts';

// After a change of a key, write them anew: vitest run packages/core/src/config --update
const FOLDER = '../../../../config';

describe('the files in config/', () => {
  it('default.yaml is up to date', async () => {
    await expect(defaultConfigYaml()).toMatchFileSnapshot(`${FOLDER}/default.yaml`);
  });

  it('schema.json is up to date', async () => {
    const text = `${JSON.stringify(configJsonSchema(), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot(`${FOLDER}/schema.json`);
  });
});

describe('defaultConfigYaml', () => {
  it('reads back as the defaults', () => {
    const content = parse(defaultConfigYaml());
    expect(resolveConfig({ file: { name: 'default.yaml', content } }).config).toEqual(defaultConfig());
  });

  it('names every key, and sets none that follows another', () => {
    const text = defaultConfigYaml();
    for (const key of CONFIG_KEYS) {
      expect(text).toMatch(new RegExp(`^  ${key.follows === null ? '' : '# '}${key.name}: `, 'm'));
    }
  });
});
