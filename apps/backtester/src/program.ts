import { addConfigCommand, addVersionCommand } from '@auction-trader/command-line';
import { Command } from 'commander';
import { addCompareCommand } from './commands/compare.ts';
import { addDataCommand } from './commands/data.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addDownloadCommand } from './commands/download.ts';
import { addFeaturesCommand } from './commands/features.ts';
import { addGridCommand } from './commands/grid.ts';
import { addImportCommand } from './commands/import.ts';
import { addProfileCommand } from './commands/profile.ts';
import { addQueryCommand } from './commands/query.ts';
import { addRebuildCommand } from './commands/rebuild.ts';
import { addRunCommand } from './commands/run.ts';
import { addSynthCommand } from './commands/synth.ts';
import { addWorkerCommand } from './commands/worker.ts';
import { programVersion } from './program-version.ts';

/** The whole command line. */
export function createProgram(): Command {
  const program = new Command('backtester')
    .description('Backtests auction market strategies on real ticks.')
    .version(programVersion())
    .showHelpAfterError('  what to do: see "backtester --help"');
  addDemoCommand(program);
  addDownloadCommand(program);
  addImportCommand(program);
  addRunCommand(program);
  addGridCommand(program);
  addFeaturesCommand(program);
  addProfileCommand(program);
  addDataCommand(program);
  addQueryCommand(program);
  addCompareCommand(program);
  addWorkerCommand(program);
  addRebuildCommand(program);
  addSynthCommand(program);
  addConfigCommand(program);
  addVersionCommand(program, programVersion());
  return program;
}
