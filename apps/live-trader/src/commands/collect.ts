import {
  addCommonOptions,
  type CommandContext,
  type CommonOptions,
  countText,
  runCommand,
  type Service,
  systemClock,
  untilStopped,
} from '@auction-trader/command-line';
import type { Command } from 'commander';
import { claimDataFolder } from '../instance-file.ts';
import { venueAccess } from '../live-safety.ts';
import { marketClock } from '../market-clock.ts';
import type { RunningCollector, TraderPrograms } from '../trader-options.ts';
import { makeDataFolder } from './live-options.ts';

interface CollectOptions extends CommonOptions {
  readonly symbol?: string;
}

const LINE_EVERY_MS = 60_000;

/** `collect`. */
export function addCollectCommand(program: Command, programs: TraderPrograms): void {
  const command = program
    .command('collect')
    .description('record the market until Ctrl-C; no signals, no orders, no keys')
    .option('--symbol <symbol>', 'the instrument (default: instrument.symbol)');
  addCommonOptions(command, 'collect --symbol BTCUSDT').action((options: CollectOptions) => {
    const { symbol } = options;
    const keys =
      symbol === undefined ? [] : [{ key: 'instrument.symbol', value: symbol, option: '--symbol' }];
    return runCommand(options, (context) => collect(context, programs), keys, true);
  });
}

async function collect(context: CommandContext, programs: TraderPrograms): Promise<void> {
  const { config, log, redactor } = context;
  const dataDir = makeDataFolder(context);
  const venue = venueAccess(process.env, 'dry_run');
  const release = claimDataFolder(dataDir);
  try {
    await untilStopped(async () => {
      const clock = await marketClock(venue, systemClock);
      const parts = { config, dataDir, venue, clock, log, redactor };
      return recording(context, await programs.startCollector(parts));
    });
  } finally {
    release();
  }
}

/** A recorder that tells each minute how far it is. */
function recording({ config, log, result }: CommandContext, collector: RunningCollector): Service {
  const { symbol } = config.instrument;
  let cancel = () => {};
  const line = () => {
    log.info({ symbol, ...collector.progress() }, 'recording');
    cancel = systemClock.after(LINE_EVERY_MS, line);
  };
  line();
  return {
    failed: collector.failed,
    async stop() {
      cancel();
      await collector.stop();
      const { frames, trades, quotes } = collector.progress();
      const text = `${countText(trades)} trades and ${countText(quotes)} quotes in ${countText(frames)} messages`;
      result({ symbol, frames, trades, quotes }, () => `${symbol}: ${text}`);
    },
  };
}
