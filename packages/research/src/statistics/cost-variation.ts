import { Random } from '@auction-trader/core';
import type { Quantiles } from '../assessment/assessment.ts';
import { quantilesOf } from './quantiles.ts';

/** A trade's result and what of its costs may come out otherwise. Quote currency. */
export interface CostedTrade {
  /** After all costs. */
  readonly netPnl: number;
  readonly fees: number;
  /** Given away against the quote, by {@link slippageByTrade}; 0 when not known. */
  readonly slippage: number;
}

/**
 * Net results with random costs. In every drawing fees and slippage have each a level, the same for all trades of
 * the drawing, and each trade a multiplier of its own on top; all are `2^u` with `u` uniform in -1..1, so half to
 * twice, as often above as below what was assumed. A Monte-Carlo of our own making: costs that go wrong go wrong
 * for all trades together, which multipliers of single trades would average away.
 *
 * @param trades at least one
 */
export function costVariation(trades: readonly CostedTrade[], drawings: number, seed: number): Quantiles {
  const random = new Random(seed);
  const net = new Float64Array(drawings);
  for (let drawing = 0; drawing < drawings; drawing += 1) {
    const feeLevel = multiplier(random);
    const slippageLevel = multiplier(random);
    let sum = 0;
    for (const { netPnl, fees, slippage } of trades) {
      const moreFees = fees * (feeLevel * multiplier(random) - 1);
      const moreSlippage = slippage * (slippageLevel * multiplier(random) - 1);
      sum += netPnl - moreFees - moreSlippage;
    }
    net[drawing] = sum;
  }
  return quantilesOf(net);
}

function multiplier(random: Random): number {
  return 2 ** (2 * random.uniform() - 1);
}
