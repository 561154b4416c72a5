import { AuctionTraderError } from '@auction-trader/core';
import type { PeriodWork } from './period-work.ts';
import type { SearchPlan } from './search-plan.ts';
import { SearchWorker, WorkerEnded } from './search-worker.ts';
import type { WorkerNews } from './worker-messages.ts';

/** Threads that ended one after the other without a result between them: something else is wrong. */
const MOST_DEATHS = 8;

/** The worker threads of a search. One that ends is replaced. */
export class SearchThreads {
  readonly #entry: URL;
  readonly #plan: SearchPlan;
  readonly #workers: SearchWorker[];
  #closed = false;
  #deaths = 0;

  constructor(entry: URL, plan: SearchPlan, count: number) {
    this.#entry = entry;
    this.#plan = plan;
    this.#workers = Array.from({ length: count }, () => this.#start());
  }

  /** Tells every thread. */
  tell(news: WorkerNews): void {
    for (const worker of this.#workers) worker.tell(news);
  }

  /**
   * Works on a period until it is finished.
   *
   * @param period what a thread must be told first, also one that takes another's place
   */
  async work(period: WorkerNews, work: PeriodWork): Promise<void> {
    this.tell(period);
    await Promise.all(this.#workers.map((_, place) => this.#drive(place, period, work)));
  }

  /** Ends all threads. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#workers.map((worker) => worker.end()));
  }

  /** One thread's share: task after task. */
  async #drive(place: number, period: WorkerNews, work: PeriodWork): Promise<void> {
    while (!work.finished) {
      const item = work.next();
      if (item === null) {
        await work.changed();
        continue;
      }
      try {
        const reply = await this.#workers[place]!.ask(item.task);
        this.#deaths = 0;
        work.complete(item, reply);
      } catch (error) {
        if (!(error instanceof WorkerEnded) || this.#closed) throw error;
        this.#replace(place, error);
        for (const news of [period, ...work.news()]) this.#workers[place]!.tell(news);
        work.died(item, error.message);
      }
    }
  }

  #replace(place: number, { message }: WorkerEnded): void {
    this.#deaths++;
    if (this.#deaths > MOST_DEATHS) {
      throw new AuctionTraderError(`worker threads end again and again: ${message}`, {
        code: 'WORKER_ENDED',
        hint: 'Use fewer workers, or give Node more memory; the search goes on when it is started again.',
      });
    }
    this.#workers[place] = this.#start();
  }

  #start(): SearchWorker {
    return new SearchWorker(this.#entry, this.#plan);
  }
}
