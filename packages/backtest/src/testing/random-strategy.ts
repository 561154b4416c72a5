import { MINUTE_MS, NO_PRICE, Random } from '@auction-trader/core';
import type { Decision, MinuteView, PositionView, Strategy, TickExit } from '@auction-trader/signals';

/** What a {@link RandomStrategy} does, all of it drawn anew for each minute. */
export interface RandomStrategyShape {
  readonly seed: number;
  /** Share of minutes with an entry. */
  readonly entries: number;
  /** Largest distance of stops and targets from the close, ticks. */
  readonly reach: number;
  /** Looks at prints: trails the stop, sometimes leaves. */
  readonly onTicks: boolean;
}

/**
 * Wants anything at any minute, so that orders, stops and targets meet the market in every
 * order. What it wants depends on seed, minute, position and print only, never on what it saw before.
 */
export class RandomStrategy implements Strategy {
  readonly name = 'random';
  readonly setups = ['', 'random'];
  readonly watchesTicks: boolean;
  readonly #shape: RandomStrategyShape;

  constructor(shape: RandomStrategyShape) {
    this.#shape = shape;
    this.watchesTicks = shape.onTicks;
  }

  onMinute({ tape, index, decisionMs, position }: MinuteView, decision: Decision): void {
    const { seed, entries, reach } = this.#shape;
    const random = new Random(seed ^ (decisionMs / MINUTE_MS));
    decision.exit = random.uniform() < 0.02;
    if (random.uniform() >= entries) return;
    const close = tape.closeTicks[index]!;
    const side = (random.uniform() < 0.5 ? 1 : -1) * (position.side === 0 ? 1 : -position.side);
    const within = () => 1 + Math.floor(random.uniform() * reach);
    const tp1 = within();
    decision.side = side;
    decision.setup = 1;
    decision.closeTicks = close;
    decision.limitTicks = close - side * (within() >> 2);
    decision.stopTicks = Math.min(close * side, decision.limitTicks * side) * side - side * within();
    decision.tp1Ticks = random.uniform() < 0.7 ? close + side * tp1 : NO_PRICE;
    decision.tp2Ticks = random.uniform() < 0.9 ? close + side * (tp1 + within()) : NO_PRICE;
    decision.softStopTicks = random.uniform() < 0.2 ? close - side * within() : NO_PRICE;
  }

  onPrint(timeMs: number, priceTicks: number, { side, entryTicks }: PositionView, exit: TickExit): void {
    exit.exit = timeMs % 97 === 0;
    if (side * (priceTicks - entryTicks) > 10) exit.stopTicks = priceTicks - side * this.#shape.reach;
  }

  state(): unknown {
    return null;
  }

  restore(): void {}
}
