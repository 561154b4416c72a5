import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasRedis, type RedisServer, startRedis } from '../../../../tools/redis-server.ts';
import { makeSearchPlan } from '../search/make-plan.ts';
import type { Batch } from '../search/run-batch.ts';
import type { SearchPeriod, SearchPlan, SetOutcome } from '../search/search-plan.ts';
import { outcomesText } from './outcome-text.ts';
import { KEPT_SECONDS, planKey, QUEUE_PREFIX, resultsKey, SEARCHES_KEY } from './queue-names.ts';
import { type QueueSearchOptions, runSearchOnQueue } from './run-search-on-queue.ts';
import { type QueueWorkerOptions, serveSearches } from './serve-searches.ts';

const DATA = ['a', 'b'].map((letter) => letter.repeat(64));

function period(dataHash: string, symbol: string): SearchPeriod {
  // Five years, so that a job has two sets.
  return { venue: 'bybit', symbol, fromDay: '2020-01-01', toDay: '2024-12-31', dataHash };
}

function searchPlan(sets: number, periods = [period(DATA[0]!, 'BTCUSDT')]): SearchPlan {
  const values = Array.from({ length: sets }, (_, at) => at + 1);
  return makeSearchPlan({
    base: {},
    strategy: 'auction',
    space: {
      parameters: [{ key: 'risk.stop_buffer_ticks', values }],
      constraints: [],
      sampling: { kind: 'grid' },
    },
    periods,
    maxSets: 1_000,
  });
}

/** What the run of a set gives here; minus zero is among it. */
function outcome(setIndex: number, periodIndex: number): SetOutcome {
  if (setIndex % 10 === 7) return { setIndex, periodIndex, figures: null, error: 'the set failed' };
  const metrics = { n: setIndex, pf: setIndex / 7, worst: setIndex === 3 ? null : -0 };
  const figures = { metrics, dailyReturns: [setIndex / 3, -0], firstDay: '2015-01-01' };
  return { setIndex, periodIndex, figures, error: null };
}

const run = async (_: unknown, { periodIndex, setIndexes }: Batch) =>
  setIndexes.map((setIndex) => outcome(setIndex, periodIndex));

function expected({ sets, periods }: SearchPlan): SetOutcome[] {
  return periods.flatMap((_, periodIndex) => sets.map(({ index }) => outcome(index, periodIndex)));
}

function inOrder(outcomes: readonly SetOutcome[]): SetOutcome[] {
  return outcomes.toSorted((a, b) => a.periodIndex - b.periodIndex || a.setIndex - b.setIndex);
}

describe.skipIf(!hasRedis('searches over a queue'))('a search over a queue', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  const worker = (options: Partial<QueueWorkerOptions> = {}) =>
    serveSearches({
      redisUrl: server.url,
      name: 'test',
      threads: 2,
      resultVersion: 1,
      lack: () => null,
      run,
      forget: () => {},
      notice: () => {},
      ...options,
    });

  async function search(plan: SearchPlan, options: Partial<QueueSearchOptions> = {}) {
    const taken: SetOutcome[] = [];
    await runSearchOnQueue(plan, {
      redisUrl: server.url,
      sink: { take: (outcomes) => taken.push(...outcomes) },
      done: new Set(),
      openSource: ({ dataHash }) => ({ hasQuotes: false, dataHash }),
      ...options,
    });
    return taken;
  }

  async function withRedis<Result>(work: (redis: Redis) => Promise<Result>): Promise<Result> {
    const redis = new Redis(server.url);
    try {
      return await work(redis);
    } finally {
      redis.disconnect();
    }
  }

  it('gives every outcome once, as the worker had it, and leaves nothing behind', async () => {
    const plan = searchPlan(40, [period(DATA[0]!, 'BTCUSDT'), period(DATA[1]!, 'ETHUSDT')]);
    const forgotten: string[] = [];
    const working = await worker({ forget: (hash) => forgotten.push(hash) });
    const progress: number[] = [];
    const taken = await search(plan, { onProgress: ({ done }) => progress.push(done) });
    await expect.poll(() => forgotten).toEqual([plan.planHash]);
    await working.stop();
    expect(inOrder(taken)).toStrictEqual(expected(plan));
    expect(progress.at(-1)).toBe(80);
    expect(await withRedis((redis) => redis.keys(`${QUEUE_PREFIX}:*`))).toEqual([]);
  });

  it('runs what is missing only', async () => {
    const plan = searchPlan(30);
    const done = new Set(Array.from({ length: 25 }, (_, at) => `${at}/0`));
    const working = await worker();
    const taken = await search(plan, { done });
    await working.stop();
    expect(inOrder(taken)).toStrictEqual(expected(plan).slice(25));
  });

  it('counts a result that arrives twice once', async () => {
    const plan = searchPlan(20);
    const twice = outcomesText(expected(plan).slice(0, 5));
    await withRedis((redis) => redis.rpush(resultsKey(plan.planHash), twice, twice));
    const working = await worker();
    const taken = await search(plan);
    await working.stop();
    expect(inOrder(taken)).toStrictEqual(expected(plan));
  });

  it('hands nothing to a worker without the data, which says so on both sides', async () => {
    const plan = searchPlan(20, [period(DATA[0]!, 'BTCUSDT'), period(DATA[1]!, 'ETHUSDT')]);
    const said: string[] = [];
    const periodsRun = new Set<number>();
    const poor = await worker({
      name: 'poor',
      lack: ({ symbol }) => (symbol === 'ETHUSDT' ? 'not imported here' : null),
      run: async (_, batch) => {
        periodsRun.add(batch.periodIndex);
        return run(_, batch);
      },
      notice: (text) => said.push(text),
    });
    const heard: string[] = [];
    let rich: Awaited<ReturnType<typeof worker>> | undefined;
    const taken = await search(plan, {
      onNotice: (text) => {
        heard.push(text);
        if (text.includes('worker poor: takes none'))
          void worker({ name: 'rich' }).then((started) => (rich = started));
      },
    });
    await poor.stop();
    await rich!.stop();
    expect(inOrder(taken)).toStrictEqual(expected(plan));
    expect([...periodsRun]).toEqual([0]);
    const reason = 'takes none of the work on bybit ETHUSDT 2020-01-01 to 2024-12-31: not imported here';
    expect(said.join('\n')).toContain(reason);
    expect(heard.join('\n')).toContain(`worker poor: ${reason}`);
  });

  it('sees data that came later', async () => {
    const plan = searchPlan(5);
    let looked = 0;
    const working = await worker({ lack: () => (looked++ === 0 ? 'not imported here' : null) });
    const taken = await search(plan);
    await working.stop();
    expect(inOrder(taken)).toStrictEqual(expected(plan));
  });

  it('is refused by a worker of another version', async () => {
    const plan = searchPlan(5);
    const said: string[] = [];
    const old = await worker({
      resultVersion: 0,
      run: () => Promise.reject(new Error('took work')),
      notice: (text) => said.push(text),
    });
    const controller = new AbortController();
    const taken = await search(plan, {
      signal: controller.signal,
      onNotice: (text) => {
        if (text.includes('version 1 and this program of version 0')) controller.abort();
      },
    });
    await old.stop();
    expect(taken).toEqual([]);
    expect(said.join()).toContain('run the same program on all machines');
  });

  it('tries a batch again, and ends with the reason when every try fails', async () => {
    const plan = searchPlan(50);
    let tries = 0;
    const flaky = await worker({
      run: async (_, batch) => {
        if (batch.setIndexes.includes(0) && tries++ < 1) throw new Error('the disk had a cough');
        if (batch.setIndexes.includes(49)) throw new Error('the disk is broken');
        return run(_, batch);
      },
    });
    const taken: SetOutcome[] = [];
    await expect(
      search(plan, { sink: { take: (outcomes) => taken.push(...outcomes) } }),
    ).rejects.toMatchObject({
      code: 'BATCH_FAILED',
      message: '1 batches failed on every try: the disk is broken',
    });
    await flaky.stop();
    expect(taken.some(({ setIndex }) => setIndex === 0)).toBe(true);
    expect(taken.some(({ setIndex }) => setIndex === 49)).toBe(false);
    const sound = await worker();
    const done = new Set(taken.map(({ setIndex }) => `${setIndex}/0`));
    const rest = await search(plan, { done });
    await sound.stop();
    expect(inOrder([...taken, ...rest])).toStrictEqual(expected(plan));
  });

  it('goes on with what workers did while its main process was gone', async () => {
    const plan = searchPlan(60);
    const first = await worker();
    // The sink fails as a full disk does: the process ends without a word to the queue.
    await expect(
      search(plan, {
        sink: {
          take: () => {
            throw new Error('the disk is full');
          },
        },
      }),
    ).rejects.toThrow('the disk is full');
    const key = resultsKey(plan.planHash);
    const texts = await expect
      .poll(() => withRedis((redis) => redis.lrange(key, 0, -1)))
      .toHaveLength(Math.ceil(60 / 2))
      .then(() => withRedis((redis) => redis.lrange(key, 0, -1)));
    await first.stop();
    expect(texts.length).toBeGreaterThan(1);
    const left = await withRedis((redis) =>
      Promise.all([planKey(plan.planHash), key].map((name) => redis.ttl(name))),
    );
    expect(left.every((seconds) => seconds > 0 && seconds <= KEPT_SECONDS)).toBe(true);
    expect(inOrder(await search(plan))).toStrictEqual(expected(plan));
  });

  it('takes a search off the list whose plan nobody came back for', async () => {
    await withRedis((redis) => redis.zadd(SEARCHES_KEY, 1, 'forgotten'));
    const working = await worker();
    await expect.poll(() => withRedis((redis) => redis.zcard(SEARCHES_KEY))).toBe(0);
    await working.stop();
  });

  it('is put on the list again when a worker took it off', async () => {
    const plan = searchPlan(10);
    const searching = search(plan);
    await expect.poll(() => withRedis((redis) => redis.zrem(SEARCHES_KEY, plan.planHash))).toBe(1);
    const working = await worker();
    expect(inOrder(await searching)).toStrictEqual(expected(plan));
    await working.stop();
  });

  it('can be ended, and takes its work out of the queue', async () => {
    const plan = searchPlan(60);
    const controller = new AbortController();
    const working = await worker({
      threads: 1,
      run: async (_, batch) => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        return run(_, batch);
      },
    });
    const taken = await search(plan, { signal: controller.signal, onProgress: () => controller.abort() });
    await working.stop();
    expect(taken.length).toBeGreaterThan(0);
    expect(taken.length).toBeLessThan(60);
    const left = await withRedis((redis) => redis.keys(`${QUEUE_PREFIX}:*`));
    expect(left.filter((key) => !key.includes(':results:'))).toEqual([]);
  });

  it('ends with how to go on when Redis stays away', async () => {
    const own = await startRedis();
    const plan = searchPlan(30);
    const blocked = Promise.withResolvers<void>();
    const options = { redisUrl: own.url, patienceMs: 500 };
    const working = await worker({
      ...options,
      run: async (_, batch) => {
        await blocked.promise;
        return run(_, batch);
      },
    });
    const searching = search(plan, {
      ...options,
      onNotice: (text) => text.startsWith('workers') && void own.stop(),
    });
    await expect(searching).rejects.toMatchObject({
      code: 'REDIS_WENT_AWAY',
      message: `Redis at ${own.url} went away and did not come back within 1 s`,
      hint: expect.stringContaining('repeat the command'),
    });
    blocked.resolve();
    await expect(working.failed).rejects.toMatchObject({ code: 'REDIS_WENT_AWAY' });
    await working.stop();
  });

  it('can be ended while Redis is away, on both sides', async () => {
    const own = await startRedis();
    const said: string[] = [];
    const redisUrl = own.url;
    const released = Promise.withResolvers<void>();
    const working = await worker({
      redisUrl,
      threads: 1,
      run: async (_, batch) => {
        if (batch.setIndexes[0]! >= 30) await released.promise;
        return run(_, batch);
      },
      notice: (text) => said.push(text),
    });
    const controller = new AbortController();
    let stopped: Promise<void> | undefined;
    const searching = search(searchPlan(60), {
      redisUrl,
      signal: controller.signal,
      onProgress: () => {
        stopped ??= own.stop();
      },
    });
    await expect.poll(() => said).toContain(`Redis at ${redisUrl} went away; waiting up to 60 s for it`);
    released.resolve();
    await working.stop();
    controller.abort();
    expect((await searching).length).toBeLessThan(60);
    await stopped;
  });

  it('starts over on a Redis that came back without what it knew', async () => {
    const own = await startRedis();
    const plan = searchPlan(30);
    let restarted: Promise<RedisServer> | undefined;
    const working = await worker({ redisUrl: own.url, threads: 1 });
    const taken = await search(plan, {
      redisUrl: own.url,
      onProgress: () => {
        restarted ??= own.stop().then(() => startRedis(own.port));
      },
    });
    await working.stop();
    await (await restarted!).stop();
    expect(inOrder(taken)).toStrictEqual(expected(plan));
  });
});

it('says within seconds that there is no Redis, without its password', async () => {
  const searching = runSearchOnQueue(searchPlan(2), {
    sink: { take: () => {} },
    openSource: ({ dataHash }) => ({ hasQuotes: false, dataHash }),
    redisUrl: 'redis://:very-secret@127.0.0.1:1',
  });
  await expect(searching).rejects.toMatchObject({
    code: 'NO_REDIS',
    message: expect.stringMatching(/^there is no Redis at redis:\/\/127\.0\.0\.1:1: connect ECONNREFUSED/),
  });
});
