import { parseOnGrid } from '@auction-trader/core';
import type { SymbolFacts } from '../venue/symbol-facts.ts';
import type { MarketEvents, MarketSource } from './market-source.ts';

/**
 * Plays recorded v5 frames of one symbol: `publicTrade`, `orderbook.N` (its best levels) and `tickers`
 * (mark, index, funding rate). Other frames, and what cannot be read, are passed over. A frame whose
 * time lies before the one played last is played at that one's time.
 *
 * @param frames JSON texts in the order of their recording
 * @param shiftMs added to the venue's times in the frames
 */
export function replayRecording(frames: Iterable<string>, facts: SymbolFacts, shiftMs = 0): MarketSource {
  return new RecordingReplay(frames[Symbol.iterator](), facts, shiftMs);
}

type Play = (into: MarketEvents) => void;
type Fields = Readonly<Record<string, unknown>>;

class RecordingReplay implements MarketSource {
  nextMs = Number.NEGATIVE_INFINITY;
  readonly #frames: Iterator<string>;
  readonly #facts: SymbolFacts;
  readonly #shiftMs: number;
  /** Book by price in ticks. */
  readonly #bids = new Map<number, number>();
  readonly #asks = new Map<number, number>();
  #mark = 0;
  #index = 0;
  #play: Play = () => {};

  constructor(frames: Iterator<string>, facts: SymbolFacts, shiftMs: number) {
    this.#frames = frames;
    this.#facts = facts;
    this.#shiftMs = shiftMs;
    this.#findNext();
  }

  take(into: MarketEvents): void {
    this.#play(into);
    this.#findNext();
  }

  #findNext(): void {
    for (;;) {
      const next = this.#frames.next();
      if (next.done) {
        this.nextMs = Number.POSITIVE_INFINITY;
        return;
      }
      const read = this.#read(next.value);
      if (read === null) continue;
      this.nextMs = Math.max(this.nextMs, read.timeMs + this.#shiftMs);
      this.#play = read.play;
      return;
    }
  }

  #read(text: string): { timeMs: number; play: Play } | null {
    const frame = parse(text);
    const topic = frame?.['topic'];
    if (!frame || typeof topic !== 'string' || !topic.endsWith(`.${this.#facts.symbol}`)) return null;
    if (topic.startsWith('publicTrade.')) return this.#readTrades(frame);
    if (topic.startsWith('orderbook.')) return this.#readBook(frame);
    if (topic.startsWith('tickers.')) return this.#readTicker(frame);
    return null;
  }

  #readTrades(frame: Fields) {
    const rows = (Array.isArray(frame['data']) ? frame['data'] : []) as Fields[];
    const trades = rows
      // Block trades are not the market's.
      .filter((row) => row['BT'] !== true)
      .map((row) => ({
        ticks: this.#ticks(row['p']),
        lots: this.#lots(row['v']),
        side: row['S'] === 'Sell' ? -1 : 1,
      }))
      .filter(({ ticks, lots }) => ticks > 0 && lots > 0);
    const timeMs = rows[0]?.['T'];
    if (typeof timeMs !== 'number' || trades.length === 0) return null;
    const play: Play = (into) => {
      for (const { ticks, lots, side } of trades) into.trade(ticks, lots, side);
    };
    return { timeMs, play };
  }

  #readBook(frame: Fields) {
    const data = frame['data'] as Fields | undefined;
    const timeMs = frame['cts'] ?? frame['ts'];
    if (!data || typeof timeMs !== 'number') return null;
    const play: Play = (into) => {
      if (frame['type'] === 'snapshot') {
        this.#bids.clear();
        this.#asks.clear();
      }
      this.#change(this.#bids, data['b']);
      this.#change(this.#asks, data['a']);
      const bid = best(this.#bids, 1);
      const ask = best(this.#asks, -1);
      into.quote(bid, this.#bids.get(bid) ?? 0, ask, this.#asks.get(ask) ?? 0);
    };
    return { timeMs, play };
  }

  #readTicker(frame: Fields) {
    const data = frame['data'] as Fields | undefined;
    const timeMs = frame['ts'];
    if (!data || typeof timeMs !== 'number') return null;
    const play: Play = (into) => {
      this.#mark = this.#hundredths(data['markPrice']) || this.#mark;
      this.#index = this.#hundredths(data['indexPrice']) || this.#index;
      if (this.#mark > 0) into.prices(this.#mark, this.#index || this.#mark);
      const rate = Number(data['fundingRate'] || Number.NaN);
      if (Number.isFinite(rate)) into.fundingRate(Math.round(rate * 1e8));
    };
    return { timeMs, play };
  }

  #change(side: Map<number, number>, levels: unknown): void {
    for (const [price, size] of (Array.isArray(levels) ? levels : []) as [unknown, unknown][]) {
      const ticks = this.#ticks(price);
      const lots = this.#lots(size);
      if (lots > 0) side.set(ticks, lots);
      else side.delete(ticks);
    }
  }

  #ticks(text: unknown): number {
    return steps(text, this.#facts.tick);
  }

  #lots(text: unknown): number {
    return steps(text, this.#facts.lot);
  }

  /** Mark and index have more decimals than the tick; what is finer than a hundredth of it goes. */
  #hundredths(text: unknown): number {
    const price = Number(text ?? Number.NaN);
    return Number.isFinite(price) ? Math.round((price / this.#facts.tick.value) * 100) : 0;
  }
}

function parse(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Fields) : null;
  } catch {
    return null;
  }
}

/** Whole steps of a decimal text, 0 for what is none. */
function steps(text: unknown, step: SymbolFacts['tick']): number {
  const value = typeof text === 'string' ? parseOnGrid(text, step) : 0;
  return typeof value === 'number' ? value : 0;
}

/** Best price of a side, 0 when it is empty. */
function best(levels: Map<number, number>, side: number): number {
  let found = 0;
  for (const ticks of levels.keys()) if (found === 0 || side * (ticks - found) > 0) found = ticks;
  return found;
}
