import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli } from '../testing/run-cli.ts';
import { temporaryFolder, writeFile } from '../testing/temporary-folder.ts';

const cwd = temporaryFolder(afterAll);
const config = writeFile(cwd, 'my.yaml', 'va_fraction: 0.68\n\nsizing:\n  risk_pct: 0.015\n');

describe('config print', () => {
  it('shows each value with its source', async () => {
    const env = { DATA_DIR: 'elsewhere', BYBIT_API_SECRET: 'abc123' };
    const result = await runCli(['config', 'print', '-c', config, '--set', 'accept_outside_k=2'], {
      cwd,
      env,
    });
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout).toMatch(/^value_area\.va_fraction +0\.68 +.*my\.yaml$/m);
    expect(result.stdout).toMatch(/^sizing\.risk_pct +0\.015 +.*my\.yaml$/m);
    expect(result.stdout).toMatch(/^signal\.accept_outside_k +2 +--set$/m);
    expect(result.stdout).toMatch(/^database\.data_dir +elsewhere +env DATA_DIR$/m);
    expect(result.stdout).toMatch(/^risk\.max_daily_loss +null +default$/m);
    expect(result.stdout).toMatch(/^BYBIT_API_SECRET +\(hidden\) +environment$/m);
    expect(result.stdout).not.toContain('abc123');
  });

  it('prints one JSON document, without secrets', async () => {
    const set = ['--set', 'token=abc123', '--set', 'questdb_url=http://me:abc123@localhost:9000'];
    const { code, stdout } = await runCli(['config', 'print', '--json', ...set], { cwd });
    expect(code).toBe(0);
    const { settings } = JSON.parse(stdout) as {
      settings: { key: string; value: unknown; source: string }[];
    };
    const setting = (key: string) => settings.find((one) => one.key === key);
    expect(setting('value_area.va_fraction')).toEqual({
      key: 'value_area.va_fraction',
      value: 0.7,
      source: 'default',
    });
    expect(setting('dashboard.token')?.value).toBe('(hidden)');
    expect(setting('database.questdb_url')?.value).toBe('http://(hidden)@localhost:9000');
    expect(stdout).not.toContain('abc123');
  });

  it('reads ./config/default.yaml of the folder it is started in, unless told otherwise', async () => {
    const folder = join(cwd, 'with-default');
    mkdirSync(join(folder, 'config'), { recursive: true });
    writeFile(folder, 'config/default.yaml', 'va_fraction: 0.75\n');
    const printed = async (env: Record<string, string>, ...args: string[]) =>
      (await runCli(['config', 'print', ...args], { cwd: folder, env })).stdout;
    expect(await printed({})).toMatch(/^value_area\.va_fraction +0\.75 +config.default\.yaml$/m);
    expect(await printed({ AUCTION_TRADER_CONFIG: config })).toMatch(/va_fraction +0\.68 /);
    expect(await printed({ AUCTION_TRADER_CONFIG: 'missing.yaml' }, '-c', config)).toMatch(
      /va_fraction +0\.68 /,
    );
  });
});

describe('config check', () => {
  it('accepts a valid configuration', async () => {
    const result = await runCli(['config', 'check', '-c', 'my.yaml'], { cwd });
    expect(result).toEqual({ code: 0, stdout: 'the configuration is valid (my.yaml)\n', stderr: '' });
  });

  it.each([
    [
      'unknown key',
      'signal:\n  of_entri_min: 1\n',
      ['of_entri_min', 'wrong.yaml, row 2', 'signal.of_entry_min'],
    ],
    [
      'out of range',
      '# a\n\nva_fraction: 0.99\n',
      ['va_fraction is 0.99', 'wrong.yaml, row 3', 'from 0.5 to 0.95'],
    ],
    ['not YAML', 'a: 1\nb: [1,\n', ['not valid YAML', 'wrong.yaml, row']],
    [
      'a key twice',
      'va_fraction: 0.7\nva_fraction: 0.6\n',
      ['not valid YAML', 'unique', 'wrong.yaml, row 2'],
    ],
    ['not a mapping', '- 1\n', ['key: value', 'wrong.yaml, row 1']],
  ])('refuses %s, with file, row and remedy', async (_, yaml, expected) => {
    const file = writeFile(cwd, 'wrong.yaml', yaml);
    const { code, stdout, stderr } = await runCli(['config', 'check', '--config', file], { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^error: /);
    for (const part of [...expected, 'what to do: ']) expect(stderr).toContain(part);
    expect(stderr).not.toContain('    at ');
  });

  it.each([
    [['-c', 'nowhere.yaml'], {}, ['does not exist', 'nowhere.yaml']],
    [[], { AUCTION_TRADER_CONFIG: 'nowhere.yaml' }, ['does not exist', 'nowhere.yaml']],
    [['-c', '.'], {}, ['cannot be read']],
    [['--set', 'slipage_ticks_exit=3'], {}, ['slipage_ticks_exit', 'execution.slippage_ticks_exit']],
    [['--set', 'va_fraction'], {}, ['key=value']],
    [['--log-level', 'loud'], {}, ['loud is not a log level', '--log-level']],
    [[], { LOG_LEVEL: 'loud' }, ['loud is not a log level', 'LOG_LEVEL']],
    [[], { DASHBOARD_PORT: '0' }, ['DASHBOARD_PORT is 0']],
    [['--nonsense'], {}, ["unknown option '--nonsense'"]],
    [['extra'], {}, ['too many arguments']],
  ])('refuses %j with %j', async (args, env, expected) => {
    const { code, stdout, stderr } = await runCli(['config', 'check', ...args], { cwd, env });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    for (const part of [...expected, 'what to do: ']) expect(stderr).toContain(part);
  });

  it('shows where an error came from only with --log-level debug', async () => {
    const { stderr } = await runCli(['config', 'check', '-c', 'nowhere.yaml', '--log-level', 'debug'], {
      cwd,
    });
    expect(stderr).toContain('    at ');
    expect(stderr).toContain('caused by Error: ENOENT');
  });
});
