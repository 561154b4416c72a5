import { join } from 'node:path';
import { BybitFrameDecoder } from '@auction-trader/bybit';
import { FOR_MACHINES } from '@auction-trader/command-line';
import { type Clock, type Config, DAY_MS, defineInstrument } from '@auction-trader/core';
import { openTickStore } from '@auction-trader/ingestion';
import { type AnalysisStore, purge, storeRecorded } from '@auction-trader/storage';
import type { Logger } from 'pino';

/** Footprints are kept this long (trading rules 13). */
const PROFILE_DAYS = 30;
/** Time of day, UTC: the day before is over and its last minute is stored. */
const DAILY_AT_MS = 10 * 60_000;

/** What {@link Housekeeping} works on. */
export interface HousekeepingOptions {
  readonly clock: Clock;
  readonly config: Config;
  readonly dataDir: string;
  readonly analysis: AnalysisStore | null;
  readonly log: Logger;
  readonly onProblem: (error: unknown) => void;
}

/** Once a day, and when asked: recordings become stored ticks, and what is too old goes. */
export class Housekeeping {
  readonly #options: HousekeepingOptions;
  #disarm = () => {};
  #working: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: HousekeepingOptions) {
    this.#options = options;
  }

  /** Begins the daily rounds. */
  start(): void {
    const { clock } = this.#options;
    const nowMs = clock.nowMs();
    const todayMs = nowMs - (nowMs % DAY_MS) + DAILY_AT_MS;
    const dueMs = todayMs > nowMs ? todayMs : todayMs + DAY_MS;
    this.#disarm = clock.after(dueMs - nowMs, () => {
      void this.work();
      this.start();
    });
  }

  /** No more rounds; resolves when the one under way is done. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#disarm();
    await this.#working;
  }

  /** One round now, after the one under way. It never fails: problems are reported. */
  work(): Promise<void> {
    this.#working = this.#working.then(() => (this.#stopped ? undefined : this.#round()));
    return this.#working;
  }

  async #round(): Promise<void> {
    const { clock, config, dataDir, analysis, log, onProblem } = this.#options;
    try {
      const store = openTickStore(join(dataDir, config.database.raw_db));
      const stored = await storeRecorded(dataDir, store, {
        decoder: ({ instrument }) => new BybitFrameDecoder(defineInstrument(instrument)),
        pause: () => new Promise((resolve) => clock.after(0, resolve)),
      });
      const purged = await purge({
        nowMs: clock.nowMs(),
        dataDir,
        store,
        retentionHours: config.database.raw_retention_hours,
      });
      await analysis?.pruneProfile(clock.nowMs() - PROFILE_DAYS * DAY_MS);
      const trades = stored.reduce((sum, recording) => sum + recording.trades, 0);
      log.info({ ...FOR_MACHINES, trades, purged }, 'recordings were stored as ticks');
    } catch (error) {
      onProblem(error);
    }
  }
}
