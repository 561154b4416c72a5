import { MINUTE_MS, minuteStartMs } from '@auction-trader/core';

/** Minutes of trades that are kept. */
const CAPACITY = 14 * 1_440;

/** Open, high, low, close in ticks; volume in lots; turnover in ticks times lots. */
export interface Bar {
  startMs: number;
  open: number;
  high: number;
  low: number;
  close: number;
  lots: number;
  tickLots: number;
}

/** One-minute bars of the newest two weeks. A minute without trades has the close before as its prices. */
export class MinuteBars {
  readonly #bars: (Bar | undefined)[] = new Array(CAPACITY);
  #firstMs = 0;
  #current: Bar | null = null;

  add(timeMs: number, ticks: number, lots: number): void {
    let bar = this.#current;
    if (bar === null || timeMs >= bar.startMs + MINUTE_MS) bar = this.#begin(minuteStartMs(timeMs), ticks);
    if (ticks > bar.high) bar.high = ticks;
    if (ticks < bar.low) bar.low = ticks;
    bar.close = ticks;
    bar.lots += lots;
    bar.tickLots += ticks * lots;
  }

  /** Brings the bars up to a time at which nothing was traded. */
  roll(timeMs: number): void {
    const bar = this.#current;
    if (bar === null || timeMs < bar.startMs + MINUTE_MS) return;
    this.#begin(minuteStartMs(timeMs), bar.close);
  }

  /** The open minute, null before the first trade. */
  get current(): Readonly<Bar> | null {
    return this.#current;
  }

  /** The bar of the minute that starts at `startMs`, undefined when it is not kept. */
  at(startMs: number): Readonly<Bar> | undefined {
    if (this.#current === null || startMs < this.#firstMs || startMs > this.#current.startMs)
      return undefined;
    const bar = this.#bars[slot(startMs)];
    return bar?.startMs === startMs ? bar : undefined;
  }

  /**
   * Several minutes as one bar, undefined when none of them is kept.
   *
   * @param startMs a minute's start
   */
  sum(startMs: number, minutes: number): Bar | undefined {
    let sum: Bar | undefined;
    for (let minute = 0; minute < minutes; minute++) {
      const bar = this.at(startMs + minute * MINUTE_MS);
      if (!bar) continue;
      if (!sum) {
        sum = { ...bar, startMs };
        continue;
      }
      sum.high = Math.max(sum.high, bar.high);
      sum.low = Math.min(sum.low, bar.low);
      sum.close = bar.close;
      sum.lots += bar.lots;
      sum.tickLots += bar.tickLots;
    }
    return sum;
  }

  get firstMs(): number {
    return this.#firstMs;
  }

  #begin(startMs: number, ticks: number): Bar {
    const before = this.#current;
    if (before === null) this.#firstMs = startMs;
    else {
      const fillFrom = Math.max(before.startMs + MINUTE_MS, startMs - CAPACITY * MINUTE_MS);
      for (let fill = fillFrom; fill < startMs; fill += MINUTE_MS) this.#put(fill, before.close);
      this.#firstMs = Math.max(this.#firstMs, startMs - (CAPACITY - 1) * MINUTE_MS);
    }
    this.#current = this.#put(startMs, ticks);
    return this.#current;
  }

  #put(startMs: number, ticks: number): Bar {
    const place = slot(startMs);
    let bar = this.#bars[place];
    if (!bar) {
      bar = { startMs, open: ticks, high: ticks, low: ticks, close: ticks, lots: 0, tickLots: 0 };
      this.#bars[place] = bar;
      return bar;
    }
    bar.startMs = startMs;
    bar.open = bar.high = bar.low = bar.close = ticks;
    bar.lots = bar.tickLots = 0;
    return bar;
  }
}

function slot(startMs: number): number {
  return (startMs / MINUTE_MS) % CAPACITY;
}
