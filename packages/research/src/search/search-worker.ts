import { Worker } from 'node:worker_threads';
import type { SearchPlan } from './search-plan.ts';
import type { WorkerNews, WorkerReply, WorkerTask } from './worker-messages.ts';

/** A worker thread has ended though nobody asked it to. */
export class WorkerEnded extends Error {
  override readonly name = 'WorkerEnded';
}

/**
 * Heap of a thread: what is large lies outside of it, in shared memory, and with Node's own limits garbage would
 * be kept by the hundred megabytes. With a smaller young heap the garbage of sets side by side lives long enough to
 * be moved, which takes a third of the time. The plan's sets come on top.
 */
const YOUNG_HEAP_MB = 96;
const HEAP_MB = 512;
const SETS_A_MB = 1_000;

/** The main thread's end of one worker thread. */
export class SearchWorker {
  readonly #thread: Worker;
  #ended: WorkerEnded | null = null;
  #waiting: { resolve(reply: WorkerReply): void; reject(error: Error): void } | null = null;

  /** @param entry module that calls `serveSearch` */
  constructor(entry: URL, plan: SearchPlan) {
    const maxOldGenerationSizeMb = HEAP_MB + Math.ceil(plan.sets.length / SETS_A_MB);
    const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_HEAP_MB, maxOldGenerationSizeMb };
    this.#thread = new Worker(entry, { workerData: plan, resourceLimits });
    this.#thread.on('message', (reply: WorkerReply) => {
      const waiting = this.#waiting;
      this.#waiting = null;
      waiting?.resolve(reply);
    });
    this.#thread.on('error', (error) => this.#end(reasonOf(error)));
    this.#thread.on('messageerror', (error) => this.#end(reasonOf(error)));
    this.#thread.on('exit', (code) => this.#end(`it ended with exit code ${code}`));
  }

  tell(news: WorkerNews): void {
    this.#thread.postMessage(news);
  }

  /**
   * Gives the thread something to do; one thing at a time.
   *
   * @throws WorkerEnded when the thread ends before it has answered
   */
  ask(task: WorkerTask): Promise<WorkerReply> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== null) {
        reject(this.#ended);
        return;
      }
      this.#waiting = { resolve, reject };
      this.#thread.postMessage(task);
    });
  }

  /** Ends the thread, whatever it is doing. */
  async end(): Promise<void> {
    await this.#thread.terminate();
  }

  #end(reason: string): void {
    this.#ended ??= new WorkerEnded(reason);
    this.#waiting?.reject(this.#ended);
    this.#waiting = null;
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'it ran out of memory' : (message ?? String(error));
}
