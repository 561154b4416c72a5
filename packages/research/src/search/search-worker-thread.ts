import { parentPort, workerData } from 'node:worker_threads';
import {
  type Market,
  MarketDays,
  prepareFeatures,
  prepareMarket,
  quotesMode,
} from '@auction-trader/backtest';
import { type Config, invariant, type TickSource } from '@auction-trader/core';
import { FeatureColumns, profileSettings } from '@auction-trader/features';
import { type MinuteTape, TapeCache, TapeSaver, tapeSettings } from '@auction-trader/ingestion';
import { configOfSet } from './config-of-set.ts';
import { packOutcomes } from './packed-outcomes.ts';
import { RecorderPool } from './recorder-pool.ts';
import { runBatch } from './run-batch.ts';
import type { SearchPlan } from './search-plan.ts';
import { sendError } from './sent-error.ts';
import { openSharedFeatures, shareFeatures } from './shared-features.ts';
import { openSharedTape, shareTape } from './shared-tape.ts';
import { sharedSource } from './shared-ticks.ts';
import type { WorkerNews, WorkerReply, WorkerTask } from './worker-messages.ts';

/** Days a thread keeps at hand when the ticks are not in shared memory. */
const DAYS_AT_HAND = 4;

/** What a worker thread knows of the period it works on. */
interface ThreadState {
  readonly plan: SearchPlan;
  periodIndex: number;
  source: TickSource | null;
  allAtHand: boolean;
  /** Why news could not be taken in: told with every task of the period. */
  failure: unknown;
  readonly recorders: RecorderPool;
  readonly markets: Map<number, Market>;
  readonly features: Map<number, { readonly tapeId: number; readonly columns: FeatureColumns }>;
}

type Task<Kind extends WorkerTask['kind']> = Extract<WorkerTask, { kind: Kind }>;

/** Work of one worker thread of `runSearch`: call it in the thread's entry. */
export function serveSearch(): void {
  const port = parentPort;
  invariant(port !== null, 'this is the entry of a worker thread');
  const state: ThreadState = {
    plan: workerData as SearchPlan,
    periodIndex: -1,
    source: null,
    allAtHand: false,
    failure: null,
    recorders: new RecorderPool(),
    markets: new Map(),
    features: new Map(),
  };
  port.on('message', (message: WorkerNews | WorkerTask) => {
    if (!isTask(message)) {
      learn(state, message);
      return;
    }
    const reply = answer(state, message);
    // Handed over: nobody needs these arrays here any more.
    const arrays = reply.kind === 'outcomes' ? [reply.outcomes.metrics, reply.outcomes.returns] : [];
    port.postMessage(
      reply,
      arrays.map(({ buffer }) => buffer as ArrayBuffer),
    );
  });
}

function isTask(message: WorkerNews | WorkerTask): message is WorkerTask {
  return message.kind === 'make-tape' || message.kind === 'make-features' || message.kind === 'run-batch';
}

function learn(state: ThreadState, news: WorkerNews): void {
  try {
    takeNews(state, news);
  } catch (error) {
    state.failure ??= error;
  }
}

function takeNews(state: ThreadState, news: WorkerNews): void {
  switch (news.kind) {
    case 'period':
      state.markets.clear();
      state.features.clear();
      state.failure = null;
      state.periodIndex = news.periodIndex;
      state.source = sharedSource(news.ticks);
      state.allAtHand = news.ticks.ticks !== null;
      break;
    case 'tape':
      state.markets.set(
        news.tapeId,
        marketOf(state, openSharedTape(news.tape), configOf(state, news.setIndex)),
      );
      break;
    case 'features':
      state.features.set(news.groupId, { tapeId: news.tapeId, columns: openSharedFeatures(news.features) });
      break;
    case 'release-features':
      state.features.delete(news.groupId);
      break;
    case 'release-tape':
      state.markets.delete(news.tapeId);
      break;
  }
}

function answer(state: ThreadState, task: WorkerTask): WorkerReply {
  try {
    if (state.failure !== null) throw state.failure;
    switch (task.kind) {
      case 'make-tape':
        return makeTape(state, task);
      case 'make-features':
        return makeFeatures(state, task);
      case 'run-batch':
        return runGroupBatch(state, task);
    }
  } catch (error) {
    return { kind: 'failure', failure: sendError(error) };
  }
}

function makeTape(state: ThreadState, { setIndex, cacheFolder }: Task<'make-tape'>): WorkerReply {
  const source = state.source!;
  const config = configOf(state, setIndex);
  if (cacheFolder === null) {
    return { kind: 'tape', tape: shareTape(prepareMarket(source, config).tape), notice: null };
  }
  const cache = new TapeCache(cacheFolder);
  const key = cache.tapeKey(source.dataHash, tapeSettings(config, quotesMode(source, config)));
  const cached = cache.readTape(key);
  if (cached !== null) return { kind: 'tape', tape: shareTape(cached), notice: null };
  const { tape } = prepareMarket(source, config);
  const notice = cacheNotice(() => new TapeSaver(cache, key).finish(tape));
  return { kind: 'tape', tape: shareTape(tape), notice };
}

function makeFeatures(state: ThreadState, task: Task<'make-features'>): WorkerReply {
  const { tape } = state.markets.get(task.tapeId)!;
  const source = state.source!;
  const config = configOf(state, task.setIndex);
  if (task.cacheFolder === null) {
    return { kind: 'features', features: shareFeatures(prepareFeatures({ tape }, config)), notice: null };
  }
  const cache = new TapeCache(task.cacheFolder);
  const key = cache.tapeKey(source.dataHash, tapeSettings(config, quotesMode(source, config)));
  const settings = profileSettings(config);
  const cached = new FeatureColumns(tape.length);
  if (cache.readFeatures(key, settings, cached)) {
    return { kind: 'features', features: shareFeatures(cached), notice: null };
  }
  const made = prepareFeatures({ tape }, config);
  const notice = tape.length === 0 ? null : cacheNotice(() => cache.writeFeatures(key, settings, made));
  return { kind: 'features', features: shareFeatures(made), notice };
}

function runGroupBatch(state: ThreadState, { groupId, setIndexes }: Task<'run-batch'>): WorkerReply {
  const started = performance.now();
  const { plan, periodIndex, recorders } = state;
  const { tapeId, columns } = state.features.get(groupId)!;
  const prepared = { market: state.markets.get(tapeId)!, features: columns };
  const outcomes = packOutcomes(
    periodIndex,
    runBatch(plan, { periodIndex, setIndexes }, prepared, recorders),
  );
  return { kind: 'outcomes', outcomes, elapsedMs: performance.now() - started };
}

function marketOf({ source, allAtHand }: ThreadState, tape: MinuteTape, config: Config): Market {
  const atHand = allAtHand ? Math.max(2, source!.days.length) : DAYS_AT_HAND;
  return { source: source!, tape, days: new MarketDays(source!, config, atHand, allAtHand) };
}

function configOf({ plan }: ThreadState, setIndex: number): Config {
  return configOfSet(plan, plan.sets[setIndex]!);
}

/** A cache that cannot be written costs time at the next run, nothing else. */
function cacheNotice(write: () => void): string | null {
  try {
    write();
    return null;
  } catch (error) {
    return `the cache of bars could not be written: ${sendError(error).message}`;
  }
}
