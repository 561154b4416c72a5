import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Job, Worker } from 'bullmq';
import { planHashOf } from '../search/plan-hash.ts';
import type { Batch } from '../search/run-batch.ts';
import type { SearchPeriod, SearchPlan, SetOutcome } from '../search/search-plan.ts';
import { outcomesText } from './outcome-text.ts';
import {
  KEPT_SECONDS,
  planKey,
  QUEUE_PREFIX,
  queueName,
  resultsKey,
  SEARCHES_KEY,
  workerKey,
} from './queue-names.ts';
import { connectRedis, type RedisConnection } from './redis-connection.ts';
import { searchJobSchema } from './search-jobs.ts';
import { writeStatus } from './worker-status.ts';

/** What {@link serveSearches} needs. */
export interface QueueWorkerOptions {
  /** `redis://:PASSWORD@HOST:6379`. */
  readonly redisUrl: string;
  /** How the worker is called in messages, e.g. its machine and process. */
  readonly name: string;
  /** How many batches run at a time. */
  readonly threads: number;
  /** Version of results that this program makes; searches of another are refused. */
  readonly resultVersion: number;
  /** Why the ticks of a period cannot be had here; null when they are here, with the same content. */
  readonly lack: (period: SearchPeriod) => string | null;
  /**
   * Runs a batch away from this thread, which has to go on telling Redis that the work goes on. Rejects when the
   * machine is at fault; a set that fails is an outcome.
   */
  readonly run: (plan: SearchPlan, batch: Batch) => Promise<readonly SetOutcome[]>;
  /** Told that a search has ended: what was prepared for it may go. */
  readonly forget: (planHash: string) => void;
  readonly notice: (text: string) => void;
  /** How long a Redis that went away is waited for. */
  readonly patienceMs?: number;
}

/** A worker at work. */
export interface QueueWorker {
  /** Rejects when the worker cannot go on. */
  readonly failed: Promise<never>;
  /** Ends it when the batches in hand are done. */
  stop(): Promise<void>;
}

/** A search as a worker sees it. */
interface KnownSearch {
  readonly plan: SearchPlan | null;
  /** Queues that are worked on, by name. */
  readonly queues: Map<string, Worker>;
  refusals: readonly string[];
  /** What the user was told of it last. */
  said: string;
}

interface WorkerState {
  readonly id: string;
  readonly options: QueueWorkerOptions;
  readonly connection: RedisConnection;
  /** In the order of their announcement. */
  readonly searches: Map<string, KnownSearch>;
  readonly stopping: AbortController;
}

/*
 * A lock ends LOCK_MS after its last renewal. Of several workers one a STALLED_MS makes the check, and it may
 * take up to twice that until somebody's turn comes: a lost worker's batch is taken up after 5 + 2 * 2.5 = 10 s at
 * the latest.
 */
const LOCK_MS = 5_000;
const RENEW_MS = 1_500;
const STALLED_MS = 2_500;
/** A batch that ends the process that runs it must not end one after the other. */
const MOST_LOSSES = 3;

const IDLE_MS = 100;
const LOOK_MS = 250;
/** At every how many looks data that was not there is looked for again. */
const LOOK_FOR_DATA_EVERY = 12;
const STOP_HINT = 'Start Redis again, and then this worker. Searches go on where they stopped.';

/**
 * Works for the searches that are announced in a Redis (`runSearchOnQueue`), as far as their data is here, until
 * it is stopped.
 *
 * @throws AuctionTraderError `BAD_REDIS_URL` (exit code 1), `NO_REDIS`; `failed` rejects with `REDIS_WENT_AWAY`
 */
export async function serveSearches(options: QueueWorkerOptions): Promise<QueueWorker> {
  const { redisUrl, notice, patienceMs } = options;
  const connection = await connectRedis(redisUrl, notice, patienceMs);
  const stopping = new AbortController();
  const state: WorkerState = { id: randomUUID(), options, connection, searches: new Map(), stopping };
  const loops = [keepLooking(state), ...Array.from({ length: options.threads }, () => workOn(state))];
  const failed = Promise.all(loops).then(
    () => new Promise<never>(() => {}),
    (error: unknown) => {
      stopping.abort();
      throw connection.explain(error, STOP_HINT);
    },
  );
  failed.catch(() => {});
  return {
    failed,
    async stop() {
      stopping.abort();
      // What waits for a Redis that is away would hold us up.
      if (connection.redis.status !== 'ready') connection.close();
      await Promise.allSettled(loops);
      await sayGoodbye(state);
      connection.close();
    },
  };
}

async function sayGoodbye({ id, connection, searches }: WorkerState): Promise<void> {
  for (const { queues } of searches.values()) await closeQueues(queues);
  // A Redis that is away for good refuses at once; one that may come back is not waited for.
  if (connection.redis.status === 'ready') await removeStatus(connection, id);
}

async function removeStatus({ redis }: RedisConnection, id: string): Promise<void> {
  await redis.del(workerKey(id)).catch(() => {});
}

async function keepLooking(state: WorkerState): Promise<void> {
  for (let times = 0; !state.stopping.signal.aborted; times++) {
    await lookForSearches(state, times % LOOK_FOR_DATA_EVERY === 0);
    await pause(state, LOOK_MS);
  }
}

async function pause({ stopping }: WorkerState, ms: number): Promise<void> {
  await delay(ms, undefined, { signal: stopping.signal }).catch(() => {});
}

async function lookForSearches(state: WorkerState, again: boolean): Promise<void> {
  const { connection, searches, options } = state;
  const hashes = await connection.redis.zrange(SEARCHES_KEY, 0, -1);
  for (const [hash, { queues }] of searches) {
    if (hashes.includes(hash)) continue;
    searches.delete(hash);
    await closeQueues(queues);
    options.forget(hash);
    options.notice(`search ${shortHash(hash)} has ended`);
  }
  for (const hash of hashes) {
    const known = searches.get(hash);
    if (known === undefined) await meet(state, hash);
    else if (again && known.plan !== null && known.refusals.length > 0)
      await openQueues(state, known, known.plan);
  }
  await writeStatus(connection.redis, state.id, statusOf(state));
}

async function meet(state: WorkerState, planHash: string): Promise<void> {
  const text = await state.connection.redis.get(planKey(planHash));
  // It ended since we read the list, or nobody came for it within the time a search is kept.
  if (text === null) {
    await state.connection.redis.zrem(SEARCHES_KEY, planHash);
    return;
  }
  const { plan, refusal } = readPlan(text, planHash, state.options.resultVersion);
  const refusals = refusal === null ? [] : [refusal];
  const known: KnownSearch = { plan, queues: new Map(), refusals, said: '' };
  state.searches.set(planHash, known);
  if (plan === null) state.options.notice(`search ${shortHash(planHash)}: ${refusal}`);
  else await openQueues(state, known, plan);
}

/** A plan of this version that is whole, or why it is not one. */
function readPlan(
  text: string,
  planHash: string,
  resultVersion: number,
): { readonly plan: SearchPlan; readonly refusal: null } | { readonly plan: null; readonly refusal: string } {
  const plan = parsePlan(text);
  const version = plan?.resultVersion;
  if (plan !== null && version !== resultVersion) {
    const refusal = `it is of version ${version} and this program of version ${resultVersion}: run the same program on all machines`;
    return { plan: null, refusal };
  }
  if (plan === null || planHashOf(plan) !== planHash) return { plan: null, refusal: 'its plan is damaged' };
  return { plan, refusal: null };
}

/** Its hash tells whether all else is as it should be. */
function parsePlan(text: string): SearchPlan | null {
  try {
    const plan: unknown = JSON.parse(text);
    return typeof plan === 'object' && plan !== null ? (plan as SearchPlan) : null;
  } catch {
    return null;
  }
}

/** Looks into the queues of the data that is here. */
async function openQueues(state: WorkerState, known: KnownSearch, plan: SearchPlan): Promise<void> {
  const { options } = state;
  const refusals: string[] = [];
  for (const period of plan.periods) {
    const name = queueName(plan.planHash, period);
    if (known.queues.has(name)) continue;
    const lack = options.lack(period);
    if (lack === null) known.queues.set(name, await openQueue(state, name));
    else refusals.push(`takes none of the work on ${periodText(period)}: ${lack}`);
  }
  known.refusals = refusals;
  const lines = [...(known.queues.size > 0 ? ['working on it'] : []), ...refusals];
  if (lines.join() === known.said) return;
  known.said = lines.join();
  for (const line of lines) options.notice(`search ${shortHash(plan.planHash)}: ${line}`);
}

async function openQueue({ connection, options }: WorkerState, name: string): Promise<Worker> {
  // Loaded by those who use it: it takes a while.
  const bullmq = await import('bullmq');
  const queue = new bullmq.Worker(name, null, {
    connection: connection.redis,
    prefix: QUEUE_PREFIX,
    autorun: false,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_MS,
    maxStalledCount: MOST_LOSSES,
  });
  // Every error reaches the call that it made fail; the next check for lost batches comes anyway.
  queue.on('error', () => {});
  queue.on('stalled', () => options.notice('a batch that a lost worker had is handed out again'));
  await queue.startStalledCheckTimer();
  return queue;
}

async function closeQueues(queues: Map<string, Worker>): Promise<void> {
  await Promise.all([...queues.values()].map((queue) => queue.close(true).catch(() => {})));
}

/** Runs one batch after the other. */
async function workOn(state: WorkerState): Promise<void> {
  while (!state.stopping.signal.aborted) {
    const job = await nextJob(state);
    if (job === null) await pause(state, IDLE_MS);
    else await perform(state, job);
  }
}

/** Older searches come first; null when there is nothing to do. */
async function nextJob({ id, searches }: WorkerState): Promise<Job | null> {
  for (const { queues } of [...searches.values()]) {
    for (const queue of queues.values()) {
      const job = await queue.getNextJob(id, { block: false });
      if (job !== undefined) return job;
    }
  }
  return null;
}

async function perform(state: WorkerState, job: Job): Promise<void> {
  const { id, options, connection } = state;
  const renewal = setInterval(() => job.extendLock(id, LOCK_MS).catch(() => {}), RENEW_MS);
  try {
    const text = await runJob(state, job);
    if (text !== null) await giveResult(connection, job.data.planHash, text);
  } catch (error) {
    if (connection.redis.status === 'end') throw error;
    const reason = error instanceof Error ? error : new Error(String(error));
    options.notice(`a batch failed: ${reason.message}`);
    await endJob(connection, job.moveToFailed(reason, id, false));
    return;
  } finally {
    clearInterval(renewal);
  }
  await endJob(connection, job.moveToCompleted(null, id, false));
}

/** The outcomes of a job as a text; null when its search has ended. */
async function runJob({ searches, options }: WorkerState, job: Job): Promise<string | null> {
  if (job.deferredFailure) throw new Error(`it ended ${MOST_LOSSES} workers`);
  const { planHash, ...batch } = searchJobSchema.parse(job.data);
  const plan = searches.get(planHash)?.plan ?? null;
  if (plan === null) return null;
  const known =
    batch.periodIndex < plan.periods.length && batch.setIndexes.every((set) => set < plan.sets.length);
  if (!known) throw new Error('the job names sets that its search has not');
  return outcomesText(await options.run(plan, batch));
}

/** Results of a search that has ended are thrown away; what nobody fetches goes by itself. */
async function giveResult({ redis }: RedisConnection, planHash: string, text: string): Promise<void> {
  if ((await redis.exists(planKey(planHash))) === 0) return;
  const key = resultsKey(planHash);
  await redis.multi().rpush(key, text).expire(key, KEPT_SECONDS).exec();
}

/** The result is given: that the job is not ours any more, or gone with its search, harms nothing. */
async function endJob({ redis }: RedisConnection, ended: Promise<unknown>): Promise<void> {
  try {
    await ended;
  } catch (error) {
    if (redis.status === 'end') throw error;
  }
}

function statusOf({ options, searches }: WorkerState) {
  const known = [...searches];
  return {
    name: options.name,
    threads: options.threads,
    refusals: Object.fromEntries(known.map(([hash, { refusals }]) => [hash, refusals])),
    serves: known.filter(([, { queues }]) => queues.size > 0).map(([hash]) => hash),
  };
}

function periodText({ venue, symbol, fromDay, toDay }: SearchPeriod): string {
  return `${venue} ${symbol} ${fromDay} to ${toDay}`;
}

function shortHash(planHash: string): string {
  return planHash.slice(0, 12);
}
