// A strategy of your own, backtested on the bundled sample.
//
//   node tools/up.mjs node examples/own-strategy.ts
//
// The idea: price has been outside value for some minutes, and now the flow of orders turns back. Enter toward
// value. The stop lies behind the farthest print outside, the first target at the edge of value, the second at
// the POC. (It is an example, not advice: nobody says that it earns money.)
//
// It implements `Strategy` and nothing else. Sizes, orders, partial exits, fees and the report are the same as
// for the strategy that comes with the project.
import { type RunResult, runBacktest, summarize } from '@auction-trader/backtest';
import { NO_PRICE, REASON, resolveConfig, type TickSource } from '@auction-trader/core';
import { MINUTE_FLAG } from '@auction-trader/ingestion';
import type { Decision, MinuteView, Strategy } from '@auction-trader/signals';
import { withSample } from './sample.ts';

/** What the strategy remembers from minute to minute: plain data, so that it survives a restart. */
interface Excursion {
  /** +1 above value, -1 below, 0 inside. */
  side: number;
  /** Minutes closed outside, on that side. */
  minutes: number;
  /** Farthest print outside, NO_PRICE inside. */
  farthestTicks: number;
}

/** Enters toward value when the flow turns after some minutes outside. */
export class ReturnToValue implements Strategy {
  readonly name = 'return-to-value';
  /** Index 0 means "no setup". */
  readonly setups = ['', 'return'] as const;
  readonly #minMinutes: number;
  readonly #stopTicks: number;
  #excursion: Excursion = { side: 0, minutes: 0, farthestTicks: NO_PRICE };

  /**
   * @param minMinutes minutes that must have closed outside
   * @param stopTicks distance of the stop behind the farthest print
   */
  constructor(minMinutes: number, stopTicks: number) {
    this.#minMinutes = minMinutes;
    this.#stopTicks = stopTicks;
  }

  onMinute(view: MinuteView, decision: Decision): void {
    const { tape, features, index } = view;
    if ((tape.flags[index]! & MINUTE_FLAG.SYNTHETIC) !== 0) {
      // Nothing was traded. The reason is shown in the tables.
      decision.reason = REASON.NO_TRADES;
      return;
    }
    this.#follow(view);
    if (features.valid[index] === 0) {
      decision.reason = REASON.VA_INVALID;
      return;
    }
    const { side, minutes } = this.#excursion;
    if (side === 0 || minutes < this.#minMinutes) return;
    // Above value we look for sellers, below for buyers.
    const wanted = -side;
    if (wanted * features.flowLots[index]! <= 0) return;
    this.#propose(view, wanted, decision);
  }

  state(): Excursion {
    return { ...this.#excursion };
  }

  restore(state: unknown): void {
    this.#excursion = { ...(state as Excursion) };
  }

  /** Counts the minutes outside value. */
  #follow({ tape, features, index }: MinuteView): void {
    const excursion = this.#excursion;
    const close = tape.closeTicks[index]!;
    const above = features.valid[index] === 1 && close > features.vahTicks[index]!;
    const below = features.valid[index] === 1 && close < features.valTicks[index]!;
    const side = above ? 1 : below ? -1 : 0;
    if (side !== excursion.side) {
      excursion.side = side;
      excursion.minutes = 0;
      excursion.farthestTicks = NO_PRICE;
    }
    if (side === 0) return;
    excursion.minutes += 1;
    const extreme = side > 0 ? tape.highTicks[index]! : tape.lowTicks[index]!;
    const farthest = excursion.farthestTicks;
    if (farthest === NO_PRICE || side * (extreme - farthest) > 0) excursion.farthestTicks = extreme;
  }

  /** Says what is wanted, in ticks. How much is bought or sold follows from the stop. */
  #propose({ tape, features, index }: MinuteView, wanted: number, decision: Decision): void {
    const close = tape.closeTicks[index]!;
    decision.side = wanted;
    decision.setup = 1;
    decision.closeTicks = close;
    decision.limitTicks = close;
    decision.stopTicks = this.#excursion.farthestTicks - wanted * this.#stopTicks;
    decision.tp1Ticks = wanted > 0 ? features.valTicks[index]! : features.vahTicks[index]!;
    // POC is kept in half ticks; a target between two ticks is rounded toward the entry.
    decision.tp2Ticks = wanted * Math.floor((wanted * features.pocHalfTicks[index]!) / 2);
  }
}

/** Backtests the strategy on a source of ticks. */
export function backtest(source: TickSource, strategy: Strategy): RunResult {
  // Strategy parameters are the constructor's; costs, sizes and the profile are the configuration's.
  const { config } = resolveConfig({ set: ['risk_pct=0.01', 'min_stop_ticks=5'] });
  return runBacktest(source, config, { strategy });
}

/** Runs it on the sample and prints what came out. */
export async function main(print: (line: string) => void = console.log): Promise<RunResult> {
  return withSample((source) => {
    const run = backtest(source, new ReturnToValue(5, 5));
    const { metrics, money, decisions } = summarize(run);
    print(
      `${run.strategy} on ${run.instrument.symbol}: ${metrics.n} trades, net ${metrics.net_pnl.toFixed(2)}`,
    );
    print(`  of which fees ${money.fees.toFixed(2)}, slippage ${money.slippage.toFixed(2)}`);
    for (const trade of run.trades.slice(0, 5)) {
      const time = new Date(trade.openMs).toISOString().slice(0, 16).replace('T', ' ');
      const side = trade.side > 0 ? 'long ' : 'short';
      print(`  ${time}  ${side}  left by ${trade.exitReason}, net ${trade.netPnl.toFixed(2)}`);
    }
    print(`minutes by what was decided: ${JSON.stringify(decisions.reason)}`);
    return run;
  });
}

if (import.meta.main) await main();
