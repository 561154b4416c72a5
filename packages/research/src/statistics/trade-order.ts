import { Random } from '@auction-trader/core';
import type { Quantiles } from '../assessment/assessment.ts';
import { quantilesOf } from './quantiles.ts';

/** What chance gives with the same trades. Quote currency. */
export interface TradeOrder {
  /** Largest fall from a peak of the trades in random order: the same net result, another path. */
  readonly shuffledMaxDrawdown: Quantiles;
  /** Of as many trades drawn with replacement: the result and the largest fall of a period like this one. */
  readonly resampledMaxDrawdown: Quantiles;
  readonly resampledNetPnl: Quantiles;
  readonly drawings: number;
}

/**
 * Monte-Carlo of the order of trades: each drawing shuffles them once (a permutation, as Fisher and Yates) and
 * draws as many with replacement once (the bootstrap of Efron, "Bootstrap methods", Annals of Statistics, 1979).
 * Drawdowns are of closed trades, so they lie below those marked every minute.
 *
 * @param netPnl of each trade in order, at least one
 */
export function tradeOrder(netPnl: readonly number[], drawings: number, seed: number): TradeOrder {
  const random = new Random(seed);
  const count = netPnl.length;
  const order = Float64Array.from(netPnl);
  const drawn = new Float64Array(count);
  const shuffled = new Float64Array(drawings);
  const resampled = new Float64Array(drawings);
  const net = new Float64Array(drawings);
  for (let drawing = 0; drawing < drawings; drawing += 1) {
    shuffle(random, order);
    shuffled[drawing] = largestFall(order);
    for (let i = 0; i < count; i += 1) drawn[i] = netPnl[Math.floor(random.uniform() * count)]!;
    resampled[drawing] = largestFall(drawn);
    net[drawing] = drawn.reduce((sum, value) => sum + value, 0);
  }
  return {
    shuffledMaxDrawdown: quantilesOf(shuffled),
    resampledMaxDrawdown: quantilesOf(resampled),
    resampledNetPnl: quantilesOf(net),
    drawings,
  };
}

/** Every order is equally likely. */
export function shuffle(random: Random, values: Float64Array): void {
  for (let last = values.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random.uniform() * (last + 1));
    const value = values[last]!;
    values[last] = values[other]!;
    values[other] = value;
  }
}

/** Largest `peak - sum` of the running sum, which starts with 0. */
export function largestFall(changes: ArrayLike<number>): number {
  let sum = 0;
  let peak = 0;
  let fall = 0;
  for (let i = 0; i < changes.length; i += 1) {
    sum += changes[i]!;
    if (sum > peak) peak = sum;
    if (peak - sum > fall) fall = peak - sum;
  }
  return fall;
}
