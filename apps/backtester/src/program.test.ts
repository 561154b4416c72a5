import type { Command } from 'commander';
import { afterAll, describe, expect, it } from 'vitest';
import { createProgram } from './program.ts';
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
  it.each(leaves(createProgram()).map((command) => [command.name(), command] as const))(
    '%s has help with an example and the common options',
    (_, command) => {
      const help = helpOf(command);
      expect(help).toMatch(/Example:\n {2}\$ backtester /);
      for (const option of ['--config', '--set', '--json', '--log-level']) expect(help).toContain(option);
      expect(command.description()).not.toBe('');
    },
  );

  it('shows the version', async () => {
    const { code, stdout } = await runCli(['version', '--json'], { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'backtester',
      version: expect.stringMatching(/^\d+\.\d+\./),
    });
    expect((await runCli(['--version'], { cwd })).stdout.trim()).toBe(JSON.parse(stdout).version);
  });

  it.each([[['nonsense']], [['config', 'nonsense']], [[]], [['config']]])('%j is bad usage', async (args) => {
    const { code, stdout, stderr } = await runCli(args, { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).not.toBe('');
  });
});
