import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TickSource } from '@auction-trader/core';
import { formatUtcDay, openTickStore } from '@auction-trader/ingestion';
import {
  makeSearchPlan,
  type OutcomeSink,
  runSearch,
  runSearchOnQueue,
  type SearchPlan,
  SearchStore,
} from '@auction-trader/research';
import { hasRedis, type RedisServer, startRedis } from '../../../tools/redis-server.ts';
import { denseStoreDir } from '../data/dense-market.ts';
import { scratchFolder } from '../data/folders.ts';
import { interleave } from '../harness/interleave.ts';
import type { Row } from '../harness/row.ts';
import type { Scale } from '../harness/scale.ts';
import { spread, spreadOfRatios } from '../harness/spread.ts';

const PROGRAM = fileURLToPath(new URL('../../../apps/backtester/src/main.ts', import.meta.url));
const WORKERS = 2;

/**
 * A search by two worker processes of this machine over Redis, against the same search by two threads: ticks, bars,
 * profiles, sets, and results written to SQLite.
 */
export async function measure(scale: Scale): Promise<Row[]> {
  if (!hasRedis('  queue')) return [];
  const server = await startRedis();
  const storeDir = await denseStoreDir(scale);
  const dataDir = scratchFolder('queue');
  const workers = await startWorkers(server, storeDir, dataDir);
  try {
    return [await measureQueue(scale, server, storeDir, dataDir)];
  } finally {
    for (const worker of workers) worker.kill('SIGTERM');
    await Promise.all(workers.map((worker) => worker.exitCode ?? once(worker, 'exit')));
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measureQueue(
  scale: Scale,
  { url }: RedisServer,
  storeDir: string,
  dataDir: string,
): Promise<Row> {
  const source = openTickStore(storeDir).source('BTCUSDT');
  const plan = searchPlan(source, scale);
  const openSource = () => source;
  const cacheFolder = () => join(dataDir, 'cache');
  const results: string[] = [];
  const local = (sink: OutcomeSink) =>
    runSearch(plan, { openSource, sink, workers: WORKERS, cacheFolder, storeFolder: storeDir });
  const queue = (sink: OutcomeSink) => runSearchOnQueue(plan, { openSource, sink, redisUrl: url });
  const times = await interleave(
    {
      local: { run: async () => results.push(await stored(plan, dataDir, local)) },
      queue: { run: async () => results.push(await stored(plan, dataDir, queue)) },
    },
    { warmups: 1, rounds: scale.slowRounds },
  );
  if (new Set(results).size !== 1) throw new Error('the search over the queue gave other results');
  const rate = (measured: readonly number[]) => (plan.sets.length / spread(measured).value) * 1e3;
  return {
    id: 'queue',
    what: `rate of a search of ${plan.sets.length} sets by ${WORKERS} worker processes over Redis`,
    against: `that of ${WORKERS} threads without it`,
    ...spreadOfRatios(times.local, times.queue),
    unit: 'times',
    goal: { kind: 'at least', value: 0.8 },
    figures: `${rate(times.queue).toFixed(0)} sets/s against ${rate(times.local).toFixed(0)} sets/s`,
  };
}

/** Runs a search into a store of its own; its results as one text. */
async function stored(
  plan: SearchPlan,
  dataDir: string,
  run: (sink: OutcomeSink) => Promise<unknown>,
): Promise<string> {
  const file = join(dataDir, 'searches.db');
  const store = SearchStore.open(file);
  const id = store.begin(plan);
  await run({ take: (outcomes) => store.add(id, outcomes) });
  const results = JSON.stringify(store.outcomes(id));
  store.remove(id);
  store.close();
  return results;
}

/** Sets of a usual sweep, as `parameters` has them, more of them. */
function searchPlan({ instrument, days, dataHash }: TickSource, { name }: Scale): SearchPlan {
  const buffers = Array.from({ length: name === 'full' ? 30 : 10 }, (_, at) => at);
  const { venue, symbol } = instrument;
  return makeSearchPlan({
    base: {},
    strategy: 'auction',
    space: {
      parameters: [
        { key: 'risk.cooldown_minutes', values: [0, 1, 3, 5, 10] },
        { key: 'signal.accept_outside_k', values: [1, 2, 3, 4, 5] },
        { key: 'risk.max_hold_minutes', values: [15, 30, 60, 120] },
        { key: 'risk.stop_buffer_ticks', values: buffers },
      ],
      constraints: [],
      sampling: { kind: 'grid' },
    },
    periods: [
      { venue, symbol, fromDay: formatUtcDay(days[0]!), toDay: formatUtcDay(days.at(-1)!), dataHash },
    ],
    maxSets: 10_000,
  });
}

/** Worker processes as a user starts them, that look for work already. */
async function startWorkers(
  { url }: RedisServer,
  storeDir: string,
  dataDir: string,
): Promise<ChildProcess[]> {
  mkdirSync(dataDir, { recursive: true });
  if (dirname(storeDir) !== dirname(dataDir)) throw new Error('the data folder has to lie beside the store');
  const settings = { data_dir: dataDir, raw_db: join('..', basename(storeDir)) };
  const args = Object.entries(settings).flatMap(([key, value]) => ['--set', `database.${key}=${value}`]);
  const execArgv = process.execArgv.filter((option) => option !== '--expose-gc');
  const workers = Array.from({ length: WORKERS }, () =>
    spawn(process.execPath, [...execArgv, PROGRAM, 'worker', '--redis', url, '--threads', '1', ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    }),
  );
  await Promise.all(workers.map(isReady));
  return workers;
}

async function isReady({ stderr }: ChildProcess): Promise<void> {
  let said = '';
  for await (const text of stderr!.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    said += text;
    if (said.includes('working for searches')) break;
  }
  if (!said.includes('working for searches')) throw new Error(`a worker did not start: ${said}`);
  stderr!.resume();
}
