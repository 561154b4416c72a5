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

/** Sums over trades. */
interface TradeSums {
  wins: number;
  losses: number;
  gross: number;
  fees: number;
  funding: number;
  net: number;
  won: number;
  lost: number;
  largestWin: number;
  largestLoss: number;
  /** Of net / initial risk. */
  multiples: number;
  minutes: number;
  longestWins: number;
  longestLosses: number;
}

/**
 * The trade figures of the headline and of each group.
 *
 * @param trades closed trades in order of opening
 */
export function tradeStatistics(trades: readonly TradeRecord[]): TradeStatistics {
  const n = trades.length;
  const sums = sumTrades(trades);
  const { wins, losses } = sums;
  return {
    n,
    wins,
    losses,
    gross_pnl: sums.gross,
    total_fees: sums.fees,
    total_funding: sums.funding,
    net_pnl: sums.net,
    pnl_per_trade: ratio(sums.net, n),
    win_rate: ratio(wins, n),
    avg_win: ratio(sums.won, wins),
    avg_loss: ratio(sums.lost, losses),
    largest_win: wins === 0 ? null : sums.largestWin,
    largest_loss: losses === 0 ? null : sums.largestLoss,
    profit_factor: ratio(sums.won, losses === 0 ? 0 : Math.abs(sums.lost)),
    expectancy_R: ratio(sums.multiples, n),
    avg_trade_duration_min: ratio(sums.minutes, n),
    max_consecutive_wins: sums.longestWins,
    max_consecutive_losses: sums.longestLosses,
  };
}

function ratio(above: number, below: number): number | null {
  return below === 0 ? null : above / below;
}

/** One pass: a sweep judges thousands of runs. A net of 0 neither counts nor breaks a streak. */
function sumTrades(trades: readonly TradeRecord[]): TradeSums {
  const sums = noTrades();
  let winsInRow = 0;
  let lossesInRow = 0;
  for (const { netPnl, grossPnl, fees, funding, initialRisk, openMs, closeMs } of trades) {
    sums.gross += grossPnl;
    sums.fees += fees;
    sums.funding += funding;
    sums.net += netPnl;
    sums.multiples += netPnl / initialRisk;
    sums.minutes += (closeMs - openMs) / MINUTE_MS;
    if (netPnl > 0) {
      sums.wins++;
      sums.won += netPnl;
      sums.largestWin = Math.max(sums.largestWin, netPnl);
      lossesInRow = 0;
      sums.longestWins = Math.max(sums.longestWins, ++winsInRow);
    } else if (netPnl < 0) {
      sums.losses++;
      sums.lost += netPnl;
      sums.largestLoss = Math.min(sums.largestLoss, netPnl);
      winsInRow = 0;
      sums.longestLosses = Math.max(sums.longestLosses, ++lossesInRow);
    }
  }
  return sums;
}

function noTrades(): TradeSums {
  return {
    wins: 0,
    losses: 0,
    gross: 0,
    fees: 0,
    funding: 0,
    net: 0,
    won: 0,
    lost: 0,
    largestWin: 0,
    largestLoss: 0,
    multiples: 0,
    minutes: 0,
    longestWins: 0,
    longestLosses: 0,
  };
}
