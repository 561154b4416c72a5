import type { TradeEvent } from './market-events.ts';

/** One-minute bar. Prices in ticks, sizes in lots. */
export interface Bar {
  readonly minuteMs: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  priceVolume: number;
  trades: number;
  /** Distinct pairs of time and side. */
  groups: number;
  buy: number;
  sell: number;
  ambiguous: number;
  flow: number;
  readonly synthetic: boolean;
  /** Volume by price. */
  readonly histogram: Map<number, number>;
}

/** Collects trades into one-minute bars. */
export class BarBuilder {
  #bar: Bar | null = null;
  #lastClose: number | null = null;
  #lastPrice: number | null = null;
  #lastSign = 0;
  #groupMs = Number.NaN;
  readonly #groupSigns = new Set<number>();

  onTrade(trade: TradeEvent, minuteMs: number): void {
    this.#bar ??= newBar(minuteMs, trade.price, false);
    const bar = this.#bar;
    bar.high = Math.max(bar.high, trade.price);
    bar.low = Math.min(bar.low, trade.price);
    bar.close = trade.price;
    bar.volume += trade.size;
    bar.priceVolume += trade.price * trade.size;
    bar.trades += 1;
    bar.histogram.set(trade.price, (bar.histogram.get(trade.price) ?? 0) + trade.size);
    this.#classify(bar, trade);
  }

  /** The bar of a minute that is over; null before the first trade. */
  finish(minuteMs: number): Bar | null {
    const bar = this.#bar ?? (this.#lastClose === null ? null : newBar(minuteMs, this.#lastClose, true));
    this.#bar = null;
    this.#groupMs = Number.NaN;
    if (bar !== null) this.#lastClose = bar.close;
    return bar;
  }

  #classify(bar: Bar, { timeMs, price, size, side }: TradeEvent): void {
    if (side > 0) bar.buy += size;
    else if (side < 0) bar.sell += size;
    else bar.ambiguous += size;
    const sign = side !== 0 ? side : this.#tickRule(price);
    bar.flow += sign * size;
    this.#lastPrice = price;
    if (sign !== 0) this.#lastSign = sign;
    if (timeMs !== this.#groupMs) this.#groupSigns.clear();
    this.#groupMs = timeMs;
    if (this.#groupSigns.has(sign)) return;
    this.#groupSigns.add(sign);
    bar.groups += 1;
  }

  #tickRule(price: number): number {
    if (this.#lastPrice === null) return 0;
    if (price === this.#lastPrice) return this.#lastSign;
    return price > this.#lastPrice ? 1 : -1;
  }
}

function newBar(minuteMs: number, price: number, synthetic: boolean): Bar {
  return {
    minuteMs,
    open: price,
    high: price,
    low: price,
    close: price,
    volume: 0,
    priceVolume: 0,
    trades: 0,
    groups: 0,
    buy: 0,
    sell: 0,
    ambiguous: 0,
    flow: 0,
    synthetic,
    histogram: new Map(),
  };
}
