import { MINUTE_MS } from '@auction-trader/core';
import type { TradeRecord } from '@auction-trader/execution';

/** Figures over closed trades. Money in quote currency; null where the figure has no value. */
export interface TradeStatistics {
  /** Number of trades. A trade is one position from open to flat. */
  readonly n: number;
  /** Trades with net > 0, and with net < 0. A net of 0 is neither. */
  readonly wins: number;
  readonly losses: number;
  /** Sum of price differences times quantity. */
  readonly gross_pnl: number;
  readonly total_fees: number;
  /** Funding paid, negative when received. */
  readonly total_funding: number;
  /** Gross less fees and funding. */
  readonly net_pnl: number;
  readonly pnl_per_trade: number | null;
  /** Wins divided by n, 0..1. */
  readonly win_rate: number | null;
  readonly avg_win: number | null;
  readonly avg_loss: number | null;
  readonly largest_win: number | null;
  readonly largest_loss: number | null;
  /** Sum of net wins / |sum of net losses|; null without a loss. */
  readonly profit_factor: number | null;
  /** Mean of net / initial risk. */
  readonly expectancy_R: number | null;
  readonly avg_trade_duration_min: number | null;
  readonly max_consecutive_wins: number;
  readonly max_consecutive_losses: number;
}

/**
 * The trade figures of the headline and of each group.
 *
 * @param trades closed trades in order of opening
 */
export function tradeStatistics(trades: readonly TradeRecord[]): TradeStatistics {
  const n = trades.length;
  const nets = trades.map((trade) => trade.netPnl);
  const wins = nets.filter((net) => net > 0);
  const losses = nets.filter((net) => net < 0);
  return {
    n,
    wins: wins.length,
    losses: losses.length,
    gross_pnl: sum(trades.map((trade) => trade.grossPnl)),
    total_fees: sum(trades.map((trade) => trade.fees)),
    total_funding: sum(trades.map((trade) => trade.funding)),
    net_pnl: sum(nets),
    pnl_per_trade: mean(nets),
    win_rate: n === 0 ? null : wins.length / n,
    avg_win: mean(wins),
    avg_loss: mean(losses),
    largest_win: wins.length === 0 ? null : extreme(wins, 1),
    largest_loss: losses.length === 0 ? null : extreme(losses, -1),
    profit_factor: losses.length === 0 ? null : sum(wins) / Math.abs(sum(losses)),
    expectancy_R: mean(trades.map((trade) => trade.netPnl / trade.initialRisk)),
    avg_trade_duration_min: mean(trades.map((trade) => (trade.closeMs - trade.openMs) / MINUTE_MS)),
    max_consecutive_wins: longestStreak(nets, 1),
    max_consecutive_losses: longestStreak(nets, -1),
  };
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : sum(values) / values.length;
}

/** Largest value for `sign` +1, smallest for -1. */
function extreme(values: readonly number[], sign: number): number {
  let best = values[0]!;
  for (const value of values) if ((value - best) * sign > 0) best = value;
  return best;
}

/** A net of 0 neither counts nor breaks a streak. */
function longestStreak(nets: readonly number[], sign: number): number {
  let longest = 0;
  let current = 0;
  for (const net of nets) {
    if (net * sign > 0) current += 1;
    else if (net !== 0) current = 0;
    if (current > longest) longest = current;
  }
  return longest;
}
