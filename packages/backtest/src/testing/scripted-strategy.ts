import { NO_PRICE } from '@auction-trader/core';
import type { Decision, MinuteView, Strategy } from '@auction-trader/signals';

/** What a script wants at one decision time; prices in ticks. */
export interface ScriptedDecision {
  readonly atMs: number;
  /** +1, -1; 0 (default) only for an exit. */
  readonly side?: number;
  readonly closeTicks?: number;
  /** Default: the close. */
  readonly limitTicks?: number;
  readonly stopTicks?: number;
  readonly tp1Ticks?: number;
  readonly tp2Ticks?: number;
  readonly softStopTicks?: number;
  readonly exit?: boolean;
}

/** Decides what a test has written down, and notes what it is told. */
export class ScriptedStrategy implements Strategy {
  readonly name = 'scripted';
  readonly setups = ['', 'scripted'];
  /** What the engine told it, in order. */
  readonly heard: string[] = [];
  readonly #script: Map<number, ScriptedDecision>;

  constructor(script: readonly ScriptedDecision[]) {
    this.#script = new Map(script.map((decision) => [decision.atMs, decision]));
  }

  onMinute({ decisionMs }: MinuteView, decision: Decision): void {
    const wanted = this.#script.get(decisionMs);
    if (wanted === undefined) return;
    const { side = 0, closeTicks = NO_PRICE } = wanted;
    decision.exit = wanted.exit ?? false;
    if (side === 0) return;
    decision.side = side;
    decision.setup = 1;
    decision.closeTicks = closeTicks;
    decision.limitTicks = wanted.limitTicks ?? closeTicks;
    decision.stopTicks = wanted.stopTicks ?? NO_PRICE;
    decision.tp1Ticks = wanted.tp1Ticks ?? NO_PRICE;
    decision.tp2Ticks = wanted.tp2Ticks ?? NO_PRICE;
    decision.softStopTicks = wanted.softStopTicks ?? NO_PRICE;
  }

  onEntrySubmitted(side: number): void {
    this.heard.push(`submitted ${side}`);
  }

  onPositionClosed(side: number): void {
    this.heard.push(`closed ${side}`);
  }

  state(): unknown {
    return null;
  }

  restore(): void {}
}
