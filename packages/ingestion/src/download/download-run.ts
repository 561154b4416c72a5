import type { TickStore } from '../store/open-tick-store.ts';
import { formatUtcDay } from '../store/utc-day.ts';
import type { ArchiveDay } from './archive.ts';
import type { DownloadOptions } from './download-options.ts';
import type { HttpClient } from './http-client.ts';
import { Pause } from './pause.ts';
import type { DownloadPlan } from './plan-download.ts';

/** Which part of a day's work its fetching is taken for; the rest is its import. */
const FETCHING = 0.9;

/** What all days of one download share. */
export class DownloadRun {
  readonly store: TickStore;
  readonly plan: DownloadPlan;
  readonly options: DownloadOptions;
  readonly client: HttpClient;
  /** Ends all of it. */
  readonly signal: AbortSignal;
  readonly pause: Pause;
  /** Too much has failed: nothing is tried again. */
  isHopeless = false;
  /** Bytes fetched so far. */
  bytes = 0;
  #daysDone = 0;
  /** Which part is there of the files on their way, 0..1. */
  readonly #onTheWay = new Map<ArchiveDay, number>();
  #lastImport: Promise<unknown> = Promise.resolve();

  constructor(
    store: TickStore,
    plan: DownloadPlan,
    options: DownloadOptions,
    client: HttpClient,
    signal: AbortSignal,
  ) {
    this.store = store;
    this.plan = plan;
    this.options = options;
    this.client = client;
    this.signal = signal;
    this.pause = new Pause(options.clock, signal);
  }

  /** Does imports one after the other: the store has one writer. */
  oneByOne<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#lastImport.then(() => {
      this.signal.throwIfAborted();
      return work();
    });
    this.#lastImport = result.catch(() => {});
    return result;
  }

  /**
   * A piece of a file arrived.
   *
   * @param piece its bytes
   * @param bytes of the file that are there now
   * @param ofBytes length of the file, null when it is not known
   */
  received(day: ArchiveDay, piece: number, bytes: number, ofBytes: number | null): void {
    this.bytes += piece;
    this.#onTheWay.set(day, ofBytes === null ? 0 : (FETCHING * bytes) / ofBytes);
    this.#tell();
  }

  /** Nothing more will happen to a day. */
  dayDone(day: ArchiveDay): void {
    this.#daysDone++;
    this.#onTheWay.delete(day);
    this.#tell();
  }

  trouble({ symbol, dayStartMs }: ArchiveDay, text: string): void {
    this.options.onTrouble?.(`${symbol} ${formatUtcDay(dayStartMs)}: ${text}`);
  }

  #tell(): void {
    const ofDays = this.plan.wanted.length;
    let days = this.#daysDone;
    for (const fraction of this.#onTheWay.values()) days += fraction;
    this.options.onProgress?.({
      days: this.#daysDone,
      ofDays,
      bytes: this.bytes,
      fraction: days / ofDays,
    });
  }
}
