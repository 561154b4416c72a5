import type { PublicFrame } from '../server/venue-port.ts';
import type { Level } from './book-levels.ts';
import { levelRows } from './market-rows.ts';
import type { MarketState } from './market-state.ts';

type Rows = [string, string][];

/** Frames of one `orderbook.N` topic. Level 1 sends snapshots only, as the service was seen to do. */
export class BookFeed {
  readonly topic: string;
  readonly #market: MarketState;
  readonly #depth: number;
  #bids: readonly Level[] = [];
  #asks: readonly Level[] = [];

  constructor(market: MarketState, depth: number) {
    this.topic = `orderbook.${depth}.${market.facts.symbol}`;
    this.#market = market;
    this.#depth = depth;
    this.#remember();
  }

  /** The whole book. */
  snapshot(updateId: number, nowMs: number): PublicFrame {
    const { facts } = this.#market;
    const bids = levelRows(this.#market.levels(1, this.#depth), facts);
    const asks = levelRows(this.#market.levels(-1, this.#depth), facts);
    return this.#frame('snapshot', bids, asks, updateId, nowMs);
  }

  /** What a change of the best bid or ask is told by. */
  change(updateId: number, nowMs: number): PublicFrame {
    if (this.#depth === 1) return this.snapshot(updateId, nowMs);
    const { facts } = this.#market;
    const bids = this.#bids;
    const asks = this.#asks;
    this.#remember();
    return this.#frame(
      'delta',
      levelRows(levelChanges(bids, this.#bids), facts),
      levelRows(levelChanges(asks, this.#asks), facts),
      updateId,
      nowMs,
    );
  }

  #remember(): void {
    if (this.#depth === 1) return;
    this.#bids = this.#market.levels(1, this.#depth);
    this.#asks = this.#market.levels(-1, this.#depth);
  }

  #frame(type: string, b: Rows, a: Rows, u: number, nowMs: number): PublicFrame {
    const { facts, seq, timeMs } = this.#market;
    return { topic: this.topic, type, ts: nowMs, data: { s: facts.symbol, b, a, u, seq }, cts: timeMs };
  }
}

/** Levels that are new or have another size, and with size 0 those that are gone. */
function levelChanges(before: readonly Level[], after: readonly Level[]): Level[] {
  const old = new Map(before.map(({ ticks, lots }) => [ticks, lots]));
  const changes = after.filter(({ ticks, lots }) => old.get(ticks) !== lots);
  for (const { ticks } of after) old.delete(ticks);
  for (const ticks of old.keys()) changes.push({ ticks, lots: 0 });
  return changes;
}
