import { join } from 'node:path';
import { AuctionTraderError, defineInstrument } from '@auction-trader/core';
import { formatUtcDay } from '../store/utc-day.ts';

/** Bybit's public archive of trades. */
export const BYBIT_ARCHIVE = 'https://public.bybit.com';

/** Its venue, as the store names it. */
export const ARCHIVE_VENUE = 'bybit';

/** One file of the archive: the trades of a symbol on a UTC day. */
export interface ArchiveDay {
  readonly symbol: string;
  /** Start of the day, epoch ms. */
  readonly dayStartMs: number;
}

/** `BTCUSDT2024-07-01.csv.gz`. */
function archiveName({ symbol, dayStartMs }: ArchiveDay): string {
  return `${symbol}${formatUtcDay(dayStartMs)}.csv.gz`;
}

/**
 * Where a day lies at the venue.
 *
 * @param baseUrl as {@link checkedBaseUrl} gives it
 */
export function archiveUrl(baseUrl: string, day: ArchiveDay): string {
  return `${baseUrl}/trading/${encodeURIComponent(day.symbol)}/${encodeURIComponent(archiveName(day))}`;
}

/** Where a day lies in a folder of fetched files. */
export function archivePath(folder: string, day: ArchiveDay): string {
  return join(folder, day.symbol, archiveName(day));
}

/**
 * The address of an archive, without a slash at its end.
 *
 * @throws AuctionTraderError (`BAD_BASE_URL`, exit code 1)
 */
export function checkedBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw badBaseUrl(`${JSON.stringify(text)} is not the address of an archive`);
  }
  if (url.username !== '' || url.password !== '') throw badBaseUrl('the address names a user or a password');
  if (url.search !== '' || url.hash !== '') throw badBaseUrl(`${text} has a query or a fragment`);
  return url.href.replace(/\/+$/, '');
}

function badBaseUrl(message: string): AuctionTraderError {
  return new AuctionTraderError(message, {
    code: 'BAD_BASE_URL',
    exitCode: 1,
    details: { key: '--base-url' },
    hint: `Give what stands before /trading/SYMBOL/, e.g. ${BYBIT_ARCHIVE}.`,
  });
}

/**
 * The symbols to fetch, each once. A symbol names files and folders: nothing that could leave them passes.
 *
 * @throws AuctionTraderError (`BAD_INSTRUMENT`, exit code 1)
 */
export function checkedSymbols(symbols: readonly string[]): string[] {
  for (const symbol of symbols) defineInstrument({ venue: ARCHIVE_VENUE, symbol, tickSize: 1, lotSize: 1 });
  return [...new Set(symbols)];
}
