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
import { watchInstance } from '../terminal/watch-instance.ts';
import type { TraderPrograms } from '../trader-options.ts';
import { makeDataFolder, tradingMode } from './live-options.ts';
import { runSummary, runSummaryText } from './run-summary.ts';

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
  const instance = await startInstance({
    mode,
    config,
    venue,
    log,
    redactor,
    env,
    programs,
    dataDir: makeDataFolder(context),
    clock: await marketClock(venue, systemClock),
    machineClock: systemClock,
    withDashboard: options.withDashboard ?? false,
  });
  log.info({ mode, symbol: config.instrument.symbol, address: instance.address }, 'started');
  const { trader } = instance;
  const watch = watchInstance(context, trader, systemClock);
  try {
    await untilStopped(trader.failed, () => instance.stop());
  } finally {
    watch.close();
    const state = trader.state();
    context.result(runSummary(state, trader.counters()), () => runSummaryText(state, trader.counters()));
  }
}
