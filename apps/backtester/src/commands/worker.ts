import { hostname } from 'node:os';
import {
  addCommonOptions,
  type CommandContext,
  type CommonOptions,
  dayText,
  runCommand,
  type Service,
  untilStopped,
} from '@auction-trader/command-line';
import { AuctionTraderError, type ConfigOption } from '@auction-trader/core';
import type { StoredSymbol, TickStore } from '@auction-trader/ingestion';
import {
  BatchRunner,
  printableRedisUrl,
  RESULT_VERSION,
  type SearchPeriod,
  serveSearches,
} from '@auction-trader/research';
import type { Command } from 'commander';
import { workerCount } from '../grid/thread-options.ts';
import { cacheFolder, openStore } from '../open-market.ts';

interface WorkerOptions extends CommonOptions {
  readonly redis: string;
  readonly threads?: string;
}

/** `worker`. */
export function addWorkerCommand(program: Command): void {
  const command = program
    .command('worker')
    .description('work for the searches of other machines ("grid run --redis"), until it is stopped')
    .requiredOption('--redis <url>', 'where searches are handed out: redis://:PASSWORD@HOST:6379')
    .option('--threads <count>', 'sets run at a time (default: backtest.workers)');
  addCommonOptions(command, 'worker --redis redis://127.0.0.1:6379').action((options: WorkerOptions) =>
    runCommand(options, (context) => work(context, options.redis), threadKeys(options), true),
  );
}

function threadKeys({ threads }: WorkerOptions): ConfigOption[] {
  return threads === undefined ? [] : [{ key: 'backtest.workers', value: threads, option: '--threads' }];
}

async function work(context: CommandContext, redisUrl: string): Promise<void> {
  await untilStopped(() => startWorker(context, redisUrl));
}

async function startWorker(context: CommandContext, redisUrl: string): Promise<Service> {
  const { notice } = context;
  const store = openStore(context);
  const threads = workerCount(context);
  const runner = new BatchRunner({
    threads,
    openSource: (period) => periodSource(store, period),
    cacheFolder: (period) => cacheFolder(context, period),
    storeFolder: store.dir,
    notice,
  });
  const worker = await serveSearches({
    redisUrl,
    name: `${hostname()}-${process.pid}`,
    threads,
    resultVersion: RESULT_VERSION,
    lack: (period) => lackOf(store, period),
    run: (plan, batch) => runner.run(plan, batch),
    forget: (planHash) => runner.forget(planHash),
    notice,
  });
  notice(
    `working for searches on ${printableRedisUrl(redisUrl)} with ${threads} ${threads === 1 ? 'thread' : 'threads'}; Ctrl-C ends it`,
  );
  notice(storeText(store));
  return {
    failed: worker.failed,
    async stop() {
      await worker.stop();
      await runner.close();
    },
  };
}

function periodSource(store: TickStore, { venue, symbol, fromDay, toDay }: SearchPeriod) {
  return store.source(symbol, { venue, fromDay, toDay });
}

/** Why a period's ticks cannot be had from a store; null when they are there, with the same content. */
function lackOf(store: TickStore, period: SearchPeriod): string | null {
  try {
    const { dataHash } = periodSource(store, period);
    if (dataHash === period.dataHash) return null;
    return `${store.dir} has other ticks there; copy the store of the machine that searches, or import the same files`;
  } catch (error) {
    if (!(error instanceof AuctionTraderError)) throw error;
    return `${error.message} (in ${store.dir})`;
  }
}

function storeText(store: TickStore): string {
  const symbols = store.list();
  if (symbols.length === 0)
    return `nothing is stored in ${store.dir} yet: work is taken once the ticks are there`;
  return `${store.dir} has ${symbols.map(symbolText).join(', ')}`;
}

function symbolText({ symbol, venue, kinds }: StoredSymbol): string {
  const first = Math.min(...kinds.map(({ firstTimeMs }) => firstTimeMs));
  const last = Math.max(...kinds.map(({ lastTimeMs }) => lastTimeMs));
  return `${venue} ${symbol} ${dayText(first)} to ${dayText(last)}`;
}
