import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openTickStore, writeSynthetic } from '@auction-trader/ingestion';
import {
  makeSearchPlan,
  runSearch,
  runSearchOnQueue,
  type SearchPeriod,
  SearchStore,
} from '@auction-trader/research';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hasRedis, type RedisServer, startRedis } from '../../../../tools/redis-server.ts';
import { type CliResult, runCli } from '../testing/run-cli.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

// Programs start slowly where many tests run at once.
vi.setConfig({ testTimeout: 180_000 });

const folder = temporaryFolder(afterAll);

/** A running `backtester worker`. */
interface RunningWorker {
  /** Resolves when it looks for work. */
  readonly ready: Promise<void>;
  readonly ended: Promise<CliResult>;
  kill(signal: NodeJS.Signals): void;
}

function startWorker(url: string, cwd: string): RunningWorker {
  const ready = Promise.withResolvers<void>();
  let kill: (signal: NodeJS.Signals) => void = () => {};
  const ended = runCli(['worker', '--redis', url, '--threads', '1'], {
    cwd,
    onStderr(text, killIt) {
      kill = killIt;
      if (text.includes('working for searches')) ready.resolve();
    },
  });
  return { ready: ready.promise, ended, kill: (signal) => kill(signal) };
}

describe.skipIf(!hasRedis('worker processes'))('three worker processes', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  it('give the results of one machine to the byte, though one of them is killed', async () => {
    const ticks = openTickStore(join(folder, 'data', 'ticks'));
    await writeSynthetic(ticks, {
      symbol: 'SYNTHUSDT',
      days: 2,
      tradesPerDay: 6_000,
      seed: 7,
      quotes: false,
    });
    const source = ticks.source('SYNTHUSDT');
    const period: SearchPeriod = {
      venue: source.instrument.venue,
      symbol: 'SYNTHUSDT',
      fromDay: '2024-01-01',
      toDay: '2024-01-02',
      dataHash: source.dataHash,
    };
    const plan = makeSearchPlan({
      // A few hours of ticks are enough for trades.
      base: {
        'instrument.rolling_window_minutes': 60,
        'startup.warmup_minutes': 60,
        'instrument.min_notional': 0,
      },
      strategy: 'auction',
      space: {
        parameters: [
          { key: 'value_area.va_fraction', values: [0.6, 0.64, 0.68, 0.72, 0.76, 0.8] },
          { key: 'risk.stop_buffer_ticks', values: [0, 1, 2, 3, 5, 8, 12, 16, 20, 25] },
          { key: 'signal.accept_outside_k', values: [1, 2] },
        ],
        constraints: [],
        sampling: { kind: 'grid' },
      },
      periods: [period],
      maxSets: 1_000,
    });
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    const stores = ['queue.db', 'local.db'].map((file) => SearchStore.open(join(folder, file)));
    const [queue, local] = stores as [SearchStore, SearchStore];
    const id = queue.begin(plan);
    // Alone at first, so that it has a batch in hand when it is killed.
    const victim = startWorker(server.url, folder);
    const poor = startWorker(server.url, empty);
    await Promise.all([victim.ready, poor.ready]);
    const others = [folder, folder].map((cwd) => startWorker(server.url, cwd));
    const notices: string[] = [];
    await runSearchOnQueue(plan, {
      redisUrl: server.url,
      openSource: () => source,
      sink: { take: (outcomes) => queue.add(id, outcomes) },
      onProgress: () => victim.kill('SIGKILL'),
      onNotice: (text) => notices.push(text),
    });
    await Promise.all(others.map(({ ready }) => ready));
    for (const { kill } of [...others, poor]) kill('SIGTERM');
    local.begin(plan);
    await runSearch(plan, {
      openSource: () => source,
      workers: 1,
      sink: { take: (outcomes) => local.add(id, outcomes) },
    });
    expect(queue.missing(id)).toEqual([]);
    expect(queue.outcomes(id)).toStrictEqual(local.outcomes(id));
    const trades = local.outcomes(id).map(({ figures }) => figures?.metrics['n'] ?? 0);
    expect(trades.filter((count) => count > 0).length).toBeGreaterThan(20);
    for (const store of stores) store.close();
    const ends = await Promise.all(others.map(({ ended }) => ended));
    expect(ends.map(({ code }) => code)).toEqual([0, 0]);
    expect((await victim.ended).code).toBeNull();
    const { stderr } = await poor.ended;
    expect(stderr).toContain('takes none of the work on');
    expect(stderr).not.toContain('working on it');
    expect(notices.join('\n')).toContain('takes none of the work on');
  });

  it('do what "grid run --redis" asks for', async () => {
    const worker = startWorker(server.url, folder);
    const args = ['--symbol', 'SYNTHUSDT', '--params', 'stop_buffer_ticks:1..4', '--out', 'report'];
    const { code, stderr } = await runCli(['grid', 'run', '--redis', server.url, ...args], { cwd: folder });
    worker.kill('SIGINT');
    expect(stderr).toContain('4 sets');
    expect(code).toBe(0);
    const rows = readFileSync(join(folder, 'report', 'sets.csv'), 'utf8')
      .trim()
      .split('\n');
    expect(rows).toHaveLength(5);
    expect(await worker.ended).toMatchObject({ code: 130, stdout: '' });
  });
});

it('says within seconds that there is no Redis, without its password', async () => {
  const { code, stderr } = await runCli(['worker', '--redis', 'redis://:very-secret@127.0.0.1:1'], {
    cwd: folder,
  });
  expect(code).toBe(3);
  expect(stderr).toContain('there is no Redis at redis://127.0.0.1:1');
  expect(stderr).not.toContain('very-secret');
});
