import {
  addCommonOptions,
  type CommandContext,
  type CommonOptions,
  runCommand,
  systemClock,
} from '@auction-trader/command-line';
import type { Command } from 'commander';
import { findInstance } from '../instance-client.ts';
import { renderScreen } from '../terminal/render-screen.ts';
import { dataFolder } from './live-options.ts';

/** Exit status when no instance runs. */
const NOT_RUNNING = 3;
const PLAIN_WIDTH = 160;

/** `status`. */
export function addStatusCommand(program: Command): void {
  addCommonOptions(
    program.command('status').description('show what the running instance does'),
    'status',
    'status --json',
  ).action((options: CommonOptions) => runCommand(options, status));
}

async function status(context: CommandContext): Promise<void> {
  const dataDir = dataFolder(context);
  const client = await findInstance(dataDir, systemClock);
  if (client === null) {
    context.result({ running: false }, () => `no live trader runs on ${dataDir}`);
    process.exitCode = NOT_RUNNING;
    return;
  }
  const state = await client.state();
  const { pid, address, started_ms } = client.note;
  context.result({ running: true, pid, address, started_ms, state }, () => {
    const { isTTY, columns } = process.stdout;
    const width = isTTY ? columns : PLAIN_WIDTH;
    const screen = renderScreen(state, { width, colours: isTTY && !process.env['NO_COLOR'], log: [] });
    return `${screen}\n\nprocess ${pid}, ${address}`;
  });
}
