import { existsSync, mkdirSync, readdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TickStore } from '../store/open-tick-store.ts';
import { lockFile } from '../store/store-lock.ts';
import type { ArchiveDay } from './archive.ts';
import type { DownloadOptions } from './download-options.ts';
import type { DownloadReport } from './download-report.ts';
import { DownloadRun } from './download-run.ts';
import { type DayResult, fetchDay } from './fetch-day.ts';
import { openHttpClient } from './http-client.ts';
import { type DownloadPlan, planDownload } from './plan-download.ts';
import { putAway } from './put-away.ts';
import { reportOf } from './report-of.ts';

const STALL_MS = 30_000;
/** So many failures without a success between them end a download: something is wrong with more than a day. */
const FAILURES_IN_A_ROW = 3;
const LOCK_NAME = '.lock';

/**
 * Fetches daily files of a public trade archive, and takes each into the store as soon as it is there and
 * verified. A day that is missing at the venue, or that fails, is reported, and the others go on. Killed or
 * ended at any moment, the next download goes on where it was.
 *
 * @throws AuctionTraderError for bad options ({@link planDownload}), `STORE_LOCKED` when another process
 * downloads into the folder, and for what concerns all days: an unknown grid, a full disk
 * @example
 * await downloadTrades(openTickStore('data/ticks'), {
 *   symbols: ['BTCUSDT'],
 *   fromMs: Date.UTC(2024, 6, 1),
 *   toMs: Date.UTC(2024, 6, 7),
 *   folder: 'data/downloads',
 *   tickSize: '0.1',
 *   lotSize: '0.001',
 *   clock: systemClock,
 * });
 */
export async function downloadTrades(store: TickStore, options: DownloadOptions): Promise<DownloadReport> {
  const plan = planDownload(store, options);
  const results = new Map<ArchiveDay, DayResult>();
  if (plan.wanted.length === 0 && !existsSync(options.folder)) return reportOf(plan, results, 0);
  mkdirSync(options.folder, { recursive: true });
  const unlock = lockFile(join(options.folder, LOCK_NAME), `downloading into ${options.folder}`);
  try {
    // A process that was killed right after an import has not come to this.
    for (const day of plan.stored) putAway(day, options);
    const bytes = plan.wanted.length === 0 ? 0 : await fetchAll(store, plan, options, results);
    return reportOf(plan, results, bytes);
  } finally {
    unlock();
    removeEmptyFolders(options.folder);
  }
}

/** @returns bytes fetched */
async function fetchAll(
  store: TickStore,
  plan: DownloadPlan,
  options: DownloadOptions,
  results: Map<ArchiveDay, DayResult>,
): Promise<number> {
  const { parallel } = plan;
  const client = await openHttpClient({ parallel, stallMs: options.stallMs ?? STALL_MS });
  const ended = new AbortController();
  const { signal: end = ended.signal } = options;
  const run = new DownloadRun(store, plan, options, client, AbortSignal.any([end, ended.signal]));
  const days = plan.wanted.values();
  let failures = 0;
  const fetchInTurn = async (): Promise<void> => {
    while (!run.isHopeless) {
      const { value: day, done } = days.next();
      if (done) return;
      const result = await fetchDay(run, day);
      results.set(day, result);
      run.dayDone(day);
      failures = result.kind === 'failed' ? failures + 1 : 0;
      run.isHopeless ||= failures >= FAILURES_IN_A_ROW;
    }
  };
  const turns = Array.from({ length: parallel }, async () => {
    try {
      await fetchInTurn();
    } catch (error) {
      // What stops one stops all; they end before it is told.
      ended.abort(error);
      throw error;
    }
  });
  try {
    await Promise.allSettled(turns);
    await Promise.all(turns);
    return run.bytes;
  } finally {
    await client.close();
  }
}

/** Leaves no empty folder behind where nothing is half fetched. */
function removeEmptyFolders(folder: string): void {
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const entry of entries.filter((inner) => inner.isDirectory())) {
    removeIfEmpty(join(folder, entry.name));
  }
  removeIfEmpty(folder);
}

function removeIfEmpty(folder: string): void {
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}
