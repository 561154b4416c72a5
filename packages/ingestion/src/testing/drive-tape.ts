import { type DayTicks, MINUTE_MS, minuteStartMs, NO_QUOTES, type TickSource } from '@auction-trader/core';
import { emptyTape } from '../build-tape.ts';
import { MinuteAccumulator } from '../minute-accumulator.ts';
import type { MinuteTape } from '../minute-tape.ts';
import type { TapeSettings } from '../tape-settings.ts';

/** A tape and the accumulator that wrote it. */
export interface DrivenTape {
  readonly tape: MinuteTape;
  readonly accumulator: MinuteAccumulator;
}

/**
 * Writes a tape as a live feed would: events in the order of time (quotes first), handed over in
 * ranges of `cut()` events, each of one minute. It shares nothing with `buildTape`.
 *
 * @param restarts asked after each range: true goes on with a new accumulator, from a snapshot
 */
export function driveTape(
  source: TickSource,
  settings: TapeSettings,
  cut: () => number,
  restarts = () => false,
): DrivenTape {
  const { tape, levels } = emptyTape(source.days);
  let accumulator = new MinuteAccumulator(settings, tape, levels);
  let openMs = Number.NaN;
  for (const start of source.days) {
    const day = source.readDay(start);
    let at = { trade: 0, quote: 0 };
    while (hasMore(day, at)) {
      const minuteMs = minuteStartMs(nextMs(day, at));
      for (let open = openMs; open < minuteMs; open += MINUTE_MS) accumulator.closeMinute(open);
      openMs = minuteMs;
      const to = advance(day, at, minuteMs, cut());
      accumulator.addEvents(day, at.trade, to.trade, at.quote, to.quote);
      at = to;
      if (!restarts()) continue;
      const saved = JSON.parse(JSON.stringify(accumulator.snapshot()));
      accumulator = new MinuteAccumulator(settings, tape, levels);
      accumulator.restore(saved);
    }
  }
  return { tape, accumulator };
}

interface Place {
  readonly trade: number;
  readonly quote: number;
}

function hasMore(day: DayTicks, { trade, quote }: Place): boolean {
  return trade < day.trades.length || quote < (day.quotes ?? NO_QUOTES).length;
}

function quoteIsNext({ trades, quotes }: DayTicks, { trade, quote }: Place): boolean {
  const columns = quotes ?? NO_QUOTES;
  if (quote === columns.length) return false;
  return trade === trades.length || columns.timeMs[quote]! <= trades.timeMs[trade]!;
}

function nextMs(day: DayTicks, at: Place): number {
  const column = quoteIsNext(day, at) ? day.quotes!.timeMs : day.trades.timeMs;
  return day.dayStartMs + column[quoteIsNext(day, at) ? at.quote : at.trade]!;
}

function advance(day: DayTicks, from: Place, minuteMs: number, events: number): Place {
  let at = from;
  for (let count = 0; count < events && hasMore(day, at); count++) {
    if (nextMs(day, at) >= minuteMs + MINUTE_MS) break;
    at = quoteIsNext(day, at)
      ? { trade: at.trade, quote: at.quote + 1 }
      : { trade: at.trade + 1, quote: at.quote };
  }
  return at;
}
