import { DAY_MS, type DayTicks, MINUTE_MS, NO_QUOTES, type TickSource } from '@auction-trader/core';
import { DayLevelRows } from './day-level-rows.ts';
import type { MinuteAccumulator } from './minute-accumulator.ts';
import { MinuteTape } from './minute-tape.ts';

/**
 * A tape for all minutes from the first to the last day of a source.
 *
 * @param days starts of UTC days, ascending
 */
export function emptyTape(days: readonly number[]): { tape: MinuteTape; levels: DayLevelRows } {
  const levels = new DayLevelRows();
  const first = days[0];
  const last = days.at(-1);
  const minutes = first === undefined || last === undefined ? 0 : (last + DAY_MS - first) / MINUTE_MS;
  return { tape: new MinuteTape(minutes, levels), levels };
}

/** Days a caller may still look at while the next is read; older ones lend their memory. */
const DAYS_IN_USE = 2;

/**
 * Stage 1: goes through a source a day at a time and has the accumulator write the minute
 * tape. A minute is closed when a later event exists, so the minute of the last event is not
 * on the tape (trading rules 14.1).
 *
 * @param onDay called after each day with the rows `from..to` that were closed while it was
 * read; the first of them may belong to the day before. The ticks of this day and of the
 * one before may be used until the next call.
 */
export function buildTape(
  source: TickSource,
  accumulator: MinuteAccumulator,
  tape: MinuteTape,
  onDay?: (day: DayTicks, from: number, to: number) => void,
): void {
  const recent: DayTicks[] = [];
  let openMinuteMs = Number.NaN;
  for (const start of source.days) {
    const day = source.readDay(start, recent.length > DAYS_IN_USE ? recent.shift() : undefined);
    recent.push(day);
    const from = tape.length;
    openMinuteMs = addDay(accumulator, day, openMinuteMs);
    onDay?.(day, from, tape.length);
  }
}

/** Adds a day's events, closing minutes on the way; returns the minute left open. */
function addDay(accumulator: MinuteAccumulator, day: DayTicks, openMinuteMs: number): number {
  const { trades } = day;
  const quotes = day.quotes ?? NO_QUOTES;
  let open = openMinuteMs;
  let trade = 0;
  let quote = 0;
  while (trade < trades.length || quote < quotes.length) {
    const tradeMs = trade < trades.length ? trades.timeMs[trade]! : DAY_MS;
    const quoteMs = quote < quotes.length ? quotes.timeMs[quote]! : DAY_MS;
    const minute = Math.floor(Math.min(tradeMs, quoteMs) / MINUTE_MS) * MINUTE_MS;
    open = closeUpTo(accumulator, open, day.dayStartMs + minute);
    const tradeTo = gallop(trades.timeMs, trade, trades.length, minute + MINUTE_MS);
    const quoteTo = gallop(quotes.timeMs, quote, quotes.length, minute + MINUTE_MS);
    accumulator.addEvents(day, trade, tradeTo, quote, quoteTo);
    trade = tradeTo;
    quote = quoteTo;
  }
  return open;
}

/** Closes every minute before `minuteMs`, which becomes the open one. */
function closeUpTo(accumulator: MinuteAccumulator, openMinuteMs: number, minuteMs: number): number {
  // Before the first event the open minute is NaN, and there is nothing to close.
  for (let open = openMinuteMs; open < minuteMs; open += MINUTE_MS) accumulator.closeMinute(open);
  return minuteMs;
}

/**
 * First index of the ascending range `from..to` whose value is at least `value`, `to` when
 * there is none; fast when it is near `from`.
 */
export function gallop(values: Int32Array, from: number, to: number, value: number): number {
  let step = 64;
  let low = from;
  let high = from;
  while (high < to && values[high]! < value) {
    low = high + 1;
    high += step;
    step *= 2;
  }
  high = Math.min(high, to);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
