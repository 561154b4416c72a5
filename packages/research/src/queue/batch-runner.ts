import { invariant, type TickSource } from '@auction-trader/core';
import { profileSettings } from '@auction-trader/features';
import { configOfSet } from '../search/config-of-set.ts';
import { groupSets } from '../search/group-sets.ts';
import { unpackOutcomes } from '../search/packed-outcomes.ts';
import { type Batch, failedOutcome } from '../search/run-batch.ts';
import type { SearchPeriod, SearchPlan, SetOutcome } from '../search/search-plan.ts';
import { SearchWorker, WorkerEnded } from '../search/search-worker.ts';
import { receivedError } from '../search/sent-error.ts';
import type { SharedFeatures } from '../search/shared-features.ts';
import type { SharedTape } from '../search/shared-tape.ts';
import { type SharedTicks, shareTicks } from '../search/shared-ticks.ts';
import type { WorkerReply, WorkerTask } from '../search/worker-messages.ts';
import { Kept } from './kept.ts';

/** How a {@link BatchRunner} works. None of it changes a result. */
export interface BatchRunnerOptions {
  /** Batches that run at a time, each on its thread. */
  readonly threads: number;
  /** Opens the ticks of a period; must give those that the plan names. */
  readonly openSource: (period: SearchPeriod) => TickSource;
  /** Folder of the cache of bars and profiles for a period. */
  readonly cacheFolder: (period: SearchPeriod) => string;
  /** The tick store's folder: where threads read ticks that are more than `ticksMemoryBytes`. */
  readonly storeFolder: string;
  /** Ticks held in shared memory, default 1.5 GB. */
  readonly ticksMemoryBytes?: number;
  /** Told what the user should know though the work goes on. */
  readonly notice: (text: string) => void;
  /** Entry of the worker threads; default this package's own. */
  readonly workerEntry?: URL;
}

/** Where a set belongs. */
interface Group {
  readonly id: number;
  readonly tapeId: number;
}

/** A period of a plan with its ticks, and what was made of them. */
interface Period {
  readonly plan: SearchPlan;
  readonly index: number;
  readonly ticks: SharedTicks;
  readonly source: TickSource;
  /** Numbers given to tapes and groups, by their settings. */
  readonly ids: Map<string, number>;
  readonly cacheFolder: string;
  readonly tapes: Kept<number, SharedTape>;
  readonly features: Kept<number, SharedFeatures>;
}

/** A thread, and what it was told last; it knows nothing else. */
interface Slot {
  worker: SearchWorker;
  readonly plan: SearchPlan;
  period: Period | null;
  tapeId: number | null;
  groupId: number | null;
  busy: boolean;
}

const TICKS_MEMORY_BYTES = 1.5e9;
/** Jobs come group by group: older ones are of use only where threads are about to end a group. */
const GROUPS_KEPT = 4;
const TAPES_KEPT = 2;

/**
 * Runs batches of sets on threads that share ticks, tape and features, and keeps those for the batches that
 * follow: of one period at a time.
 */
export class BatchRunner {
  readonly #options: BatchRunnerOptions;
  readonly #entry: URL;
  readonly #periods = new Kept<string, Period>(1);
  #slots: Slot[] = [];

  constructor(options: BatchRunnerOptions) {
    this.#options = options;
    this.#entry = options.workerEntry ?? new URL(import.meta.resolve('@auction-trader/research/worker'));
  }

  /**
   * The outcomes of a batch, in its order. A set that throws, or that ends its thread twice, has its error for an
   * outcome.
   *
   * @throws when the ticks cannot be had, or the bars cannot be made
   */
  async run(plan: SearchPlan, { periodIndex, setIndexes }: Batch): Promise<SetOutcome[]> {
    const period = await this.#periods.get(`${plan.planHash}/${periodIndex}`, () =>
      this.#openPeriod(plan, periodIndex),
    );
    const group = groupOf(period, setIndexes);
    const slot = await this.#takeSlot(plan);
    try {
      return await this.#runSets(slot, period, group, setIndexes);
    } finally {
      slot.busy = false;
    }
  }

  /** Drops what was prepared for a search. */
  forget(planHash: string): void {
    this.#periods.drop((key) => key.startsWith(planHash));
    for (const slot of this.#slots.filter(({ plan, busy }) => plan.planHash === planHash && !busy)) {
      this.#slots = this.#slots.filter((other) => other !== slot);
      void slot.worker.end();
    }
  }

  /** Ends all threads, whatever they do. */
  async close(): Promise<void> {
    await Promise.all(this.#slots.map(({ worker }) => worker.end()));
    this.#slots = [];
  }

  async #openPeriod(plan: SearchPlan, index: number): Promise<Period> {
    const { openSource, cacheFolder, storeFolder, ticksMemoryBytes } = this.#options;
    const period = plan.periods[index]!;
    const source = openSource(period);
    const ticks = await shareTicks(source, {
      storeFolder,
      period,
      memoryBytes: ticksMemoryBytes ?? TICKS_MEMORY_BYTES,
      signal: new AbortController().signal,
      onProgress: () => {},
    });
    return {
      plan,
      index,
      ticks,
      source,
      ids: new Map(),
      cacheFolder: cacheFolder(period),
      tapes: new Kept(TAPES_KEPT),
      features: new Kept(GROUPS_KEPT),
    };
  }

  /** A thread that has nothing to do, one that knows the plan where there is one. */
  async #takeSlot(plan: SearchPlan): Promise<Slot> {
    const free = this.#slots.filter(({ busy }) => !busy);
    const known = free.find((slot) => slot.plan.planHash === plan.planHash);
    if (known !== undefined) {
      known.busy = true;
      return known;
    }
    const slot = this.#newSlot(plan);
    const [other] = free;
    this.#slots = [...this.#slots.filter((one) => one !== other), slot];
    invariant(this.#slots.length <= this.#options.threads, 'more batches at a time than threads');
    await other?.worker.end();
    return slot;
  }

  #newSlot(plan: SearchPlan): Slot {
    const worker = new SearchWorker(this.#entry, plan);
    return { worker, plan, period: null, tapeId: null, groupId: null, busy: true };
  }

  async #runSets(
    slot: Slot,
    period: Period,
    group: Group,
    setIndexes: readonly number[],
  ): Promise<SetOutcome[]> {
    const outcomes = await this.#attempt(slot, period, group, setIndexes);
    if (!(outcomes instanceof WorkerEnded)) return outcomes;
    // One of them ended the thread: each alone, so that only the one to blame fails.
    const alone: SetOutcome[] = [];
    for (const setIndex of setIndexes) {
      const own = await this.#attempt(slot, period, group, [setIndex]);
      const [outcome] = own instanceof WorkerEnded ? [endedOutcome(setIndex, period, own)] : own;
      alone.push(outcome!);
    }
    return alone;
  }

  /** The outcomes, or that the thread ended over them; then there is a new one in its place. */
  async #attempt(
    slot: Slot,
    period: Period,
    group: Group,
    setIndexes: readonly number[],
  ): Promise<SetOutcome[] | WorkerEnded> {
    try {
      await this.#tellTape(slot, period, group, setIndexes[0]!);
      const failure = await this.#tellFeatures(slot, period, group, setIndexes[0]!);
      if (failure !== null) return setIndexes.map((index) => failedOutcome(index, period.index, failure));
      const reply = await slot.worker.ask({ kind: 'run-batch', groupId: group.id, setIndexes });
      invariant(
        reply.kind !== 'failure',
        `a batch failed: ${reply.kind === 'failure' && reply.failure.message}`,
      );
      invariant(reply.kind === 'outcomes', 'a thread answers what it was asked');
      return unpackOutcomes(reply.outcomes);
    } catch (error) {
      if (!(error instanceof WorkerEnded)) throw error;
      Object.assign(slot, this.#newSlot(slot.plan));
      return error;
    }
  }

  async #tellTape(slot: Slot, period: Period, { tapeId }: Group, setIndex: number): Promise<void> {
    if (slot.period !== period) {
      slot.worker.tell({ kind: 'period', periodIndex: period.index, ticks: period.ticks });
      Object.assign(slot, { period, tapeId: null, groupId: null });
    }
    if (slot.tapeId === tapeId) return;
    const { cacheFolder } = period;
    const tape = await period.tapes.get(tapeId, async () => {
      const reply = await this.#ask(slot, { kind: 'make-tape', tapeId, setIndex, cacheFolder });
      invariant(reply.kind === 'tape', 'a thread answers what it was asked');
      return reply.tape;
    });
    if (slot.groupId !== null) slot.worker.tell({ kind: 'release-features', groupId: slot.groupId });
    if (slot.tapeId !== null) slot.worker.tell({ kind: 'release-tape', tapeId: slot.tapeId });
    slot.worker.tell({ kind: 'tape', tapeId, setIndex, tape });
    Object.assign(slot, { tapeId, groupId: null });
  }

  /** Why the features could not be made, which is the outcome of all their sets; null when the thread has them. */
  async #tellFeatures(slot: Slot, period: Period, group: Group, setIndex: number): Promise<string | null> {
    const { id: groupId, tapeId } = group;
    if (slot.groupId === groupId) return null;
    try {
      const features = await period.features.get(groupId, async () => {
        const reply = await this.#ask(slot, {
          kind: 'make-features',
          groupId,
          tapeId,
          setIndex,
          cacheFolder: null,
        });
        invariant(reply.kind === 'features', 'a thread answers what it was asked');
        return reply.features;
      });
      if (slot.groupId !== null) slot.worker.tell({ kind: 'release-features', groupId: slot.groupId });
      slot.worker.tell({ kind: 'features', groupId, tapeId, features });
      slot.groupId = groupId;
      return null;
    } catch (error) {
      if (error instanceof WorkerEnded) throw error;
      return (error as Error).message;
    }
  }

  /** @throws what the thread failed with */
  async #ask(slot: Slot, task: WorkerTask): Promise<Exclude<WorkerReply, { kind: 'failure' }>> {
    const reply = await slot.worker.ask(task);
    if (reply.kind === 'failure') throw receivedError(reply.failure);
    if (reply.kind !== 'outcomes' && reply.notice !== null) this.#options.notice(reply.notice);
    return reply;
  }
}

/** Where the sets of a batch belong; only they are looked at, for a plan may have very many. */
function groupOf({ plan, source, ids }: Period, setIndexes: readonly number[]): Group {
  const [group, other] = groupSets(plan, source, setIndexes);
  invariant(group !== undefined && other === undefined, 'a batch has sets of several groups');
  const { tapeKey } = group;
  const profileKey = JSON.stringify(profileSettings(configOfSet(plan, plan.sets[setIndexes[0]!]!)));
  return { id: idOf(ids, `${tapeKey}${profileKey}`), tapeId: idOf(ids, tapeKey) };
}

function idOf(ids: Map<string, number>, key: string): number {
  const id = ids.get(key) ?? ids.size;
  ids.set(key, id);
  return id;
}

function endedOutcome(setIndex: number, period: Period, { message }: WorkerEnded): SetOutcome {
  return failedOutcome(setIndex, period.index, `a worker thread ended twice over it: ${message}`);
}
