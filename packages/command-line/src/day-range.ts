import { AuctionTraderError } from '@auction-trader/core';
import { type Command, Option } from 'commander';
import { dayText, parseDay } from './time-text.ts';

/** The options of {@link addDayRange}, with all their other names. */
export interface DayRangeOptions {
  readonly from?: string;
  readonly fromDate?: string;
  readonly start?: string;
  readonly to?: string;
  readonly toDate?: string;
  readonly end?: string;
}

/** UTC days, both included; null for no limit. Epoch ms of their starts. */
export interface DayRange {
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

/**
 * Adds `--from` and `--to`, and the other names for them.
 *
 * @param fromDefault said in the help: what is meant without `--from`
 * @param toDefault the same of `--to`
 */
export function addDayRange(
  command: Command,
  fromDefault = 'default: all there is',
  toDefault = '',
): Command {
  const to = toDefault === '' ? '' : `; ${toDefault}`;
  return command
    .option('--from <day>', `first UTC day, YYYY-MM-DD (also --from-date, --start, -s; ${fromDefault})`)
    .option('--to <day>', `last UTC day, included (also --to-date, --end, -e${to})`)
    .addOption(new Option('--from-date <day>').hideHelp())
    .addOption(new Option('-s, --start <day>').hideHelp())
    .addOption(new Option('--to-date <day>').hideHelp())
    .addOption(new Option('-e, --end <day>').hideHelp());
}

/**
 * The days that were asked for.
 *
 * @throws AuctionTraderError (exit code 1) for what is no day, one end given twice, and a
 * range that ends before it begins
 */
export function dayRange(options: DayRangeOptions): DayRange {
  const { from, fromDate, start, to, toDate, end } = options;
  const fromMs = oneDay([
    ['--from', from],
    ['--from-date', fromDate],
    ['--start', start],
  ]);
  const toMs = oneDay([
    ['--to', to],
    ['--to-date', toDate],
    ['--end', end],
  ]);
  if (fromMs !== null && toMs !== null && fromMs > toMs) {
    throw new AuctionTraderError(`--from ${dayText(fromMs)} lies behind --to ${dayText(toMs)}`, {
      code: 'DAYS_REVERSED',
      exitCode: 1,
      details: { key: '--from' },
      hint: 'Exchange the two days.',
    });
  }
  return { fromMs, toMs };
}

/**
 * Those of `days` that lie in the range.
 *
 * @param days starts of UTC days with data, epoch ms, ascending, at least one
 * @param symbol named in the error
 * @throws AuctionTraderError (`DAYS_OUTSIDE`, exit code 1) when none does
 */
export function daysInRange(days: readonly number[], { fromMs, toMs }: DayRange, symbol: string): number[] {
  const chosen = days.filter((day) => (fromMs === null || day >= fromMs) && (toMs === null || day <= toMs));
  if (chosen.length > 0) return chosen;
  const asked = `${fromMs === null ? '' : `from ${dayText(fromMs)} `}${toMs === null ? '' : `to ${dayText(toMs)}`}`;
  throw new AuctionTraderError(`there is no data of ${symbol} ${asked.trim()}`, {
    code: 'DAYS_OUTSIDE',
    exitCode: 1,
    details: { key: fromMs === null ? '--to' : '--from' },
    hint: `There is data from ${dayText(days[0]!)} to ${dayText(days.at(-1)!)}.`,
  });
}

/** A line for the user when a range reaches beyond the data; null when it does not. */
export function shortRangeNotice(days: readonly number[], { fromMs, toMs }: DayRange): string | null {
  const first = days[0]!;
  const last = days.at(-1)!;
  const short = (fromMs !== null && fromMs < first) || (toMs !== null && toMs > last);
  return short ? `the data begins ${dayText(first)} and ends ${dayText(last)}; only that is used` : null;
}

function oneDay(given: readonly (readonly [option: string, text: string | undefined])[]): number | null {
  const days = given.flatMap(([option, text]) =>
    text === undefined ? [] : [{ option, timeMs: parseDay(text, option) }],
  );
  const [first] = days;
  const other = days.find(({ timeMs }) => timeMs !== first?.timeMs);
  if (first === undefined) return null;
  if (other === undefined) return first.timeMs;
  throw new AuctionTraderError(`${first.option} and ${other.option} name two days`, {
    code: 'DAYS_DIFFER',
    exitCode: 1,
    details: { key: other.option },
    hint: 'They mean the same; give one of them.',
  });
}
