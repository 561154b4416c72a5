import { countText, dayText, durationText, minuteText, pairs, snakeKeys } from '@auction-trader/command-line';
import { AuctionTraderError, DAY_MS, MINUTE_MS } from '@auction-trader/core';
import { type DownloadReport, GAP_MINUTES, type Gap, type SymbolDownload } from '@auction-trader/ingestion';

/** A download's report as a document: days as texts. */
export function downloadDocument({ symbols, ...rest }: DownloadReport): unknown {
  const days = (list: readonly number[]) => list.map(dayText);
  return snakeKeys({
    ...rest,
    symbols: symbols.map((symbol) => ({
      ...symbol,
      stored: days(symbol.stored),
      imported: days(symbol.imported),
      missing: days(symbol.missing),
      failed: symbol.failed.map((failure) => ({ ...failure, day: dayText(failure.day) })),
      untried: days(symbol.untried),
    })),
  });
}

/** What a download did, for a terminal. */
export function downloadText({ symbols, bytes }: DownloadReport, keptIn: string | null): string {
  const lines = symbols.map(symbolText);
  lines.push(
    `${(bytes / 1e6).toFixed(1)} MB fetched${keptIn === null ? '' : `; the files are kept in ${keptIn}`}`,
  );
  return lines.join('\n');
}

function symbolText(symbol: SymbolDownload): string {
  const { stored, imported, missing, failed, untried } = symbol;
  const rows: [string, string][] = [['imported', importedText(symbol)]];
  const lists: readonly (readonly [string, readonly number[]])[] = [
    ['stored before', stored],
    ['missing', missing],
  ];
  for (const [name, days] of lists) if (days.length > 0) rows.push([name, daysText(days)]);
  if (symbol.gaps.length > 0) rows.push(['gaps', gapsText(symbol.gaps)]);
  for (const { day, why } of failed) rows.push(['failed', `${dayText(day)}: ${why}`]);
  if (untried.length > 0) rows.push(['not tried', daysText(untried)]);
  return `${symbol.symbol}: ${countOfDays(imported.length + stored.length)} in the store\n${pairs(rows)}`;
}

function importedText({ imported, trades, duplicates, refusedRows }: SymbolDownload): string {
  const extras = [
    duplicates === 0 ? '' : `, ${countText(duplicates)} duplicates left out`,
    refusedRows === 0 ? '' : `, ${countText(refusedRows)} bad rows refused`,
  ];
  return `${countOfDays(imported.length)}, ${countText(trades)} trades${extras.join('')}`;
}

function gapsText(gaps: readonly Gap[]): string {
  const longest = gaps.reduce((one, other) =>
    other.toMs - other.fromMs > one.toMs - one.fromMs ? other : one,
  );
  const minutes = durationText((longest.toMs - longest.fromMs) / MINUTE_MS);
  const from = minuteText(longest.fromMs);
  return `${countText(gaps.length)} of more than ${GAP_MINUTES} minutes, the longest of ${minutes} from ${from} UTC`;
}

/** `1 day`, `12 days`. */
export function countOfDays(count: number): string {
  return `${countText(count)} ${count === 1 ? 'day' : 'days'}`;
}

/** Days with neighbours put together: `2 days: 2024-07-01 to 2024-07-02`. */
function daysText(days: readonly number[]): string {
  const runs: { first: number; last: number }[] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run !== undefined && run.last + DAY_MS === day) run.last = day;
    else runs.push({ first: day, last: day });
  }
  const texts = runs.map(({ first, last }) =>
    first === last ? dayText(first) : `${dayText(first)} to ${dayText(last)}`,
  );
  return `${countOfDays(days.length)}: ${texts.join(', ')}`;
}

/** The error of a download that did not bring all days, null when it did. */
export function incomplete({ symbols }: DownloadReport): AuctionTraderError | null {
  const count = (of: (symbol: SymbolDownload) => readonly unknown[]) =>
    symbols.reduce((sum, symbol) => sum + of(symbol).length, 0);
  const missing = count((symbol) => symbol.missing);
  const failed = count((symbol) => symbol.failed);
  const untried = count((symbol) => symbol.untried);
  if (failed + untried > 0) {
    const rest = untried === 0 ? '' : `, and ${countOfDays(untried)} were not tried after that`;
    return new AuctionTraderError(`${countOfDays(failed)} could not be had${rest}`, {
      code: 'DOWNLOAD_FAILED',
      hint: 'What was imported is safe. Run the same command again: it goes on where this one ended.',
    });
  }
  if (missing === 0) return null;
  const none = count((symbol) => symbol.imported) + count((symbol) => symbol.stored) === 0;
  return new AuctionTraderError(`${countOfDays(missing)} missing: the archive has no such files`, {
    code: 'DAYS_MISSING',
    hint: none
      ? 'Check the symbol (as the venue writes it, e.g. BTCUSDT), the days and --base-url.'
      : 'The rest was imported. A very recent day may be published later; a day before the listing never is.',
  });
}
