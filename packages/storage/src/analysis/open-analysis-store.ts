import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { AuctionTraderError } from '@auction-trader/core';
import { lockForProcess, type Unlock } from '../process-lock.ts';
import { storeError } from '../store-error.ts';
import { type AnalysisTables, analysisTables, prepareTables } from './analysis-schema.ts';
import type { AnalysisReader, AnalysisStore } from './analysis-store.ts';
import { type DuckDbFile, openDuckDb } from './duckdb-file.ts';
import { type MinuteValues, minuteValues } from './minute-values.ts';
import { analysisQueries } from './read-minutes.ts';

/** Minutes that wait while the disk takes nothing: a day. */
const MOST_WAITING = 1_440;

/** How an analysis store is opened. */
export interface AnalysisOptions {
  /** Hears of what could not be written (`STORE_ERROR`); trading goes on without it. */
  readonly onProblem: (error: Error) => void;
}

/**
 * Opens (or makes) the analysis store for writing. DuckDB is loaded now, and not before.
 *
 * @throws AuctionTraderError `STORE_LOCKED` and `STORE_NEWER` (exit code 2), `STORE_ERROR`
 */
export async function openAnalysisStore(
  file: string,
  { onProblem }: AnalysisOptions,
): Promise<AnalysisStore> {
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch (error) {
    throw storeError('analysis store', file, error);
  }
  const unlock = lockForProcess(`${file}.lock`, `writing the analysis store ${file}`);
  let duckDb: DuckDbFile | null = null;
  try {
    duckDb = await openDuckDb(file, false);
    return await analysisStoreOn(duckDb, onProblem, unlock);
  } catch (error) {
    duckDb?.close();
    unlock();
    throw error;
  }
}

/** The store on an open file. */
export async function analysisStoreOn(
  duckDb: DuckDbFile,
  onProblem: (error: Error) => void,
  unlock: Unlock,
): Promise<AnalysisStore> {
  const tables = analysisTables();
  await prepareTables(duckDb, tables);
  return new MinuteWriter(duckDb, tables, onProblem, unlock);
}

/**
 * Opens the analysis store of a trader that does not run, for reading only.
 *
 * @throws AuctionTraderError `NO_ANALYSIS` (exit code 1), `STORE_LOCKED` (exit code 2), `STORE_ERROR`
 */
export async function readAnalysisStore(file: string): Promise<AnalysisReader> {
  if (!existsSync(file)) {
    throw new AuctionTraderError(`there is no analysis store ${file}`, {
      code: 'NO_ANALYSIS',
      exitCode: 1,
      details: { file },
      hint: 'It is made by "live-trader run". Check database.data_dir.',
    });
  }
  const duckDb = await openDuckDb(file, true);
  return { file, ...analysisQueries(duckDb), close: async () => duckDb.close() };
}

class MinuteWriter implements AnalysisStore {
  readonly file: string;
  readonly bars: AnalysisStore['bars'];
  readonly features: AnalysisStore['features'];
  readonly profile: AnalysisStore['profile'];
  readonly #duckDb: DuckDbFile;
  readonly #tables: AnalysisTables;
  readonly #onProblem: (error: Error) => void;
  readonly #unlock: Unlock;
  readonly #waiting: MinuteValues[] = [];
  /** All writing so far; one transaction after the other. */
  #work: Promise<void> = Promise.resolve();

  constructor(duckDb: DuckDbFile, tables: AnalysisTables, onProblem: (error: Error) => void, unlock: Unlock) {
    this.#unlock = unlock;
    this.file = duckDb.file;
    this.#duckDb = duckDb;
    this.#tables = tables;
    this.#onProblem = onProblem;
    ({ bars: this.bars, features: this.features, profile: this.profile } = analysisQueries(duckDb));
  }

  append(...[source, row, footprint]: Parameters<AnalysisStore['append']>): void {
    if (this.#waiting.length >= MOST_WAITING) {
      this.#waiting.shift();
      this.#onProblem(this.#dropped());
    }
    this.#waiting.push(minuteValues(source, row, footprint));
    void this.#then(() => this.#writeWaiting());
  }

  async pruneProfile(beforeMs: number): Promise<void> {
    await this.#then(() =>
      this.#duckDb.run('DELETE FROM profile_1m WHERE ts_min < $1', [BigInt(Math.floor(beforeMs))]),
    );
  }

  flush(): Promise<void> {
    return this.#work;
  }

  async close(): Promise<void> {
    await this.#then(() => this.#writeWaiting());
    this.#duckDb.close();
    this.#unlock();
  }

  /** Does some work after all that was begun before; its failure is reported. */
  #then(work: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(work).catch((error: Error) => this.#onProblem(error));
    return this.#work;
  }

  async #writeWaiting(): Promise<void> {
    const minutes = this.#waiting.slice();
    if (minutes.length === 0) return;
    await this.#duckDb.run('BEGIN');
    try {
      for (const same of Object.values(Object.groupBy(minutes, ({ symbol }) => symbol))) {
        await this.#replace(newestOfEach(same!));
      }
      await this.#duckDb.run('COMMIT');
    } catch (error) {
      await this.#duckDb.run('ROLLBACK').catch(() => undefined);
      throw error;
    }
    // Some may have been dropped meanwhile.
    const written = new Set(minutes);
    while (this.#waiting.length > 0 && written.has(this.#waiting[0]!)) this.#waiting.shift();
  }

  /** Writes minutes of one symbol in place of those that are there. */
  async #replace(minutes: readonly MinuteValues[]): Promise<void> {
    const rows = {
      bars_1m: minutes.map(({ bar }) => bar),
      features_1m: minutes.map(({ feature }) => feature),
      profile_1m: minutes.flatMap(({ profile }) => profile),
    };
    const times = minutes.map(({ minuteMs }) => minuteMs).join(', ');
    for (const [table, values] of Object.entries(rows)) {
      const columns = this.#tables[table as keyof AnalysisTables];
      const sql = `DELETE FROM ${table} WHERE symbol = $1 AND ts_min IN (${times})`;
      await this.#duckDb.run(sql, [minutes[0]!.symbol]);
      await this.#duckDb.append(table, columns, values);
    }
  }

  #dropped(): AuctionTraderError {
    return new AuctionTraderError(`a minute was not written into the analysis store ${this.file}`, {
      code: 'STORE_ERROR',
      details: { file: this.file },
      hint: 'Nothing could be written for a day: look at the errors before. It can be made again from recordings.',
    });
  }
}

function newestOfEach(minutes: readonly MinuteValues[]): MinuteValues[] {
  return [...new Map(minutes.map((minute) => [minute.minuteMs, minute])).values()];
}
