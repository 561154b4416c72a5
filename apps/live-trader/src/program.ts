import { addConfigCommand, addVersionCommand } from '@auction-trader/command-line';
import { Command } from 'commander';
import { addCollectCommand } from './commands/collect.ts';
import { addControlCommands } from './commands/control.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addMaintenanceCommands } from './commands/maintenance.ts';
import { addReplayCommand } from './commands/replay.ts';
import { addRunCommand } from './commands/run.ts';
import { addStatusCommand } from './commands/status.ts';
import { programVersion } from './program-version.ts';
import type { TraderPrograms } from './trader-options.ts';

const ENVIRONMENT = `
Environment:
  BYBIT_API_KEY, BYBIT_API_SECRET  the account (live; shadow reads it)
  BYBIT_TESTNET                    true (default) or false: real market, and in live real money
  BYBIT_BASE_URL, BYBIT_WS_URL     a simulated venue on this machine, e.g. http://127.0.0.1:8650
  ALERT_WEBHOOK_URL                where alerts go; ALERT_WEBHOOK_FORMAT: generic, slack, discord, telegram
  TRADING_MODE, DATA_DIR, LOG_LEVEL, LOG_FILE, DASHBOARD_HOST, DASHBOARD_PORT, DASHBOARD_TOKEN`;

/**
 * The whole command line.
 *
 * @param programs the trader behind it; tests bring one of their own
 */
export function createProgram(programs: TraderPrograms): Command {
  const program = new Command('live-trader')
    .description('Trades auction market strategies on live data: dry_run, paper, shadow, live.')
    .version(programVersion())
    .addHelpText('after', ENVIRONMENT)
    .showHelpAfterError('  what to do: see "live-trader --help"');
  addDemoCommand(program, programs);
  addRunCommand(program, programs);
  addCollectCommand(program, programs);
  addStatusCommand(program);
  addControlCommands(program);
  addReplayCommand(program, programs);
  addMaintenanceCommands(program);
  addDoctorCommand(program);
  addConfigCommand(program);
  addVersionCommand(program, programVersion());
  return program;
}
