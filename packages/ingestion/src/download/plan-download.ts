import { AuctionTraderError, DAY_MS, dayStartMs, parseStep } from '@auction-trader/core';
import type { TickStore } from '../store/open-tick-store.ts';
import { storedDays } from '../store/stored-days.ts';
import { formatUtcDay } from '../store/utc-day.ts';
import { ARCHIVE_VENUE, type ArchiveDay, BYBIT_ARCHIVE, checkedBaseUrl, checkedSymbols } from './archive.ts';
import { DEFAULT_PARALLEL, type DownloadOptions, MOST_PARALLEL } from './download-options.ts';

/** What a download will do. */
export interface DownloadPlan {
  readonly baseUrl: string;
  readonly symbols: readonly string[];
  readonly parallel: number;
  /** Days that are in the store already. */
  readonly stored: readonly ArchiveDay[];
  /** Days to fetch, by symbol and day. */
  readonly wanted: readonly ArchiveDay[];
}

/**
 * Decides what to fetch, without asking anybody.
 *
 * @throws AuctionTraderError (`BAD_BASE_URL`, `BAD_INSTRUMENT`, `BAD_PARALLEL`, `DAY_NOT_OVER`,
 * `BAD_STEP`, `GRID_OF_SEVERAL`, exit code 1)
 */
export function planDownload(store: TickStore, options: DownloadOptions): DownloadPlan {
  const { fromMs, toMs, baseUrl = BYBIT_ARCHIVE, parallel = DEFAULT_PARALLEL } = options;
  const symbols = checkedSymbols(options.symbols);
  checkParallel(parallel);
  checkDays(fromMs, toMs, options.clock.nowMs());
  checkGrid(options, symbols.length);
  const days = symbols.flatMap((symbol) => {
    const there = new Set(storedDays(store.dir, { venue: ARCHIVE_VENUE, symbol }, 'trades'));
    const list: (ArchiveDay & { isStored: boolean })[] = [];
    for (let day = fromMs; day <= toMs; day += DAY_MS) {
      list.push({ symbol, dayStartMs: day, isStored: there.has(day) });
    }
    return list;
  });
  const chosen = (isStored: boolean) =>
    days
      .filter((day) => day.isStored === isStored)
      .map(({ symbol, dayStartMs }): ArchiveDay => ({ symbol, dayStartMs }));
  return {
    baseUrl: checkedBaseUrl(baseUrl),
    symbols,
    parallel,
    stored: chosen(true),
    wanted: chosen(false),
  };
}

function checkParallel(parallel: number): void {
  if (Number.isInteger(parallel) && parallel >= 1 && parallel <= MOST_PARALLEL) return;
  throw new AuctionTraderError(`${parallel} files at a time are not allowed`, {
    code: 'BAD_PARALLEL',
    exitCode: 1,
    details: { key: '--parallel' },
    hint: `Give a whole number from 1 to ${MOST_PARALLEL}: the archive is shared by many.`,
  });
}

function checkDays(fromMs: number, toMs: number, nowMs: number): void {
  const todayMs = dayStartMs(nowMs);
  const lastMs = todayMs - DAY_MS;
  if (toMs <= lastMs && fromMs <= toMs) return;
  const early = fromMs > lastMs ? fromMs : toMs;
  throw new AuctionTraderError(
    `${formatUtcDay(early)} is not over yet: today is ${formatUtcDay(todayMs)} UTC`,
    {
      code: 'DAY_NOT_OVER',
      exitCode: 1,
      details: { key: fromMs > lastMs ? '--from' : '--to' },
      hint: `A day is published once it has ended; the last one that may be there is ${formatUtcDay(lastMs)}.`,
    },
  );
}

function checkGrid({ tickSize, lotSize }: DownloadOptions, symbols: number): void {
  const sizes = [tickSize, lotSize].filter((size) => size !== undefined);
  for (const size of sizes) parseStep(size);
  if (sizes.length === 0 || symbols === 1) return;
  throw new AuctionTraderError('one tick size and lot size are given for several symbols', {
    code: 'GRID_OF_SEVERAL',
    exitCode: 1,
    details: { key: '--tick-size' },
    hint: 'Download each symbol whose sizes have to be given by a command of its own.',
  });
}
