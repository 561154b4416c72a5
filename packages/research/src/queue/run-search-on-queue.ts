import { setTimeout as delay } from 'node:timers/promises';
import { AuctionTraderError, type TickSource } from '@auction-trader/core';
import type { Queue } from 'bullmq';
import { groupSets } from '../search/group-sets.ts';
import { requireSameData, type SearchEnd, type SearchOptions } from '../search/run-search.ts';
import type { SearchPeriod, SearchPlan } from '../search/search-plan.ts';
import { outcomeKey } from '../search/search-store.ts';
import { parseOutcomes } from './outcome-text.ts';
import { KEPT_SECONDS, planKey, QUEUE_PREFIX, queueName, resultsKey, SEARCHES_KEY } from './queue-names.ts';
import { connectRedis, type RedisConnection } from './redis-connection.ts';
import { jobId, type SearchJob, searchJobs } from './search-jobs.ts';
import { searchWorkers } from './worker-status.ts';

/** How {@link runSearchOnQueue} works; beside Redis, as `SearchOptions` has it. */
export interface QueueSearchOptions
  extends Pick<SearchOptions, 'sink' | 'done' | 'onProgress' | 'onNotice' | 'signal'> {
  /** `redis://:PASSWORD@HOST:6379`. */
  readonly redisUrl: string;
  /** The period's ticks, which must be those that the plan names; only the workers read them. */
  readonly openSource: (period: SearchPeriod) => Pick<TickSource, 'hasQuotes' | 'dataHash'>;
  /** How long a Redis that went away is waited for, in milliseconds. */
  readonly patienceMs?: number;
}

interface Search {
  readonly plan: SearchPlan;
  readonly options: QueueSearchOptions;
  readonly connection: RedisConnection;
  readonly queues: ReadonlyMap<string, Queue>;
  /** Set indexes of each period that share tape and profile settings. */
  readonly groups: readonly (readonly (readonly number[])[])[];
  /** Outcomes that are not there yet. */
  readonly missing: Set<string>;
  readonly end: { done: number; failed: number; readonly total: number };
  readonly begunMs: number;
  /** What was last said of the workers. */
  workers: string;
}

const GO_ON =
  'The results so far are kept. Start Redis again and repeat the command: it goes on where it stopped.';
const POLL_MS = 100;
const LOOK_MS = 1_000;
const MEETING_MS = 4_000;
const RESULTS_AT_ONCE = 16;
const JOBS_AT_ONCE = 500;

/**
 * Has a search done by the workers of a Redis (`serveSearches`), and takes their results as they come. The work is
 * handed out by the hash of the data, so that only workers who have it look for it; a result that arrives twice
 * counts once. When this process is killed the workers go on, and the next call with the same plan takes what they
 * did meanwhile.
 *
 * @throws AuctionTraderError `BAD_REDIS_URL` (exit code 1), `NO_REDIS`, `REDIS_WENT_AWAY`, `DATA_CHANGED`; `BATCH_FAILED` when the
 * rest is done and some batches failed on every try; what the sink throws
 * @example
 * await runSearchOnQueue(plan, { redisUrl: 'redis://127.0.0.1:6379', sink, done: new Set(), openSource });
 */
export async function runSearchOnQueue(plan: SearchPlan, options: QueueSearchOptions): Promise<SearchEnd> {
  const { redisUrl, onNotice = () => {}, patienceMs } = options;
  const groups = plan.periods.map((period) => groupsOf(plan, period, options));
  const connection = await connectRedis(redisUrl, onNotice, patienceMs);
  const search = await openSearch(plan, options, connection, groups);
  // Who ends it while Redis is away does not wait for that.
  const giveUp = () => connection.redis.status !== 'ready' && connection.close();
  options.signal?.addEventListener('abort', giveUp);
  try {
    await withdrawFailed(search);
    await takeAll(search);
    if (search.missing.size > 0) await handOut(search);
    await awaitResults(search);
    await removeTraces(search);
    return endOf(search);
  } catch (error) {
    if (options.signal?.aborted && connection.closed) return endOf(search);
    throw connection.explain(error, GO_ON);
  } finally {
    options.signal?.removeEventListener('abort', giveUp);
    await Promise.all([...search.queues.values()].map((queue) => queue.close().catch(() => {})));
    connection.close();
  }
}

function endOf({ missing, end: { done, failed } }: Search): SearchEnd {
  return { stopped: missing.size > 0, done, failed };
}

async function openSearch(
  plan: SearchPlan,
  options: QueueSearchOptions,
  connection: RedisConnection,
  groups: Search['groups'],
): Promise<Search> {
  // Loaded by those who use it: it takes a while.
  const bullmq = await import('bullmq');
  const names = new Set(plan.periods.map((period) => queueName(plan.planHash, period)));
  const all = plan.periods.flatMap((_, periodIndex) =>
    plan.sets.map(({ index }) => outcomeKey({ setIndex: index, periodIndex })),
  );
  const missing = new Set(all.filter((key) => !options.done?.has(key)));
  return {
    plan,
    options,
    connection,
    queues: new Map([...names].map((name) => [name, openQueue(bullmq.Queue, name, connection)])),
    groups,
    missing,
    end: { done: 0, failed: 0, total: missing.size },
    begunMs: Date.now(),
    workers: '',
  };
}

function groupsOf(
  plan: SearchPlan,
  period: SearchPeriod,
  { openSource }: QueueSearchOptions,
): (readonly number[])[] {
  const source = openSource(period);
  requireSameData(source, period);
  const setIndexes = plan.sets.map(({ index }) => index);
  return groupSets(plan, source, setIndexes).map((group) => group.setIndexes);
}

function openQueue(MakeQueue: typeof Queue, name: string, { redis }: RedisConnection): Queue {
  const queue = new MakeQueue(name, {
    connection: redis,
    prefix: QUEUE_PREFIX,
    // Nobody listens to events.
    streams: { events: { maxLen: 100 } },
    defaultJobOptions: {
      attempts: 3,
      backoff: { type: 'fixed', delay: 500 },
      removeOnComplete: true,
      removeOnFail: false,
    },
  });
  // Every error reaches the call that it made fail.
  queue.on('error', () => {});
  return queue;
}

/** What failed when the search ran before has another try. */
async function withdrawFailed({ queues }: Search): Promise<void> {
  for (const queue of queues.values()) await queue.clean(0, Number.MAX_SAFE_INTEGER, 'failed');
}

/** Puts what is missing into the queues, once however often it is called, and tells the workers of it. */
async function handOut(search: Search): Promise<void> {
  const { plan, connection, queues, groups, missing } = search;
  const { redis } = connection;
  await redis.set(planKey(plan.planHash), JSON.stringify(plan), 'EX', KEPT_SECONDS);
  const jobs = searchJobs(plan, (periodIndex) => groups[periodIndex]!, missing);
  for (const [name, queue] of queues) {
    const own = jobs.filter(
      ({ periodIndex }) => queueName(plan.planHash, plan.periods[periodIndex]!) === name,
    );
    for (let at = 0; at < own.length; at += JOBS_AT_ONCE) {
      await queue.addBulk(own.slice(at, at + JOBS_AT_ONCE).map(bulkJob));
    }
  }
  await announce(search);
}

/** Puts the search on the list that workers look at. */
async function announce({ plan, connection }: Search): Promise<void> {
  await connection.redis.zadd(SEARCHES_KEY, 'NX', Date.now(), plan.planHash);
}

function bulkJob(job: SearchJob) {
  return { name: 'batch', data: job, opts: { jobId: jobId(job) } };
}

async function awaitResults(search: Search): Promise<void> {
  const { missing, options } = search;
  let lookedMs = Date.now();
  while (missing.size > 0 && !options.signal?.aborted) {
    if ((await takeSome(search)) > 0) continue;
    if (Date.now() - lookedMs >= LOOK_MS) {
      await lookAfter(search);
      lookedMs = Date.now();
    }
    await delay(POLL_MS, undefined, { signal: options.signal }).catch(() => {});
  }
}

async function takeAll(search: Search): Promise<void> {
  while ((await takeSome(search)) > 0);
}

/** Takes results that arrived, which leave Redis only when the sink has them. Returns how many texts those were. */
async function takeSome({ plan, connection, options, missing, end }: Search): Promise<number> {
  const key = resultsKey(plan.planHash);
  const texts = await connection.redis.lrange(key, 0, RESULTS_AT_ONCE - 1);
  if (texts.length === 0) return 0;
  const fresh = texts.flatMap(parseOutcomes).filter((outcome) => missing.delete(outcomeKey(outcome)));
  if (fresh.length > 0) options.sink.take(fresh);
  await connection.redis.ltrim(key, texts.length, -1);
  end.done += fresh.length;
  end.failed += fresh.filter(({ error }) => error !== null).length;
  options.onProgress?.({ phase: 'sets', ticksRead: 1, ...end });
  return texts.length;
}

/**
 * Says who works; and hands out again what neither a queue nor the results have, which happens when Redis was
 * started anew from an old state or from nothing.
 */
async function lookAfter(search: Search): Promise<void> {
  const { plan, connection, options, queues } = search;
  await connection.redis.expire(planKey(plan.planHash), KEPT_SECONDS);
  // A worker may have taken it off while the plan was not there yet.
  await announce(search);
  const { text, nobody } = await searchWorkers(connection.redis, plan.planHash);
  // Those who are there have just been told of the search.
  const tooEarly = nobody && Date.now() - search.begunMs < MEETING_MS;
  if (text !== search.workers && !tooEarly) {
    options.onNotice?.(text);
    search.workers = text;
  }
  let unfinished = 0;
  for (const queue of queues.values()) {
    const counts = await queue.getJobCounts('waiting', 'active', 'delayed');
    unfinished += Object.values(counts).reduce((sum, count) => sum + count, 0);
  }
  // A worker gives its results before it ends its job: they are there if they will ever be.
  if (unfinished > 0 || (await takeSome(search)) > 0) return;
  await requireNoneFailed(search);
  await handOut(search);
}

async function requireNoneFailed(search: Search): Promise<void> {
  let failed = 0;
  let reason = '';
  for (const queue of search.queues.values()) {
    failed += await queue.getFailedCount();
    const [job] = await queue.getFailed(0, 0);
    reason ||= job?.failedReason ?? '';
  }
  if (failed === 0) return;
  await removeTraces(search);
  throw new AuctionTraderError(`${failed} batches failed on every try: ${reason}`, {
    code: 'BATCH_FAILED',
    hint: 'The rest is done and kept. See what the workers say, and repeat the command: it tries these again.',
  });
}

/** Takes a search out of Redis; what workers still have in hand of it they throw away. */
async function removeTraces(search: Search): Promise<void> {
  const { plan, connection, queues } = search;
  await connection.redis.zrem(SEARCHES_KEY, plan.planHash);
  await connection.redis.del(planKey(plan.planHash));
  for (const queue of queues.values()) await queue.obliterate({ force: true });
  await takeAll(search);
  await connection.redis.expire(resultsKey(plan.planHash), KEPT_SECONDS);
}
