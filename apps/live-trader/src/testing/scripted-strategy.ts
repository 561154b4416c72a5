import { MINUTE_MS } from '@auction-trader/core';
import type { Decision, MinuteView, Strategy } from '@auction-trader/signals';

/** What a {@link ScriptedStrategy} does at the close of a minute. Distances in ticks from the newest bid. */
export interface ScriptedMinute {
  /** Minutes after the script's start at which it is decided. */
  readonly minute: number;
  /** +1 or -1 enters (or flips), 0 leaves. */
  readonly side: 1 | -1 | 0;
  /** Distance of the stop. Default 500. */
  readonly stop?: number;
  /** Distances of the targets; left out: none. */
  readonly tp1?: number;
  readonly tp2?: number;
  /** How far behind the bid (buying) or ask (selling) a limit rests. Default 0. */
  readonly behind?: number;
}

/** Does what is written for a minute, whatever the market does. */
export class ScriptedStrategy implements Strategy {
  readonly name = 'scripted';
  readonly setups = ['', 'scripted'];
  readonly warmsUpItself = true;
  readonly #startMs: number;
  readonly #script: readonly ScriptedMinute[];

  constructor(startMs: number, script: readonly ScriptedMinute[]) {
    this.#startMs = startMs;
    this.#script = script;
  }

  onMinute({ decisionMs, tape, index }: MinuteView, decision: Decision): void {
    const minute = (decisionMs - this.#startMs) / MINUTE_MS;
    const wanted = this.#script.find((entry) => entry.minute === minute);
    if (wanted === undefined) return;
    const { side, stop = 500, tp1, tp2, behind = 0 } = wanted;
    if (side === 0) {
      decision.exit = true;
      return;
    }
    const bidTicks = tape.bidTicks[index]!;
    decision.side = side;
    decision.setup = 1;
    decision.limitTicks = (side > 0 ? bidTicks : bidTicks + 1) - side * behind;
    decision.closeTicks = tape.closeTicks[index]!;
    decision.stopTicks = bidTicks - side * stop;
    if (tp1 !== undefined) decision.tp1Ticks = bidTicks + side * tp1;
    if (tp2 !== undefined) decision.tp2Ticks = bidTicks + side * tp2;
  }

  state(): unknown {
    return null;
  }

  restore(): void {}
}
