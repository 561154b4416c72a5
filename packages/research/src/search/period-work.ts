import { AuctionTraderError } from '@auction-trader/core';
import type { SetGroup } from './group-sets.ts';
import { unpackOutcomes } from './packed-outcomes.ts';
import { failedOutcome } from './run-batch.ts';
import type { SetOutcome } from './search-plan.ts';
import { receivedError } from './sent-error.ts';
import type { WorkerNews, WorkerReply, WorkerTask } from './worker-messages.ts';

/** A task, and whether a worker has ended over it before. */
export interface WorkItem {
  readonly task: WorkerTask;
  readonly retried: boolean;
}

/** How a period is worked on. */
export interface PeriodWorkOptions {
  readonly periodIndex: number;
  readonly groups: readonly SetGroup[];
  readonly workers: number;
  readonly cacheFolder: string | null;
  /** Tells all worker threads. */
  readonly tell: (news: WorkerNews) => void;
  readonly take: (outcomes: readonly SetOutcome[]) => void;
  readonly notice: (text: string) => void;
}

/** What is made once, then shared by all threads, then released. */
type Making = 'waiting' | 'making' | 'ready' | 'released';

interface TapeWork {
  readonly id: number;
  readonly setIndex: number;
  state: Making;
  openGroups: number;
  news: WorkerNews | null;
}

interface GroupWork {
  readonly id: number;
  readonly tape: TapeWork;
  readonly setIndexes: readonly number[];
  /** Sets handed out: those before this place. */
  next: number;
  /** Sets without an outcome. */
  open: number;
  state: Making;
  news: WorkerNews | null;
}

/** A batch is to take about as long: short enough for progress and balance, long enough for its messages not to count. */
const BATCH_MS = 100;
/** Sets that run together are faster than alone. */
const LEAST_BATCH_SETS = 8;
const MOST_BATCH_SETS = 256;
/** Feature sets of a tape that are kept in its cache: more would push one another out. */
const FEATURES_CACHED = 4;

/**
 * What is left to do of one period, in the order: tape, profile features, sets. It hands out tasks and
 * takes in what became of them; results do not depend on who does what when.
 */
export class PeriodWork {
  readonly #options: PeriodWorkOptions;
  readonly #tapes: readonly TapeWork[];
  readonly #groups: readonly GroupWork[];
  readonly #retries: WorkItem[] = [];
  /** Of the newest batch; 0 before the first. */
  #msPerSet = 0;
  #waiting: (() => void)[] = [];

  constructor(options: PeriodWorkOptions) {
    this.#options = options;
    const tapes = new Map<string, TapeWork>();
    this.#groups = options.groups.map(({ tapeKey, setIndexes }, id) => {
      const tape = tapes.get(tapeKey) ?? newTape(tapes.size, setIndexes[0]!);
      tapes.set(tapeKey, tape);
      tape.openGroups++;
      return { id, tape, setIndexes, next: 0, open: setIndexes.length, state: 'waiting', news: null };
    });
    this.#tapes = [...tapes.values()];
  }

  get finished(): boolean {
    return this.#groups.every(({ open }) => open === 0);
  }

  /** All that a thread must know which was not there when it was told. */
  news(): WorkerNews[] {
    return [...this.#tapes, ...this.#groups].flatMap(({ news }) => news ?? []);
  }

  /** Something to do now; null when there is nothing, or nothing yet. */
  next(): WorkItem | null {
    const retry = this.#retries.shift();
    if (retry !== undefined) return retry;
    const task = this.#nextBatch() ?? this.#nextFeatures() ?? this.#nextTape();
    return task === null ? null : { task, retried: false };
  }

  /** Resolves when {@link next} or {@link finished} may answer otherwise than before. */
  changed(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /**
   * Takes in what a thread answered.
   *
   * @throws AuctionTraderError when the data cannot be used: what concerns one set only is its outcome
   */
  complete({ task }: WorkItem, reply: WorkerReply): void {
    if (reply.kind === 'failure') this.#fail(task, receivedError(reply.failure));
    else if (reply.kind === 'outcomes') this.#takeOutcomes(task, reply);
    else {
      if (reply.notice !== null) this.#options.notice(reply.notice);
      this.#made(task, reply);
    }
    this.#wake();
  }

  /** A thread has ended over a task: it is tried once more, sets alone, so that only the one to blame fails. */
  died({ task, retried }: WorkItem, reason: string): void {
    if (retried) this.#giveUp(task, reason);
    else if (task.kind !== 'run-batch') this.#retries.push({ task, retried: true });
    else {
      for (const setIndex of task.setIndexes)
        this.#retries.push({ task: { ...task, setIndexes: [setIndex] }, retried: true });
    }
    this.#wake();
  }

  #nextBatch(): WorkerTask | null {
    const group = this.#groups.find(
      ({ state, next, setIndexes }) => state === 'ready' && next < setIndexes.length,
    );
    if (group === undefined) return null;
    const setIndexes = group.setIndexes.slice(group.next, group.next + this.#batchSets(group));
    group.next += setIndexes.length;
    return { kind: 'run-batch', groupId: group.id, setIndexes };
  }

  #batchSets({ setIndexes, next }: GroupWork): number {
    const wanted = this.#msPerSet === 0 ? LEAST_BATCH_SETS : Math.round(BATCH_MS / this.#msPerSet);
    // Towards the end smaller ones, so that the threads end together.
    const share = Math.ceil((setIndexes.length - next) / (2 * this.#options.workers));
    return Math.max(1, Math.min(Math.max(wanted, LEAST_BATCH_SETS), share, MOST_BATCH_SETS));
  }

  #nextFeatures(): WorkerTask | null {
    const group = this.#groups.find(({ state, tape }) => state === 'waiting' && tape.state === 'ready');
    if (group === undefined) return null;
    group.state = 'making';
    const { id, tape, setIndexes } = group;
    const few = this.#groups.length <= FEATURES_CACHED;
    const cacheFolder = few ? this.#options.cacheFolder : null;
    return { kind: 'make-features', groupId: id, tapeId: tape.id, setIndex: setIndexes[0]!, cacheFolder };
  }

  #nextTape(): WorkerTask | null {
    const tape = this.#tapes.find(({ state }) => state === 'waiting');
    if (tape === undefined) return null;
    tape.state = 'making';
    const { cacheFolder } = this.#options;
    return { kind: 'make-tape', tapeId: tape.id, setIndex: tape.setIndex, cacheFolder };
  }

  #made(task: WorkerTask, reply: WorkerReply): void {
    if (task.kind === 'make-tape' && reply.kind === 'tape') {
      const { tapeId, setIndex } = task;
      this.#share(this.#tapes[tapeId]!, { kind: 'tape', tapeId, setIndex, tape: reply.tape });
    } else if (task.kind === 'make-features' && reply.kind === 'features') {
      const { groupId, tapeId } = task;
      this.#share(this.#groups[groupId]!, { kind: 'features', groupId, tapeId, features: reply.features });
    }
  }

  #share(owner: TapeWork | GroupWork, news: WorkerNews): void {
    owner.state = 'ready';
    owner.news = news;
    this.#options.tell(news);
  }

  #takeOutcomes(task: WorkerTask, reply: Extract<WorkerReply, { kind: 'outcomes' }>): void {
    if (task.kind !== 'run-batch') return;
    this.#msPerSet = reply.elapsedMs / task.setIndexes.length;
    this.#close(this.#groups[task.groupId]!, unpackOutcomes(reply.outcomes));
  }

  #fail(task: WorkerTask, error: Error): void {
    // The tape is made from the data alone: no set is to blame.
    if (task.kind === 'make-tape') throw error;
    this.#failSets(task, error.message);
  }

  #giveUp(task: WorkerTask, reason: string): void {
    if (task.kind !== 'make-tape') {
      this.#failSets(task, `a worker thread ended twice over it: ${reason}`);
      return;
    }
    throw new AuctionTraderError(`a worker thread ended twice while it made the bars: ${reason}`, {
      code: 'WORKER_ENDED',
      hint: 'Give Node more memory (NODE_OPTIONS=--max-old-space-size=4096), or search fewer days.',
    });
  }

  #failSets(task: Exclude<WorkerTask, { kind: 'make-tape' }>, error: string): void {
    const group = this.#groups[task.groupId]!;
    const setIndexes = task.kind === 'run-batch' ? task.setIndexes : group.setIndexes;
    if (task.kind === 'make-features') group.next = setIndexes.length;
    const { periodIndex } = this.#options;
    this.#close(
      group,
      setIndexes.map((setIndex) => failedOutcome(setIndex, periodIndex, error)),
    );
  }

  #close(group: GroupWork, outcomes: readonly SetOutcome[]): void {
    this.#options.take(outcomes);
    group.open -= outcomes.length;
    if (group.open > 0) return;
    group.state = 'released';
    group.news = null;
    this.#options.tell({ kind: 'release-features', groupId: group.id });
    const { tape } = group;
    tape.openGroups--;
    if (tape.openGroups > 0) return;
    tape.state = 'released';
    tape.news = null;
    this.#options.tell({ kind: 'release-tape', tapeId: tape.id });
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

function newTape(id: number, setIndex: number): TapeWork {
  return { id, setIndex, state: 'waiting', openGroups: 0, news: null };
}
