import { join } from 'node:path';
import { execPath } from 'node:process';
import { expect, it } from 'vitest';
import { root, runTool, temporaryFolder } from './run-tool.ts';

const UP = join(root, 'tools', 'up.mjs');
const TELL = `
const { npm_config_registry, npm_config_color, npm_package_name, INIT_CWD } = process.env;
const kept = { npm_config_registry, npm_config_color, npm_package_name, INIT_CWD };
console.log(JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd(), kept, conditions: process.execArgv }));
process.exitCode = 7;
`;

it('hands over arguments, folder and exit code, and only the npm settings that are needed', () => {
  using temporary = temporaryFolder({ 'tell.ts': TELL });
  const { folder } = temporary;
  const env = {
    npm_config_registry: 'http://registry.invalid/',
    npm_config_color: 'always',
    npm_package_name: 'outer',
    INIT_CWD: root,
  };
  const { status, output } = runTool(folder, execPath, [UP, 'node', 'tell.ts', 'a b', '--json'], env);
  expect(status).toBe(7);
  expect(JSON.parse(output)).toEqual({
    args: ['a b', '--json'],
    cwd: expect.stringContaining('auction-trader-tools-'),
    kept: { npm_config_registry: 'http://registry.invalid/' },
    conditions: ['--conditions=@auction-trader/source'],
  });
});

it('says how it is used when the verb is unknown', () => {
  const { status, output } = runTool(root, execPath, [UP, 'no-such-verb']);
  expect(status).toBe(2);
  expect(output).toContain('usage: node tools/up.mjs');
});
