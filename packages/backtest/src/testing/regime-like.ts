import { invariant, MINUTE_MS, NO_PRICE, REASON } from '@auction-trader/core';
import { MINUTE_FLAG } from '@auction-trader/ingestion';
import type { Decision, MinuteView, PositionView, Strategy, TickExit } from '@auction-trader/signals';

/** One minute that traded, kept by value: rows of the tape move on. */
interface Candle {
  readonly openMs: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

const LOOKBACK = 3;
const COOLDOWN_MS = 180_000;
const MIN_HOLD_MS = 180_000;

/**
 * The balanced half of the regime strategy, small: a profile made from candles, entries on
 * candle close only, exits on ticks (a stop trailed by the true range, a target that is
 * held back for a while), an own cooldown after stops, and own warm-up. It shows that such
 * a strategy needs nothing but the `Strategy` interface.
 */
export class RegimeLike implements Strategy {
  readonly name = 'regime-like';
  readonly setups = ['', 'STANDARD'];
  readonly warmsUpItself = true;
  readonly watchesTicks = true;
  #candles: Candle[] = [];
  #trueRanges: number[] = [];
  #targetTicks: number = NO_PRICE;
  #blockedUntilMs = 0;

  onMinute({ tape, index, decisionMs, position }: MinuteView, decision: Decision): void {
    if ((tape.flags[index]! & MINUTE_FLAG.SYNTHETIC) !== 0) {
      decision.reason = REASON.NO_TRADES;
      return;
    }
    const candle = {
      openMs: decisionMs - MINUTE_MS,
      high: tape.highTicks[index]!,
      low: tape.lowTicks[index]!,
      close: tape.closeTicks[index]!,
      volume: tape.volumeLots[index]!,
    };
    this.#accept(candle);
    if (position.side !== 0) this.#guardByVolume(candle, position, decision);
    else this.#wish(candle, decision);
  }

  onPrint(timeMs: number, priceTicks: number, position: PositionView, exit: TickExit): void {
    const { side, entryTicks, openedMs } = position;
    const profit = side * (priceTicks - entryTicks);
    if (profit >= 0.0025 * entryTicks)
      exit.stopTicks = roundAway(priceTicks - side * 3 * this.#averageRange(), side);
    if (timeMs - openedMs < MIN_HOLD_MS || profit < 0.003 * entryTicks) return;
    exit.exit = side * (priceTicks - this.#targetTicks) >= 0;
  }

  onPositionClosed(_side: number, _netPnl: number, exitMs: number, leg: string): void {
    if (leg === 'STOP') this.#blockedUntilMs = exitMs + COOLDOWN_MS;
  }

  state(): unknown {
    const { candles, trueRanges, targetTicks, blockedUntilMs } = {
      candles: this.#candles,
      trueRanges: this.#trueRanges,
      targetTicks: this.#targetTicks,
      blockedUntilMs: this.#blockedUntilMs,
    };
    return { candles, trueRanges, targetTicks, blockedUntilMs };
  }

  restore(state: unknown): void {
    const saved = state as {
      candles: Candle[];
      trueRanges: number[];
      targetTicks: number;
      blockedUntilMs: number;
    };
    this.#candles = [...saved.candles];
    this.#trueRanges = [...saved.trueRanges];
    this.#targetTicks = saved.targetTicks;
    this.#blockedUntilMs = saved.blockedUntilMs;
  }

  #accept(candle: Candle): void {
    const before = this.#candles.at(-1)?.close ?? candle.close;
    const range = Math.max(candle.high, before) - Math.min(candle.low, before);
    this.#trueRanges = [...this.#trueRanges, range].slice(-14);
    this.#candles = [...this.#candles, candle].slice(-LOOKBACK);
  }

  /** Far more volume than usual: the candle's extreme is the stop. */
  #guardByVolume({ low, high, volume }: Candle, { side }: PositionView, decision: Decision): void {
    const mean = this.#candles.reduce((sum, one) => sum + one.volume, 0) / this.#candles.length;
    if (volume > 2 * mean) decision.tightenStopTicks = side > 0 ? low : high;
  }

  #wish({ openMs, close }: Candle, decision: Decision): void {
    if (this.#candles.length < LOOKBACK) {
      decision.reason = REASON.WARMUP;
      return;
    }
    const { val, vah } = candleProfile(this.#candles);
    const side = close <= val ? 1 : close >= vah ? -1 : 0;
    if (side === 0) return;
    if (openMs < this.#blockedUntilMs) {
      decision.reason = REASON.COOLDOWN;
      return;
    }
    const distance = Math.min(Math.max(2 * this.#averageRange(), 0.003 * close), 0.05 * close);
    const stopTicks = Math.round(close - side * distance);
    decision.side = side;
    decision.setup = 1;
    decision.closeTicks = close;
    decision.limitTicks = close;
    decision.stopTicks = stopTicks;
    this.#targetTicks = close + 3 * (close - stopTicks);
  }

  #averageRange(): number {
    return this.#trueRanges.reduce((sum, range) => sum + range, 0) / this.#trueRanges.length;
  }
}

/** Value area of candles whose volume is spread evenly over their ticks; ties go to the lower price. */
export function candleProfile(candles: readonly Pick<Candle, 'low' | 'high' | 'volume'>[]) {
  const low = Math.min(...candles.map((candle) => candle.low));
  const high = Math.max(...candles.map((candle) => candle.high));
  const bins = Array.from({ length: high - low + 1 }, (_, bin) =>
    candles.reduce((sum, one) => {
      const inside = low + bin >= one.low && low + bin <= one.high;
      return inside ? sum + one.volume / (one.high - one.low + 1) : sum;
    }, 0),
  );
  const total = bins.reduce((sum, volume) => sum + volume, 0);
  invariant(total > 0, 'a profile needs volume');
  const poc = bins.indexOf(Math.max(...bins));
  let [below, above, taken] = [poc, poc, bins[poc]!];
  while (taken < 0.7 * total) {
    const up = bins[above + 1] ?? -1;
    const down = bins[below - 1] ?? -1;
    taken += up > down ? bins[++above]! : bins[--below]!;
  }
  return { poc: low + poc, val: low + below, vah: low + above };
}

/** A stop between ticks lies on the tick farther from the price. */
function roundAway(ticks: number, side: number): number {
  return side > 0 ? Math.floor(ticks) : Math.ceil(ticks);
}
