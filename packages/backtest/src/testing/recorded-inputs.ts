import { MINUTE_MS, minuteStartMs, NO_QUOTES, Random, type TickSource } from '@auction-trader/core';
import type { SessionInput } from '@auction-trader/engine';
import { arraySource, type QuoteRow, type TradeRow } from '@auction-trader/ingestion';
import type { ListEvent } from './list-decoder.ts';

const HEARTBEAT_MS = 3_000;

/** The rows of a source, in order. */
export function rowsOf(source: TickSource): { trades: TradeRow[]; quotes: QuoteRow[] } {
  const trades: TradeRow[] = [];
  const quotes: QuoteRow[] = [];
  for (const start of source.days) {
    const day = source.readDay(start);
    for (let row = 0; row < day.trades.length; row++) {
      trades.push({
        timeMs: start + day.trades.timeMs[row]!,
        priceTicks: day.trades.priceTicks[row]!,
        sizeLots: day.trades.sizeLots[row]!,
        side: day.trades.side[row]! as -1 | 0 | 1,
      });
    }
    const columns = day.quotes ?? NO_QUOTES;
    for (let row = 0; row < columns.length; row++) {
      quotes.push({
        timeMs: start + columns.timeMs[row]!,
        bidTicks: columns.bidTicks[row]!,
        askTicks: columns.askTicks[row]!,
        bidLots: columns.bidLots[row]!,
        askLots: columns.askLots[row]!,
      });
    }
  }
  return { trades, quotes };
}

/**
 * The market with the newest good quote said again every 3 seconds in minutes that trade, as the venue
 * does: then a feed that is alive has quotes.
 */
export function withHeartbeats(source: TickSource): TickSource {
  const { trades, quotes } = rowsOf(source);
  const alive = new Set(trades.map(({ timeMs }) => minuteStartMs(timeMs)));
  const all: QuoteRow[] = [];
  let newest: QuoteRow | null = null;
  let beatMs = Number.POSITIVE_INFINITY;
  for (const quote of quotes) {
    for (; beatMs < quote.timeMs; beatMs += HEARTBEAT_MS) {
      if (newest !== null && alive.has(minuteStartMs(beatMs))) all.push({ ...newest, timeMs: beatMs });
    }
    all.push(quote);
    if (quote.bidTicks < quote.askTicks) newest = quote;
    beatMs = quote.timeMs + HEARTBEAT_MS;
  }
  return arraySource({ instrument: source.instrument, trades, quotes: all });
}

interface Arrival {
  readonly atMs: number;
  readonly event: ListEvent;
}

/**
 * A market as a session would have heard it: frames in the order of arrival, up to `graceMs` out of the
 * order of their times, and each minute's end `graceMs` after it. The last minute with an event ends too.
 */
export function recordedInputs(source: TickSource, seed: number, graceMs: number): SessionInput[] {
  const random = new Random(seed);
  const arrivals = [
    ...tradeArrivals(source, random, graceMs),
    ...quoteArrivals(source, random, graceMs),
  ].sort((left, right) => left.atMs - right.atMs);
  const inputs: SessionInput[] = [{ kind: 'connected', timeMs: (arrivals[0]?.atMs ?? 0) - 1 }];
  const first = Math.min(...arrivals.map(({ event }) => event[1] as number));
  const last = Math.max(...arrivals.map(({ event }) => event[1] as number));
  let endMs = minuteStartMs(first) + MINUTE_MS;
  const endMinutes = (untilMs: number) => {
    for (; endMs + graceMs <= untilMs; endMs += MINUTE_MS)
      inputs.push({ kind: 'minute', timeMs: endMs + graceMs, minuteMs: endMs - MINUTE_MS });
  };
  let next = 0;
  while (next < arrivals.length) {
    const { atMs } = arrivals[next]!;
    endMinutes(atMs);
    const events: ListEvent[] = [];
    const most = 1 + Math.floor(random.uniform() * 4);
    while (next < arrivals.length && arrivals[next]!.atMs === atMs && events.length < most)
      events.push(arrivals[next++]!.event);
    inputs.push({ kind: 'frame', timeMs: atMs, text: JSON.stringify(events) });
  }
  endMinutes(minuteStartMs(last) + MINUTE_MS + graceMs);
  return inputs;
}

/** Prints of one time arrive in their order. */
function tradeArrivals(source: TickSource, random: Random, graceMs: number): Arrival[] {
  let newestMs = Number.NaN;
  let arrivedMs = 0;
  return rowsOf(source).trades.map(({ timeMs, priceTicks, sizeLots, side }) => {
    const wantedMs = timeMs + Math.floor(random.uniform() * (graceMs + 1));
    arrivedMs = timeMs === newestMs ? Math.max(arrivedMs, wantedMs) : wantedMs;
    newestMs = timeMs;
    return { atMs: arrivedMs, event: ['trade', timeMs, priceTicks, sizeLots, side ?? 0] };
  });
}

/** Quotes arrive in order; one that equals the one before is a repeat. */
function quoteArrivals(source: TickSource, random: Random, graceMs: number): Arrival[] {
  let arrivedMs = 0;
  let before = '';
  return rowsOf(source).quotes.map(({ timeMs, bidTicks, askTicks, bidLots, askLots }) => {
    arrivedMs = Math.max(arrivedMs, timeMs + Math.floor(random.uniform() * (graceMs + 1)));
    const said = [bidTicks, askTicks, bidLots, askLots] as const;
    const repeats = before === String(said);
    before = String(said);
    return { atMs: arrivedMs, event: repeats ? ['repeat', timeMs] : ['quote', timeMs, ...said] };
  });
}
