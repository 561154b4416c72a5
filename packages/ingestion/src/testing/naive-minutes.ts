import { MINUTE_MS, minuteStartMs, type TickSource } from '@auction-trader/core';
import type { TapeSettings } from '../tape-settings.ts';

/** One minute as {@link naiveMinutes} sees it; the names are those of the tape's columns. */
export interface NaiveMinute {
  readonly minuteMs: number;
  readonly openTicks: number;
  readonly highTicks: number;
  readonly lowTicks: number;
  readonly closeTicks: number;
  readonly volumeLots: number;
  readonly priceVolume: number;
  readonly tradeCount: number;
  readonly tradeCountAggregated: number;
  readonly buyLots: number;
  readonly sellLots: number;
  readonly ambiguousLots: number;
  readonly orderFlowLots: number;
  readonly sideComparedLots: number;
  readonly sideDisagreedLots: number;
  readonly venueSideLots: number;
  readonly quoteRuleLots: number;
  readonly tickRuleLots: number;
  readonly staleQuoteTrades: number;
  readonly bidTicks: number | null;
  readonly askTicks: number | null;
  readonly bidLots: number;
  readonly askLots: number;
  readonly quoteAgeMs: number;
  readonly quoteImbalanceEma: number;
  readonly lastLifeMs: number;
  readonly synthetic: boolean;
  readonly missing: boolean;
  readonly feedGap: boolean;
  readonly realSide: boolean;
  /** Every valid quote of the minute, as bid and ask. */
  readonly quotes: readonly (readonly [bid: number, ask: number])[];
  /** Price and lots, ascending. */
  readonly levels: readonly (readonly [price: number, lots: number])[];
}

interface Quote {
  readonly timeMs: number;
  readonly bid: number;
  readonly bidLots: number;
  readonly ask: number;
  readonly askLots: number;
}

interface Print {
  readonly timeMs: number;
  readonly price: number;
  readonly lots: number;
  readonly side: number;
}

type Event = ({ readonly kind: 'quote' } & Quote) | ({ readonly kind: 'print' } & Print);

interface Classified extends Print {
  readonly sign: number;
  readonly by: 'venue' | 'quote' | 'tick' | 'none';
  readonly quoteSign: number;
  readonly stale: boolean;
  readonly quoteKnown: boolean;
}

/**
 * The minutes of a source, straight from the trading rules (4 and 5): objects, maps and sorts,
 * one event after the other, every figure made anew. What the tape must equal.
 */
export function naiveMinutes(source: TickSource, settings: TapeSettings): NaiveMinute[] {
  const events = allEvents(source, settings);
  const prints = classify(events, settings);
  const first = prints[0];
  const last = events.at(-1);
  if (first === undefined || last === undefined) return [];
  const rows: NaiveMinute[] = [];
  const end = minuteStartMs(last.timeMs);
  for (let at = minuteStartMs(first.timeMs); at < end; at += MINUTE_MS) {
    rows.push(oneMinute(at, events, prints, rows.at(-1), settings));
  }
  return rows;
}

function allEvents(source: TickSource, settings: TapeSettings): Event[] {
  const events: Event[] = [];
  let before: { price: number; side: number } | null = null;
  for (const day of source.days) {
    const { trades, quotes, dayStartMs } = source.readDay(day);
    const quoteEvents: Event[] = Array.from({ length: quotes?.length ?? 0 }, (_, row) => ({
      kind: 'quote',
      timeMs: dayStartMs + quotes!.timeMs[row]!,
      bid: quotes!.bidTicks[row]!,
      bidLots: quotes!.bidLots[row]!,
      ask: quotes!.askTicks[row]!,
      askLots: quotes!.askLots[row]!,
    }));
    const tradeEvents: Event[] = [];
    for (let row = 0; row < trades.length; row++) {
      const timeMs = dayStartMs + trades.timeMs[row]!;
      const price = trades.priceTicks[row]!;
      const given = trades.side[row]!;
      if (settings.quotes === 'synthetic') {
        const side: number = given !== 0 ? given : sideOf(price, before);
        const spread = settings.syntheticSpreadTicks;
        const bid = side > 0 ? price - spread : price;
        tradeEvents.push({ kind: 'quote', timeMs, bid, bidLots: 1, ask: bid + spread, askLots: 1 });
        before = { price, side };
      }
      tradeEvents.push({ kind: 'print', timeMs, price, lots: trades.sizeLots[row]!, side: given });
    }
    // A stable sort: at one time quotes, then prints; a synthetic quote stays with its print.
    events.push(...[...quoteEvents, ...tradeEvents].sort((left, right) => left.timeMs - right.timeMs));
  }
  return events;
}

function sideOf(price: number, before: { price: number; side: number } | null): number {
  if (before === null || price > before.price) return 1;
  return price < before.price ? -1 : before.side;
}

function isValid({ bid, ask, bidLots, askLots }: Quote): boolean {
  return bid > 0 && bid < ask && bidLots > 0 && askLots > 0;
}

function equalQuotes(left: Quote, right: Quote): boolean {
  return (
    left.bid === right.bid &&
    left.ask === right.ask &&
    left.bidLots === right.bidLots &&
    left.askLots === right.askLots
  );
}

/** Valid quotes without repeats, in the order of time. */
function acceptedQuotes(events: readonly Event[]): Quote[] {
  const accepted: Quote[] = [];
  for (const event of events) {
    if (event.kind !== 'quote' || !isValid(event)) continue;
    const newest = accepted.at(-1);
    if (newest === undefined || !equalQuotes(newest, event)) accepted.push(event);
  }
  return accepted;
}

function classify(events: readonly Event[], settings: TapeSettings): Classified[] {
  const prints: Classified[] = [];
  let quote: Quote | null = null;
  let previousPrice: number | null = null;
  let previousSign = 0;
  let lastLifeMs: number | null = null;
  for (const event of events) {
    if (settings.quotes === 'real' && lastLifeMs !== null && event.timeMs - lastLifeMs > 60_000) {
      previousPrice = null;
      previousSign = 0;
    }
    lastLifeMs = event.timeMs;
    if (event.kind === 'quote') {
      if (settings.quotes === 'real' && isValid(event) && (quote === null || !equalQuotes(quote, event)))
        quote = event;
      continue;
    }
    const { price, side } = event;
    const quoteSign = quote === null ? 0 : price >= quote.ask ? 1 : price <= quote.bid ? -1 : 0;
    let sign = 0;
    let by: Classified['by'] = 'none';
    if (settings.useVenueSide && side !== 0) {
      sign = side;
      by = 'venue';
    } else if (quoteSign !== 0) {
      sign = quoteSign;
      by = 'quote';
    } else if (settings.useTickRule && previousPrice !== null) {
      sign = price > previousPrice ? 1 : price < previousPrice ? -1 : previousSign;
      if (sign !== 0) by = 'tick';
    }
    const stale = quote !== null && event.timeMs - quote.timeMs > settings.maxQuoteStalenessMs;
    prints.push({ ...event, sign, by, quoteSign, stale, quoteKnown: quote !== null });
    previousPrice = price;
    if (sign !== 0) previousSign = sign;
  }
  return prints;
}

function oneMinute(
  minuteMs: number,
  events: readonly Event[],
  allPrints: readonly Classified[],
  before: NaiveMinute | undefined,
  settings: TapeSettings,
): NaiveMinute {
  const end = minuteMs + MINUTE_MS;
  const inMinute = ({ timeMs }: { timeMs: number }) => timeMs >= minuteMs && timeMs < end;
  const prints = allPrints.filter(inMinute);
  const alive = events.filter(inMinute);
  const accepted = acceptedQuotes(events).filter(({ timeMs }) => timeMs < end);
  const closing = accepted.at(-1);
  const prices = prints.map(({ price }) => price);
  const lots = (which: (print: Classified) => boolean) =>
    prints.filter(which).reduce((sum, print) => sum + print.lots, 0);
  const levels = new Map<number, number>();
  for (const { price, lots: size } of prints) levels.set(price, (levels.get(price) ?? 0) + size);
  const decided = ({ side, quoteSign }: Classified) => side !== 0 && quoteSign !== 0;
  const known = ({ by }: Classified) => by === 'venue' || by === 'quote';
  return {
    minuteMs,
    openTicks: prices[0] ?? before!.closeTicks,
    highTicks: prices.length > 0 ? Math.max(...prices) : before!.closeTicks,
    lowTicks: prices.length > 0 ? Math.min(...prices) : before!.closeTicks,
    closeTicks: prices.at(-1) ?? before!.closeTicks,
    volumeLots: lots(() => true),
    priceVolume: prints.reduce((sum, print) => sum + print.price * print.lots, 0),
    tradeCount: prints.length,
    tradeCountAggregated: new Set(prints.map(({ timeMs, sign }) => `${timeMs} ${sign}`)).size,
    buyLots: lots((print) => known(print) && print.sign > 0),
    sellLots: lots((print) => known(print) && print.sign < 0),
    ambiguousLots: lots((print) => !known(print)),
    orderFlowLots: prints.reduce((sum, print) => sum + print.sign * print.lots, 0),
    sideComparedLots: lots(decided),
    sideDisagreedLots: lots((print) => decided(print) && print.side !== print.quoteSign),
    venueSideLots: lots(({ by }) => by === 'venue'),
    quoteRuleLots: lots(({ by }) => by === 'quote'),
    tickRuleLots: lots(({ by }) => by === 'tick'),
    staleQuoteTrades: prints.filter(({ stale }) => stale).length,
    bidTicks: closing?.bid ?? null,
    askTicks: closing?.ask ?? null,
    bidLots: closing?.bidLots ?? 0,
    askLots: closing?.askLots ?? 0,
    quoteAgeMs: closing === undefined ? 0 : end - 1 - newestTime(events, accepted, end, settings),
    quoteImbalanceEma: imbalanceEma(accepted, end, settings.emaTauMs),
    lastLifeMs: events.findLast(({ timeMs }) => timeMs < end)!.timeMs,
    synthetic: prints.length === 0,
    missing: alive.length === 0,
    feedGap: settings.quotes === 'real' && alive.some((event) => endsGap(event, events)),
    realSide: prints.some(({ side, quoteKnown }) => side !== 0 || quoteKnown),
    quotes: alive.filter((event) => event.kind === 'quote' && isValid(event)).map((event) => asPair(event)),
    levels: [...levels].sort(([left], [right]) => left - right),
  };
}

/** Each synthetic quote is a new one, at the time of its print, even when it equals the one before. */
function newestTime(
  events: readonly Event[],
  accepted: readonly Quote[],
  end: number,
  { quotes }: TapeSettings,
): number {
  if (quotes === 'real') return accepted.at(-1)!.timeMs;
  return events.findLast(({ kind, timeMs }) => kind === 'quote' && timeMs < end)!.timeMs;
}

function asPair(event: Event): readonly [number, number] {
  return event.kind === 'quote' ? [event.bid, event.ask] : [Number.NaN, Number.NaN];
}

function endsGap(event: Event, events: readonly Event[]): boolean {
  const at = events.indexOf(event);
  return at > 0 && event.timeMs - events[at - 1]!.timeMs > 60_000;
}

/** 5.5, once over all changes of the imbalance. */
function imbalanceEma(accepted: readonly Quote[], atMs: number, tauMs: number): number {
  const changes: { timeMs: number; value: number }[] = [];
  for (const { timeMs, bidLots, askLots } of accepted) {
    const value = (bidLots - askLots) / (bidLots + askLots);
    if (changes.at(-1)?.value !== value) changes.push({ timeMs, value });
  }
  const [first, ...rest] = changes;
  if (first === undefined) return Number.NaN;
  if (tauMs === 0) return changes.at(-1)!.value;
  let ema = first.value;
  let held = first;
  for (const change of rest) {
    ema = held.value + (ema - held.value) * Math.exp(-(change.timeMs - held.timeMs) / tauMs);
    held = change;
  }
  return held.value + (ema - held.value) * Math.exp(-(atMs - held.timeMs) / tauMs);
}
