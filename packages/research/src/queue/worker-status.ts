import type { Redis } from 'ioredis';
import { z } from 'zod';
import { workerKey } from './queue-names.ts';

/** A worker that said nothing for this long is gone. */
const SILENT_SECONDS = 10;

/** What a worker says of itself. */
export interface WorkerStatus {
  readonly name: string;
  /** How many batches it runs at a time. */
  readonly threads: number;
  /** For each search it knows, by plan hash: what it does not do of it and why; empty when it does all. */
  readonly refusals: Readonly<Record<string, readonly string[]>>;
  /** Plan hashes of the searches it does at least a part of. */
  readonly serves: readonly string[];
}

const statusSchema = z.object({
  name: z.string(),
  threads: z.number(),
  refusals: z.record(z.string(), z.array(z.string())),
  serves: z.array(z.string()),
});

/** Announces a worker, or that it is still there. */
export async function writeStatus(redis: Redis, workerId: string, status: WorkerStatus): Promise<void> {
  await redis.set(workerKey(workerId), JSON.stringify(status), 'EX', SILENT_SECONDS);
}

/** Who works on a search, and who does not and why, as a text for the user; and whether nobody has seen it yet. */
export async function searchWorkers(
  redis: Redis,
  planHash: string,
): Promise<{ readonly text: string; readonly nobody: boolean }> {
  const all = await readStatuses(redis);
  const serving = all.filter(({ serves }) => serves.includes(planHash));
  const threads = serving.reduce((sum, worker) => sum + worker.threads, 0);
  const first =
    serving.length === 0
      ? 'no worker does this search yet: start some with "backtester worker --redis URL" where its data is'
      : `workers: ${serving.length}, with ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  const others = all.flatMap(({ name, refusals }) =>
    (refusals[planHash] ?? []).map((reason) => `worker ${name}: ${reason}`),
  );
  return { text: [first, ...others].join('\n'), nobody: serving.length + others.length === 0 };
}

async function readStatuses(redis: Redis): Promise<WorkerStatus[]> {
  const keys: string[] = [];
  for await (const some of redis.scanStream({ match: workerKey('*'), count: 1_000 })) {
    keys.push(...(some as string[]));
  }
  if (keys.length === 0) return [];
  const texts = await redis.mget([...new Set(keys)].sort());
  return texts.filter((text) => text !== null).map((text) => statusSchema.parse(JSON.parse(text)));
}
