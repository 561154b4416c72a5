import {
  type Config,
  DAY_MS,
  type DayTicks,
  type Instrument,
  invariant,
  MINUTE_MS,
  type TickSource,
} from '@auction-trader/core';
import { type MinuteColumns, newMinuteColumns } from './minute-columns.ts';
import { AuctionRules } from './rules/auction-rules.ts';
import type { MinuteFacts } from './rules/minute-facts.ts';
import { PaperAccount, type PaperTrade } from './rules/paper-account.ts';

const INT32_MAX = 2_147_483_647;
/** Ticks between the lowest and the highest price of a window, a power of two. */
const PRICES = 1 << 18;
const PRICE_MASK = PRICES - 1;
const FIRST_LEVELS = 1 << 12;

export interface FusedResult {
  readonly firstMinuteMs: number;
  readonly minutes: number;
  readonly columns: MinuteColumns;
  readonly trades: readonly PaperTrade[];
}

/**
 * The whole run in one loop over the trades, fused by hand: bars, order flow, histogram,
 * profile, value area, decisions and fills, on the same columns as the product and with the
 * same integer arithmetic. What one would write who puts speed before structure.
 *
 * It keeps to the default options, and to data without quotes. The rules of entry and exit
 * are called once a minute, and at the few trades that reach an order or the position.
 */
export function handFused(source: TickSource, config: Config): FusedResult {
  const run = new FusedRun(source.instrument, config, source.days);
  let reuse: DayTicks | undefined;
  for (const start of source.days) {
    reuse = source.readDay(start, reuse);
    run.day(reuse);
  }
  return run.result();
}

class FusedRun implements MinuteFacts {
  // The minute under way.
  minuteMs = Number.NaN;
  open = 0;
  high = -INT32_MAX;
  low = INT32_MAX;
  close = 0;
  volume = 0;
  flow = 0;
  ambiguous = 0;
  #priceVolume = 0;
  #sided = 0;
  #trades = 0;
  #groups = 0;
  #lastEventMs = 0;
  readonly #dense = new Int32Array(PRICES);
  // The last print and its sides, by the venue or the tick rule, and of its quote.
  #lastPrice = 0;
  #lastSign = 0;
  #lastQuoteSide = 1;
  readonly #spread: number;

  // The window: a ring of minutes with their levels, and the volume per price and per bin.
  readonly #window: number;
  readonly #levelPrices: Int32Array[];
  readonly #levelLots: Int32Array[];
  readonly #levelCount: Int32Array;
  readonly #lows: Int32Array;
  readonly #highs: Int32Array;
  readonly #returns: Float64Array;
  #returnCount = 0;
  #lastMid2 = 0;
  #silent = 0;
  readonly #prices = new Float64Array(PRICES);
  readonly #bins = new Float64Array(PRICES);
  #windowLots = 0;
  #width = 0;

  // What the rules ask for.
  synthetic = false;
  valid = false;
  poc = 0;
  vah = 0;
  val = 0;
  tolerance: number;

  readonly #config: Config;
  readonly #rules: AuctionRules;
  readonly #account: PaperAccount;
  readonly #watch = { low: 0, high: 0, fromMs: 0 };
  readonly #columns: MinuteColumns;
  #firstMinuteMs = Number.NaN;
  #minutes = 0;

  constructor(instrument: Instrument, config: Config, days: readonly number[]) {
    this.#config = config;
    this.#spread = config.backtest.synthetic_quotes_ticks ?? 1;
    this.#rules = new AuctionRules(config, instrument);
    this.#account = new PaperAccount(config, instrument, () => this.#rules.onEntrySubmitted());
    const { crossing_min_ticks, crossing_spread_mult } = config.signal;
    this.tolerance = Math.max(crossing_min_ticks, Math.ceil(crossing_spread_mult * this.#spread));
    const window = config.instrument.rolling_window_minutes;
    this.#window = window;
    this.#levelPrices = Array.from({ length: window }, () => new Int32Array(FIRST_LEVELS));
    this.#levelLots = Array.from({ length: window }, () => new Int32Array(FIRST_LEVELS));
    this.#levelCount = new Int32Array(window);
    this.#lows = new Int32Array(window);
    this.#highs = new Int32Array(window);
    this.#returns = new Float64Array(window);
    this.#columns = newMinuteColumns((days.at(-1)! + DAY_MS - days[0]!) / MINUTE_MS);
  }

  result(): FusedResult {
    const trades = this.#account.trades;
    return { firstMinuteMs: this.#firstMinuteMs, minutes: this.#minutes, columns: this.#columns, trades };
  }

  /** The loop: everything that is done per trade. */
  day({ dayStartMs, trades }: DayTicks): void {
    const { timeMs, priceTicks, sizeLots, side } = trades;
    const dense = this.#dense;
    const spread = this.#spread;
    const account = this.#account;
    if (Number.isNaN(this.minuteMs) && trades.length > 0) {
      this.minuteMs = dayStartMs + timeMs[0]! - (timeMs[0]! % MINUTE_MS);
    }
    let minuteEnd = this.minuteMs + MINUTE_MS - dayStartMs;
    let { low, high, volume, flow, ambiguous } = this;
    let priceVolume = this.#priceVolume;
    let sided = this.#sided;
    let count = this.#trades;
    let groups = this.#groups;
    let groupMs = -1;
    let groupSigns = 0;
    let lastPrice = this.#lastPrice;
    let lastSign = this.#lastSign;
    let quoteSide = this.#lastQuoteSide;
    let active = account.active;
    let watchLow = this.#watch.low;
    let watchHigh = this.#watch.high;
    let watchMs = this.#watch.fromMs - dayStartMs;

    for (let row = 0; row < trades.length; row++) {
      const time = timeMs[row]!;
      const price = priceTicks[row]!;
      const lots = sizeLots[row]!;
      const given = side[row]!;
      if (time >= minuteEnd) {
        this.low = low;
        this.high = high;
        this.volume = volume;
        this.flow = flow;
        this.ambiguous = ambiguous;
        this.#priceVolume = priceVolume;
        this.#sided = sided;
        this.#trades = count;
        this.#groups = groups;
        this.#lastPrice = lastPrice;
        this.#lastQuoteSide = quoteSide;
        if (row > 0) this.#lastEventMs = dayStartMs + timeMs[row - 1]!;
        while (time >= minuteEnd) {
          this.#closeMinute();
          minuteEnd += MINUTE_MS;
        }
        low = INT32_MAX;
        high = -INT32_MAX;
        volume = 0;
        flow = 0;
        ambiguous = 0;
        priceVolume = 0;
        sided = 0;
        count = 0;
        groups = 0;
        groupMs = -1;
        active = account.active;
        account.writeWatch(this.#watch);
        watchLow = this.#watch.low;
        watchHigh = this.#watch.high;
        watchMs = this.#watch.fromMs - dayStartMs;
      }

      if (count === 0) this.open = price;
      count++;
      if (price < low) low = price;
      if (price > high) high = price;
      const slot = price & PRICE_MASK;
      dense[slot] = dense[slot]! + lots;
      volume += lots;
      priceVolume += price * lots;
      sided += given * lots;
      let sign = given;
      if (given === 0) {
        ambiguous += lots;
        sign = count + this.#minutes === 1 ? 0 : price > lastPrice ? 1 : price < lastPrice ? -1 : lastSign;
        if (price !== lastPrice && count + this.#minutes > 1) quoteSide = price > lastPrice ? 1 : -1;
      } else quoteSide = given;
      flow += sign * lots;
      if (sign !== 0) lastSign = sign;
      lastPrice = price;
      const bit = 1 << (sign + 1);
      if (time !== groupMs) {
        groupMs = time;
        groupSigns = bit;
        groups++;
      } else if ((groupSigns & bit) === 0) {
        groupSigns |= bit;
        groups++;
      }

      if (active && (time >= watchMs || price - spread <= watchLow || price + spread >= watchHigh)) {
        const bid = quoteSide > 0 ? price - spread : price;
        account.onQuote(dayStartMs + time, bid, bid + spread);
        account.onPrint(dayStartMs + time, price);
        active = account.active;
        account.writeWatch(this.#watch);
        watchLow = this.#watch.low;
        watchHigh = this.#watch.high;
        watchMs = this.#watch.fromMs - dayStartMs;
      }
    }

    this.low = low;
    this.high = high;
    this.volume = volume;
    this.flow = flow;
    this.ambiguous = ambiguous;
    this.#priceVolume = priceVolume;
    this.#sided = sided;
    this.#trades = count;
    this.#groups = groups;
    this.#lastPrice = lastPrice;
    this.#lastSign = lastSign;
    this.#lastQuoteSide = quoteSide;
    if (trades.length > 0) this.#lastEventMs = dayStartMs + timeMs[trades.length - 1]!;
  }

  /** Everything that is done per minute. */
  #closeMinute(): void {
    const index = this.#minutes;
    const columns = this.#columns;
    this.synthetic = this.#trades === 0;
    if (index === 0) this.#firstMinuteMs = this.minuteMs;
    if (this.synthetic) {
      this.open = this.close;
      this.high = this.close;
      this.low = this.close;
    } else this.close = this.#lastPrice;
    columns.open[index] = this.open;
    columns.high[index] = this.high;
    columns.low[index] = this.low;
    columns.close[index] = this.close;
    columns.volume[index] = this.volume;
    columns.priceVolume[index] = this.#priceVolume;
    columns.trades[index] = this.#trades;
    columns.groups[index] = this.#groups;
    columns.buy[index] = (this.volume - this.ambiguous + this.#sided) / 2;
    columns.sell[index] = (this.volume - this.ambiguous - this.#sided) / 2;
    columns.ambiguous[index] = this.ambiguous;
    columns.flow[index] = this.flow;

    this.#moveWindow(index);
    const bid = this.#lastQuoteSide > 0 ? this.#lastPrice - this.#spread : this.#lastPrice;
    const sigma = this.#measureSigma(2 * bid + this.#spread);
    columns.sigma[index] = sigma;
    if (!Number.isNaN(sigma))
      columns.rebucketed[index] = this.#rebucket(index, (bid + this.#spread / 2) * sigma);
    columns.binWidth[index] = this.#width;
    columns.profileVolume[index] = this.#windowLots;
    this.#findValueArea(index, Number.isNaN(sigma));
    this.#decide(index, bid);

    this.#minutes = index + 1;
    this.minuteMs += MINUTE_MS;
    this.#trades = 0;
    this.volume = 0;
    this.flow = 0;
    this.ambiguous = 0;
    this.#priceVolume = 0;
    this.#sided = 0;
    this.#groups = 0;
  }

  /** Takes the oldest minute out of the window, and puts the newest one in its place. */
  #moveWindow(index: number): void {
    const slot = index % this.#window;
    const dense = this.#dense;
    const { low, high } = this;
    if (index >= this.#window) {
      this.#changeWindow(this.#levelPrices[slot]!, this.#levelLots[slot]!, this.#levelCount[slot]!, -1);
      if (this.#levelCount[slot] === 0) this.#silent--;
    }
    if (high - low >= this.#levelPrices[slot]!.length) {
      this.#levelPrices[slot] = new Int32Array(2 * (high - low));
      this.#levelLots[slot] = new Int32Array(2 * (high - low));
    }
    const prices = this.#levelPrices[slot]!;
    const lots = this.#levelLots[slot]!;
    let levels = 0;
    if (!this.synthetic) {
      for (let price = low; price <= high; price++) {
        const held = dense[price & PRICE_MASK]!;
        if (held === 0) continue;
        prices[levels] = price;
        lots[levels] = held;
        dense[price & PRICE_MASK] = 0;
        levels++;
      }
    } else this.#silent++;
    this.#levelCount[slot] = levels;
    this.#lows[slot] = this.synthetic ? INT32_MAX : low;
    this.#highs[slot] = this.synthetic ? -INT32_MAX : high;
    this.#changeWindow(prices, lots, levels, 1);
  }

  #changeWindow(levelPrices: Int32Array, levelLots: Int32Array, levels: number, sign: number): void {
    const prices = this.#prices;
    const bins = this.#bins;
    const width = Math.max(this.#width, 1);
    let total = 0;
    let bin = 0;
    let binEnd = Number.NEGATIVE_INFINITY;
    for (let level = 0; level < levels; level++) {
      const price = levelPrices[level]!;
      const lots = sign * levelLots[level]!;
      prices[price & PRICE_MASK] = prices[price & PRICE_MASK]! + lots;
      if (price >= binEnd) {
        bin = Math.floor(price / width);
        binEnd = (bin + 1) * width;
      }
      bins[bin & PRICE_MASK] = bins[bin & PRICE_MASK]! + lots;
      total += lots;
    }
    this.#windowLots += total;
  }

  #measureSigma(mid2: number): number {
    const returns = this.#returns;
    if (this.synthetic) returns[this.#returnCount++ % this.#window] = 0;
    else {
      if (this.#lastMid2 !== 0) returns[this.#returnCount++ % this.#window] = Math.log(mid2 / this.#lastMid2);
      this.#lastMid2 = mid2;
    }
    const count = Math.min(this.#returnCount, this.#window);
    if (count < 2) return Number.NaN;
    const oldest = this.#returnCount > this.#window ? this.#returnCount % this.#window : 0;
    let sum = 0;
    for (let at = oldest; at < count; at++) sum += returns[at]!;
    for (let at = 0; at < oldest; at++) sum += returns[at]!;
    const mean = sum / count;
    let squares = 0;
    for (let at = oldest; at < count; at++) squares += (returns[at]! - mean) * (returns[at]! - mean);
    for (let at = 0; at < oldest; at++) squares += (returns[at]! - mean) * (returns[at]! - mean);
    return Math.sqrt(squares / count);
  }

  #rebucket(index: number, sigmaTicks: number): number {
    const { alpha_bin, bin_width_max_ticks, rebucket_interval_minutes, rebucket_change_pct } =
      this.#config.value_area;
    const old = this.#width;
    const width = Math.min(Math.max(Math.floor(alpha_bin * sigmaTicks + 0.5), 1), bin_width_max_ticks);
    const onTheClock = (this.minuteMs / MINUTE_MS) % rebucket_interval_minutes === 0;
    if (old !== 0 && !onTheClock && Math.abs(width - old) < rebucket_change_pct * old) return 0;
    if (width === old) return 0;
    this.#width = width;
    this.#bins.fill(0);
    const window = Math.min(index + 1, this.#window);
    for (let slot = 0; slot < window; slot++) {
      const prices = this.#levelPrices[slot]!;
      const lots = this.#levelLots[slot]!;
      for (let level = 0; level < this.#levelCount[slot]!; level++) {
        const bin = Math.floor(prices[level]! / width) & PRICE_MASK;
        this.#bins[bin] = this.#bins[bin]! + lots[level]!;
      }
    }
    return old === 0 ? 1 : onTheClock ? 2 : 3;
  }

  #findValueArea(index: number, unknown: boolean): void {
    const columns = this.#columns;
    const bins = this.#bins;
    const width = this.#width;
    const window = Math.min(index + 1, this.#window);
    let lowest = INT32_MAX;
    let highest = -INT32_MAX;
    for (let slot = 0; slot < window; slot++) {
      if (this.#lows[slot]! < lowest) lowest = this.#lows[slot]!;
      if (this.#highs[slot]! > highest) highest = this.#highs[slot]!;
    }
    this.valid = false;
    if (unknown || lowest > highest) return;
    invariant(highest - lowest < PRICES, 'the hand-fused loop is made for windows of a narrow range');
    const first = Math.floor(lowest / width);
    const last = Math.floor(highest / width);
    let poc = first;
    let most = 0;
    let filled = 0;
    for (let bin = first; bin <= last; bin++) {
      const lots = bins[bin & PRICE_MASK]!;
      if (lots > 0) filled++;
      if (lots < most) continue;
      if (lots > most || Math.abs(2 * bin - first - last) < Math.abs(2 * poc - first - last)) {
        most = lots;
        poc = bin;
      }
    }
    columns.profileBins[index] = filled;
    if (filled < this.#config.value_area.min_va_bins) return;
    const target = this.#windowLots * Math.round(this.#config.value_area.va_fraction * 10_000);
    let low = poc;
    let high = poc;
    let inside = most;
    while (inside * 10_000 < target && (low > first || high < last)) {
      const below = low > first ? bins[(low - 1) & PRICE_MASK]! : -1;
      const above = high < last ? bins[(high + 1) & PRICE_MASK]! : -1;
      if (above > below || (above === below && high - poc < poc - low)) {
        high++;
        inside += above;
      } else {
        low--;
        inside += below;
      }
    }
    while (bins[low & PRICE_MASK] === 0) low++;
    while (bins[high & PRICE_MASK] === 0) high--;
    this.valid = true;
    this.poc = poc * width;
    this.val = low * width;
    this.vah = high * width;
    columns.valid[index] = 1;
    columns.poc[index] = this.poc;
    columns.val[index] = this.val;
    columns.vah[index] = this.vah;
    columns.vahEdge[index] = (high + 1) * width;
    columns.areaVolume[index] = inside;
    columns.areaBins[index] = high - low + 1;
  }

  #decide(index: number, bid: number): void {
    const columns = this.#columns;
    const account = this.#account;
    account.showQuote(bid, bid + this.#spread);
    const { flags, entry, reason } = this.#rules.onMinute(this);
    columns.flags[index] = flags;
    columns.equity[index] = account.equity;
    const silentMax = this.#config.startup.warmup_max_missing_minutes;
    const warm = index + 1 >= this.#window && this.#silent <= silentMax;
    const decisionMs = this.minuteMs + MINUTE_MS;
    const done = account.onMinuteClose(decisionMs, this.#lastEventMs, this.close, warm, entry, reason);
    columns.action[index] = done.action;
    columns.reason[index] = done.reason;
  }

  tradedBetween(from: number, to: number): boolean {
    const slot = this.#minutes % this.#window;
    const prices = this.#levelPrices[slot]!;
    let first = 0;
    let end = this.#levelCount[slot]!;
    while (first < end) {
      const middle = (first + end) >>> 1;
      if (prices[middle]! < from) first = middle + 1;
      else end = middle;
    }
    return first < this.#levelCount[slot]! && prices[first]! <= to;
  }
}
