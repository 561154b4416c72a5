import { type Config, MINUTE_MS } from '@auction-trader/core';
import type { Bar } from './bar-builder.ts';
import { valueArea } from './value-area.ts';

/** Profile of the window that ends with a minute. Prices in ticks. */
export interface Profile {
  /** Null when there are fewer than two returns. */
  readonly sigma: number | null;
  /** 0 before the first sigma. */
  readonly binWidth: number;
  /** 0 no, 1 for the first time, 2 by the clock, 3 because it changed. */
  readonly rebucketed: number;
  readonly bins: number;
  readonly volume: number;
  /** Null when the value area is not valid. */
  readonly area: ProfileArea | null;
}

export interface ProfileArea {
  readonly poc: number;
  readonly val: number;
  readonly vah: number;
  readonly vahEdge: number;
  readonly volume: number;
  readonly bins: number;
}

/** The rolling volume profile, with a map from price to volume. */
export class RollingProfile {
  readonly #config: Config;
  readonly #minutes: Map<number, number>[] = [];
  readonly #volumes = new Map<number, number>();
  readonly #returns: number[] = [];
  #volume = 0;
  #lastMid2: number | null = null;
  #width = 0;

  constructor(config: Config) {
    this.#config = config;
  }

  /** Moves the window on by one minute. `mid2` is the sum of the closing bid and ask. */
  onBar(bar: Bar, mid2: number): Profile {
    this.#addMinute(bar.histogram);
    this.#addReturn(bar, mid2);
    const sigma = this.#sigma();
    const before = this.#width;
    const rebucketed = sigma === null ? 0 : this.#rebucket(bar.minuteMs, (mid2 / 2) * sigma);
    const binWidth = this.#width;
    const bins = binWidth === 0 ? new Map<number, number>() : this.#aggregate(binWidth);
    const area =
      sigma === null || bins.size < this.#config.value_area.min_va_bins ? null : this.#area(bins, binWidth);
    return {
      sigma,
      binWidth,
      rebucketed: binWidth === before ? 0 : rebucketed,
      bins: bins.size,
      volume: this.#volume,
      area,
    };
  }

  #addMinute(histogram: Map<number, number>): void {
    this.#minutes.push(histogram);
    for (const [price, lots] of histogram) {
      this.#volume += lots;
      this.#volumes.set(price, (this.#volumes.get(price) ?? 0) + lots);
    }
    if (this.#minutes.length <= this.#config.instrument.rolling_window_minutes) return;
    for (const [price, lots] of this.#minutes.shift()!) {
      this.#volume -= lots;
      const left = this.#volumes.get(price)! - lots;
      if (left === 0) this.#volumes.delete(price);
      else this.#volumes.set(price, left);
    }
  }

  #addReturn(bar: Bar, mid2: number): void {
    if (bar.synthetic) this.#returns.push(0);
    else {
      if (this.#lastMid2 !== null) this.#returns.push(Math.log(mid2 / this.#lastMid2));
      this.#lastMid2 = mid2;
    }
    if (this.#returns.length > this.#config.instrument.rolling_window_minutes) this.#returns.shift();
  }

  #sigma(): number | null {
    const returns = this.#returns;
    if (returns.length < 2) return null;
    const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
    const squares = returns.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
    return Math.sqrt(squares / returns.length);
  }

  /** Takes up a new bin width when there is reason to, and returns the reason. */
  #rebucket(minuteMs: number, sigmaTicks: number): number {
    const { alpha_bin, bin_width_max_ticks, rebucket_interval_minutes, rebucket_change_pct } =
      this.#config.value_area;
    const rounded = Math.floor(alpha_bin * sigmaTicks + 0.5);
    const width = Math.min(Math.max(rounded, 1), bin_width_max_ticks);
    const old = this.#width;
    const onTheClock = (minuteMs / MINUTE_MS) % rebucket_interval_minutes === 0;
    const changed = Math.abs(width - old) >= rebucket_change_pct * old;
    if (old !== 0 && !onTheClock && !changed) return 0;
    this.#width = width;
    return old === 0 ? 1 : onTheClock ? 2 : 3;
  }

  /** Bins in the order of price, as a profile is drawn and walked. */
  #aggregate(width: number): Map<number, number> {
    const levels = [...this.#volumes].sort(([left], [right]) => left - right);
    const bins = new Map<number, number>();
    for (const [price, lots] of levels) {
      const bin = Math.floor(price / width);
      bins.set(bin, (bins.get(bin) ?? 0) + lots);
    }
    return bins;
  }

  #area(bins: Map<number, number>, width: number): ProfileArea {
    const { poc, low, high, volume } = valueArea(bins, this.#config.value_area.va_fraction);
    return {
      poc: poc * width,
      val: low * width,
      vah: high * width,
      vahEdge: (high + 1) * width,
      volume,
      bins: high - low + 1,
    };
  }
}
