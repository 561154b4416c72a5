import { Command } from 'commander';
import { addConfigCommand } from './commands/config.ts';
import { addVersionCommand } from './commands/version.ts';
import { programVersion } from './program-version.ts';

/** The whole command line. */
export function createProgram(): Command {
  const program = new Command('backtester')
    .description('Backtests auction market strategies on real ticks.')
    .version(programVersion())
    .showHelpAfterError('  what to do: see "backtester --help"');
  addConfigCommand(program);
  addVersionCommand(program);
  return program;
}
