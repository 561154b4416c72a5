import type { Command } from 'commander';
import { afterAll, describe, expect, it } from 'vitest';
import { createProgram } from './program.ts';
import { fakePrograms } from './testing/fake-programs.ts';
import { runCli } from './testing/run-cli.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const cwd = temporaryFolder(afterAll);

function leaves(command: Command): Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
}

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
  });
  command.outputHelp();
  return text;
}

describe('the command line', () => {
  it('has the commands', () => {
    expect(leaves(createProgram(fakePrograms)).map((command) => command.name())).toEqual([
      'demo',
      'run',
      'collect',
      'status',
      'activate',
      'deactivate',
      'flatten',
      'resolve',
      'replay',
      'purge',
      'migrate',
      'doctor',
      'check',
      'print',
      'version',
    ]);
  });

  it.each(leaves(createProgram(fakePrograms)).map((command) => [command.name(), command] as const))(
    '%s has help with an example and the common options',
    (_, command) => {
      const help = helpOf(command);
      expect(help).toMatch(/Example:\n {2}\$ live-trader /);
      for (const option of ['--config', '--set', '--json', '--log-level']) expect(help).toContain(option);
      expect(command.description()).not.toBe('');
    },
  );

  it('shows the version', async () => {
    const { code, stdout } = await runCli(['version', '--json'], { cwd, real: true });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'live-trader',
      version: expect.stringMatching(/^\d+\.\d+\./),
    });
  });

  it.each([[['nonsense']], [[]], [['run', '--nonsense']], [['collect', 'extra']]])(
    '%j is bad usage',
    async (args) => {
      const { code, stdout, stderr } = await runCli(args, { cwd });
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).not.toBe('');
    },
  );

  it('takes no secret as an argument', async () => {
    const args = ['run', '--set', 'symbol=the-secret'];
    const result = await runCli(args, { cwd, env: { BYBIT_API_SECRET: 'the-secret' } });
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain('a secret stands in the command line');
    expect(result.stderr).not.toContain('the-secret');
  });

  it('hides the secrets of the environment in what it prints', async () => {
    const env = { BYBIT_API_KEY: 'kkkkkk', BYBIT_API_SECRET: 'ssssss', DASHBOARD_TOKEN: 'tttttt' };
    const { code, stdout } = await runCli(['config', 'print'], { cwd, env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^BYBIT_API_KEY +\(hidden\) +environment$/m);
    expect(stdout).toMatch(/^dashboard\.token +\(hidden\) +env DASHBOARD_TOKEN$/m);
    expect(stdout).not.toMatch(/kkkkkk|ssssss|tttttt/);
  });
});
