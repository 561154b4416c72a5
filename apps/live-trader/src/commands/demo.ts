import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { defaultAccounts, type RunningSimulator, startSimulator } from '@auction-trader/bybit-simulator';
import {
  addCommonOptions,
  type CommandContext,
  type CommonOptions,
  parseTime,
  runCommand,
  type Service,
  systemClock,
  untilStopped,
} from '@auction-trader/command-line';
import { AuctionTraderError, type ConfigOption } from '@auction-trader/core';
import { importFiles, openTickStore } from '@auction-trader/ingestion';
import { type Command, InvalidArgumentError } from 'commander';
import { confirmationText } from '../confirmation.ts';
import { readInstanceNote } from '../instance-file.ts';
import { marketClock } from '../market-clock.ts';
import { PROJECT_FOLDER } from '../project-folder.ts';
import { type RunningInstance, startInstance } from '../running-instance.ts';
import type { TraderPrograms, VenueAccess } from '../trader-options.ts';
import { watchedService } from './watched-service.ts';

interface DemoOptions extends CommonOptions {
  readonly speed: number;
  readonly trades?: number;
}

/** The bundled sample: real trades, see the note beside them. */
const SAMPLE = {
  folder: join(PROJECT_FOLDER, 'examples/data/ltcusdt'),
  symbol: 'LTCUSDT',
  tick: '0.01',
  lot: '0.001',
  /** What the trader has stored before it starts; the venue plays on from there. */
  before: ['LTCUSDT-2025-06-21.csv.gz'],
  opens: '2025-06-22',
};

/** Stores of the demonstration, apart from the user's and new each time. */
const STORES = join(PROJECT_FOLDER, '.demo/live');
const LOOK_EVERY_MS = 1000;

/** The demonstration has shown what it was asked for. */
class EnoughTrades extends Error {}

/** `demo`. */
export function addDemoCommand(program: Command, programs: TraderPrograms): void {
  const command = program
    .command('demo')
    .description('trade the bundled real sample on a simulated venue: no internet, no keys, no money')
    .option('--speed <factor>', 'minutes of the market in one minute', positive, 20)
    .option('--trades <count>', 'end after so many closed trades', positive);
  addCommonOptions(command, 'demo', 'demo --speed 10 --trades 3').action((options: DemoOptions) =>
    runCommand(options, (context) => demo(context, options, programs), demoKeys()),
  );
}

function positive(text: string): number {
  if (/^\d{1,4}$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError('Give a whole number above 0.');
}

function demoKeys(): ConfigOption[] {
  const option = 'demo';
  return [
    { key: 'instrument.symbol', value: SAMPLE.symbol, option },
    { key: 'instrument.tick_size', value: SAMPLE.tick, option },
    { key: 'instrument.lot_size', value: SAMPLE.lot, option },
    { key: 'database.data_dir', value: STORES, option },
    { key: 'risk.max_daily_loss', value: '500', option },
    { key: 'monitoring.log_features_every_minute', value: 'false', option },
    // At this speed starting takes minutes of the market, and a moment of this machine many seconds.
    { key: 'startup.warmup_max_missing_minutes', value: '10', option },
    { key: 'startup.late_grace_ms', value: '2000', option },
    { key: 'monitoring.feed_stale_seconds', value: '60', option },
  ];
}

async function demo(context: CommandContext, options: DemoOptions, programs: TraderPrograms): Promise<void> {
  await prepareStores(context);
  const simulator = await startSimulator({
    clock: systemClock,
    origin: {
      kind: 'store',
      dir: join(STORES, 'venue'),
      symbol: SAMPLE.symbol,
      fromMs: parseTime(SAMPLE.opens, 'demo'),
      untilMs: null,
    },
    speed: options.speed,
    accounts: defaultAccounts(1),
  });
  try {
    await untilStopped(async () => {
      const instance = await startOn(simulator, context, programs);
      context.notice(`the trader answers on ${instance.address}; Ctrl-C ends it`);
      return acting(context, instance, options.trades ?? Number.POSITIVE_INFINITY);
    });
  } catch (error) {
    if (!(error instanceof EnoughTrades)) throw error;
  } finally {
    await simulator.close();
  }
}

/** The venue knows all of the sample, the trader what came before the venue opens. */
async function prepareStores({ config, notice }: CommandContext): Promise<void> {
  if (!existsSync(SAMPLE.folder)) {
    throw new AuctionTraderError('the bundled sample is not there', {
      code: 'NO_SAMPLE',
      details: { file: SAMPLE.folder },
      hint: 'Clone the repository again.',
    });
  }
  const other = readInstanceNote(STORES);
  if (other !== null) {
    throw new AuctionTraderError(`a demonstration runs already, as process ${other.pid}`, {
      code: 'DEMO_RUNS',
      exitCode: 2,
      hint: 'End it with Ctrl-C first: this one would take its stores away.',
    });
  }
  rmSync(STORES, { recursive: true, force: true });
  mkdirSync(STORES, { recursive: true, mode: 0o700 });
  notice(`reading the sample of ${SAMPLE.symbol} ...`);
  const { symbol, tick: tickSize, lot: lotSize } = SAMPLE;
  // The sample is of another venue; here it plays the one that is traded on.
  const facts = { venue: config.instrument.exchange, symbol, tickSize, lotSize };
  await importFiles(openTickStore(join(STORES, 'venue')), { trades: [SAMPLE.folder], ...facts });
  const before = SAMPLE.before.map((name) => join(SAMPLE.folder, name));
  const own = openTickStore(join(STORES, config.database.raw_db));
  await importFiles(own, { trades: before, ...facts });
}

async function startOn(
  simulator: RunningSimulator,
  context: CommandContext,
  programs: TraderPrograms,
): Promise<RunningInstance> {
  const { config, log, redactor } = context;
  const [account] = simulator.accounts;
  const venue: VenueAccess = {
    testnet: false,
    baseUrl: simulator.url,
    wsUrl: simulator.webSocketUrl,
    credentials: { key: account!.key, secret: account!.secret },
  };
  return startInstance({
    mode: 'live',
    config,
    dataDir: STORES,
    venue,
    clock: await marketClock(venue, systemClock),
    machineClock: systemClock,
    log,
    redactor,
    // Nothing of the user's: this is no trading of theirs.
    env: {},
    withDashboard: false,
    programs,
  });
}

/** Plays the operator: activates once warm, and has seen enough after so many trades. */
function acting(context: CommandContext, instance: RunningInstance, most: number): Service {
  const { trader } = instance;
  const watched = watchedService(context, instance);
  let end: (reason: unknown) => void = () => {};
  const ended = new Promise<never>((_, reject) => {
    end = reject;
  });
  let activated = false;
  let asking = false;
  let cancel = () => {};
  const look = () => {
    const { warmup, symbol, stats, activation, feed } = trader.state();
    activated ||= activation === 'ACTIVE';
    // Asked for too early, it would be refused.
    if (!activated && !asking && warmup.ready && feed.connected && !feed.stale) {
      asking = true;
      const confirm = confirmationText(symbol);
      trader.operator({ kind: 'activate', confirm }, 'demo').then(() => {
        asking = false;
      }, end);
    }
    if (stats.total_trades >= most) end(new EnoughTrades());
    else cancel = systemClock.after(LOOK_EVERY_MS, look);
  };
  look();
  return {
    failed: Promise.race([watched.failed, ended]),
    stop() {
      cancel();
      return watched.stop();
    },
  };
}
