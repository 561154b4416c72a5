import type { PublicFrame, SimulatedVenue } from '@auction-trader/bybit-simulator';
import { type DayTicks, MINUTE_MS, minuteStartMs, NO_PRICE } from '@auction-trader/core';
import type { MinuteTape } from '@auction-trader/ingestion';

const TICKS_A_UNIT = 10;
const LOTS_A_COIN = 1_000;

interface Bar {
  open: number;
  high: number;
  low: number;
  close: number;
  lots: number;
  count: number;
}

/** What a venue said before any fault was put into it, for a market whose quotes are one tick wide. */
export class PublicTruth {
  readonly #trades = new Map<string, number>();
  readonly #bars = new Map<number, Bar>();
  #firstMinuteMs = Number.NaN;

  constructor(venue: SimulatedVenue) {
    venue.listen({ onPrivate: () => {}, onPublic: (frame) => this.#take(frame) });
  }

  /**
   * What of a session's bars is not so: what was not hit by a fault must be equal, what was may lack trades.
   *
   * @param badFromMs first minute that was hit, @param badUntilMs first that was not
   */
  barProblems(tape: MinuteTape, badFromMs: number, badUntilMs: number): string[] {
    const problems: string[] = [];
    for (let row = 0; row < tape.length; row++) {
      const minuteMs = tape.minuteMs(row);
      const bar: Bar = {
        open: tape.openTicks[row]!,
        high: tape.highTicks[row]!,
        low: tape.lowTicks[row]!,
        close: tape.closeTicks[row]!,
        lots: tape.volumeLots[row]!,
        count: tape.tradeCount[row]!,
      };
      const truth = this.#bars.get(minuteMs);
      // Heard from its middle on.
      if (truth === undefined || minuteMs === this.#firstMinuteMs) continue;
      const isClean = minuteMs < badFromMs || minuteMs >= badUntilMs;
      const isRight = isClean ? same(bar, truth) : bar.count === 0 || inside(bar, truth);
      if (!isRight) problems.push(`${(minuteMs / MINUTE_MS) % 60}: ${text(bar)}, not ${text(truth)}`);
      const [bid, ask] = [tape.bidTicks[row]!, tape.askTicks[row]!];
      if (bid !== NO_PRICE && ask !== bid + 1) problems.push(`${minuteMs}: quote ${bid} ${ask}`);
    }
    return problems;
  }

  /** What of a stored day never was. Crossed quotes are kept as they came; nobody believes them. */
  dayProblems({ dayStartMs, trades, quotes }: DayTicks): string[] {
    const problems: string[] = [];
    const left = new Map(this.#trades);
    for (let row = 0; row < trades.length; row++) {
      const key = `${dayStartMs + trades.timeMs[row]!} ${trades.priceTicks[row]} ${trades.sizeLots[row]} ${trades.side[row]}`;
      const count = left.get(key) ?? 0;
      if (count === 0) problems.push(`a trade that never was: ${key}`);
      left.set(key, count - 1);
    }
    for (let row = 0; row < (quotes?.length ?? 0); row++) {
      const [bid, ask] = [quotes!.bidTicks[row]!, quotes!.askTicks[row]!];
      if (bid < ask && ask !== bid + 1) problems.push(`a quote that never was: ${bid} ${ask}`);
    }
    return problems;
  }

  #take({ topic, data }: PublicFrame): void {
    if (!topic.startsWith('publicTrade.')) return;
    for (const row of data as readonly Readonly<Record<string, unknown>>[]) {
      const timeMs = Number(row['T']);
      const ticks = Math.round(Number(row['p']) * TICKS_A_UNIT);
      const lots = Math.round(Number(row['v']) * LOTS_A_COIN);
      const key = `${timeMs} ${ticks} ${lots} ${row['S'] === 'Buy' ? 1 : -1}`;
      this.#trades.set(key, (this.#trades.get(key) ?? 0) + 1);
      this.#addToBar(timeMs, ticks, lots);
    }
  }

  #addToBar(timeMs: number, ticks: number, lots: number): void {
    const minuteMs = minuteStartMs(timeMs);
    const bar = this.#bars.get(minuteMs);
    if (Number.isNaN(this.#firstMinuteMs)) this.#firstMinuteMs = minuteMs;
    if (bar === undefined) {
      this.#bars.set(minuteMs, { open: ticks, high: ticks, low: ticks, close: ticks, lots, count: 1 });
      return;
    }
    bar.high = Math.max(bar.high, ticks);
    bar.low = Math.min(bar.low, ticks);
    bar.close = ticks;
    bar.lots += lots;
    bar.count++;
  }
}

function same(bar: Bar, truth: Bar): boolean {
  return text(bar) === text(truth);
}

function inside({ open, high, low, close, lots, count }: Bar, truth: Bar): boolean {
  const prices = [open, high, low, close];
  return (
    prices.every((price) => price >= truth.low && price <= truth.high) &&
    lots <= truth.lots &&
    count <= truth.count
  );
}

function text({ open, high, low, close, lots, count }: Bar): string {
  return `${open} ${high} ${low} ${close}, ${lots} lots in ${count}`;
}
