import { AuctionTraderError, type TickSource } from '@auction-trader/core';
import { groupSets } from './group-sets.ts';
import { OutcomeBuffer, type OutcomeSink } from './outcome-buffer.ts';
import { PeriodWork } from './period-work.ts';
import type { SearchPeriod, SearchPlan } from './search-plan.ts';
import { outcomeKey } from './search-store.ts';
import { SearchThreads } from './search-threads.ts';
import { shareTicks } from './shared-ticks.ts';
import type { WorkerNews } from './worker-messages.ts';

/** How far a search has come. */
export interface SearchProgress {
  /** What goes on: reading ticks, or running sets (with bars and profiles made on the way). */
  readonly phase: 'ticks' | 'sets';
  /** Share of the period's ticks that is read, 0..1. */
  readonly ticksRead: number;
  /** Runs (sets times periods) with an outcome, in this call; failed ones among them. */
  readonly done: number;
  readonly failed: number;
  /** Runs that this call has to do. */
  readonly total: number;
}

/** How {@link runSearch} works. None of it changes a result. */
export interface SearchOptions {
  /** Opens the ticks of a period; must give those that the plan names. */
  readonly openSource: (period: SearchPeriod) => TickSource;
  /** Worker threads, at least 1. */
  readonly workers: number;
  readonly sink: OutcomeSink;
  /** Outcomes that are there already, see `outcomeKey`. */
  readonly done?: ReadonlySet<string>;
  readonly onProgress?: (progress: SearchProgress) => void;
  /** Told what the user should know though the search goes on. */
  readonly onNotice?: (text: string) => void;
  /** Stops the search; what is finished is kept. */
  readonly signal?: AbortSignal;
  /** Folder of the cache of bars and profiles for a period. */
  readonly cacheFolder?: (period: SearchPeriod) => string;
  /** The tick store's folder: where threads read ticks that are more than `ticksMemoryBytes`. */
  readonly storeFolder?: string;
  /** Ticks held in shared memory, default 1.5 GB. */
  readonly ticksMemoryBytes?: number;
  /** Entry of the worker threads; default this package's own. */
  readonly workerEntry?: URL;
}

/** How a search ended. */
export interface SearchEnd {
  /** Whether the signal stopped it before everything was done. */
  readonly stopped: boolean;
  /** Runs with an outcome, in this call; failed ones among them. */
  readonly done: number;
  readonly failed: number;
}

const TICKS_MEMORY_BYTES = 1.5e9;

/** One call of {@link runSearch}. */
interface SearchRun {
  readonly plan: SearchPlan;
  readonly options: SearchOptions;
  readonly signal: AbortSignal;
  readonly threads: SearchThreads;
  readonly outcomes: OutcomeBuffer;
  readonly total: number;
}

/**
 * Runs every set of a plan over every period, on worker threads that share ticks, tape and features. Each
 * run has an outcome, a failed one too; outcomes are the same whatever the number of threads, and
 * whenever the search was stopped and begun again.
 *
 * @throws AuctionTraderError: `DATA_CHANGED` when a source has other data than the plan names,
 * `WORKER_ENDED` when threads end again and again, and what source and sink throw
 * @example
 * const store = SearchStore.open('data/searches.db');
 * const searchId = store.begin(plan);
 * await runSearch(plan, {
 *   openSource: ({ symbol, fromDay, toDay }) => tickStore.source(symbol, { fromDay, toDay }),
 *   workers: 2,
 *   sink: { take: (outcomes) => store.add(searchId, outcomes) },
 *   done: store.done(searchId),
 * });
 */
export async function runSearch(plan: SearchPlan, options: SearchOptions): Promise<SearchEnd> {
  const { workers, sink, done = new Set(), signal = new AbortController().signal } = options;
  const pending = pendingSets(plan, done);
  const total = pending.reduce((sum, { length }) => sum + length, 0);
  const outcomes = new OutcomeBuffer(sink);
  if (total === 0) return { stopped: false, done: 0, failed: 0 };
  const entry = options.workerEntry ?? new URL(import.meta.resolve('@auction-trader/research/worker'));
  const threads = new SearchThreads(entry, plan, Math.min(workers, total));
  const run: SearchRun = { plan, options, signal, threads, outcomes, total };
  try {
    await unlessAborted(signal, allPeriods(run, pending));
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await threads.close();
    // What is finished is kept, however the search ends.
    outcomes.flush();
  }
  return { stopped: outcomes.done < total, done: outcomes.done, failed: outcomes.failed };
}

/** Sets of each period that have no outcome. */
function pendingSets({ periods, sets }: SearchPlan, done: ReadonlySet<string>): number[][] {
  return periods.map((_, periodIndex) =>
    sets.map(({ index }) => index).filter((setIndex) => !done.has(outcomeKey({ setIndex, periodIndex }))),
  );
}

/** A promise that is given up when the signal comes. */
function unlessAborted(signal: AbortSignal, work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    work.then(resolve, reject);
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
}

async function allPeriods(run: SearchRun, pending: readonly (readonly number[])[]): Promise<void> {
  for (const [periodIndex, setIndexes] of pending.entries()) {
    if (setIndexes.length > 0) await runPeriod(run, periodIndex, setIndexes);
  }
}

async function runPeriod(run: SearchRun, periodIndex: number, setIndexes: readonly number[]): Promise<void> {
  const { plan, options, threads } = run;
  const period = plan.periods[periodIndex]!;
  const source = options.openSource(period);
  requireSameData(source, period);
  const news = await periodNews(run, periodIndex, source);
  const work = new PeriodWork({
    periodIndex,
    groups: groupSets(plan, source, setIndexes),
    workers: options.workers,
    cacheFolder: options.cacheFolder?.(period) ?? null,
    tell: (what) => threads.tell(what),
    take: (outcomes) => {
      run.outcomes.take(outcomes);
      tellProgress(run, 'sets', 1);
    },
    notice: options.onNotice ?? (() => {}),
  });
  await threads.work(news, work);
}

async function periodNews(run: SearchRun, periodIndex: number, source: TickSource): Promise<WorkerNews> {
  const { plan, options, signal } = run;
  const ticks = await shareTicks(source, {
    storeFolder: options.storeFolder ?? null,
    period: plan.periods[periodIndex]!,
    memoryBytes: options.ticksMemoryBytes ?? TICKS_MEMORY_BYTES,
    signal,
    onProgress: (done, days) => tellProgress(run, 'ticks', done / days),
  });
  tellProgress(run, 'sets', 1);
  return { kind: 'period', periodIndex, ticks };
}

function tellProgress(
  { options, outcomes, total }: SearchRun,
  phase: SearchProgress['phase'],
  ticksRead: number,
): void {
  options.onProgress?.({ phase, ticksRead, done: outcomes.done, failed: outcomes.failed, total });
}

/** @throws AuctionTraderError `DATA_CHANGED` when a source has other data than the plan names */
export function requireSameData({ dataHash }: Pick<TickSource, 'dataHash'>, period: SearchPeriod): void {
  if (dataHash === period.dataHash) return;
  const { symbol, fromDay, toDay } = period;
  throw new AuctionTraderError(
    `the ticks of ${symbol} from ${fromDay} to ${toDay} are others than the search was begun with`,
    {
      code: 'DATA_CHANGED',
      hint: 'Start the search again without --resume: results of different data must not be mixed.',
    },
  );
}
