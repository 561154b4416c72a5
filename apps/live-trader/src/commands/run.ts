import {
  addCommonOptions,
  type CommandContext,
  type CommonOptions,
  runCommand,
  systemClock,
  untilStopped,
} from '@auction-trader/command-line';
import type { Command } from 'commander';
import { requireLiveSafety, venueAccess } from '../live-safety.ts';
import { marketClock } from '../market-clock.ts';
import { startInstance } from '../running-instance.ts';
import type { TraderPrograms } from '../trader-options.ts';
import { makeDataFolder, tradingMode } from './live-options.ts';
import { watchedService } from './watched-service.ts';

interface RunOptions extends CommonOptions {
  readonly mode?: string;
  readonly confirmLive?: boolean;
  readonly withDashboard?: boolean;
}

/** `run`. */
export function addRunCommand(program: Command, programs: TraderPrograms): void {
  const command = program
    .command('run')
    .description('trade, or watch, until Ctrl-C: dry_run, paper, shadow or live')
    .option('-m, --mode <mode>', 'dry_run, paper, shadow, live (default: TRADING_MODE, or paper)')
    .option('--confirm-live', 'needed for live: real orders may be sent')
    .option('--with-dashboard', 'listen on dashboard.host and dashboard.port (default: any free local port)');
  addCommonOptions(
    command,
    'run',
    'run --mode paper --with-dashboard --set symbol=ETHUSDT',
    'run --mode live --confirm-live --set max_daily_loss=100',
  ).action((options: RunOptions) =>
    runCommand(options, (context) => run(context, options, programs), [], true),
  );
}

async function run(context: CommandContext, options: RunOptions, programs: TraderPrograms): Promise<void> {
  const { config, log, redactor } = context;
  const { env } = process;
  const mode = tradingMode(options.mode, env);
  if (mode === 'live') requireLiveSafety(config, env, options.confirmLive ?? false);
  const venue = venueAccess(env, mode);
  const dataDir = makeDataFolder(context);
  await untilStopped(async () => {
    const instance = await startInstance({
      mode,
      config,
      venue,
      dataDir,
      log,
      redactor,
      env,
      programs,
      clock: await marketClock(venue, systemClock),
      machineClock: systemClock,
      withDashboard: options.withDashboard ?? false,
      liveConfirmed: options.confirmLive ?? false,
    });
    log.info({ mode, symbol: config.instrument.symbol, address: instance.address }, 'started');
    return watchedService(context, instance);
  });
}
