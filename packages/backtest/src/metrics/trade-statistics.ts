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

/** Trades of one kind, won or lost. */
interface Streaks {
  count: number;
  net: number;
  /** Net of the trade farthest from 0. */
  largest: number;
  inRow: number;
  longest: number;
}

/** Sums over trades. */
interface TradeSums {
  n: number;
  gross: number;
  fees: number;
  funding: number;
  net: number;
  /** Of net / initial risk. */
  multiples: number;
  minutes: number;
  won: Streaks;
  lost: Streaks;
}

/**
 * The trade figures of the headline and of each group.
 *
 * @param trades closed trades in order of opening
 */
export function tradeStatistics(trades: readonly TradeRecord[]): TradeStatistics {
  const tally = new TradeTally();
  for (const trade of trades) tally.add(trade);
  return tally.statistics();
}

/** {@link tradeStatistics} of trades that nobody keeps: a sweep closes hundreds of thousands. */
export class TradeTally {
  readonly #sums: TradeSums = noTrades();

  /** Takes in a closed trade, in order of opening. */
  add({ netPnl, grossPnl, fees, funding, initialRisk, openMs, closeMs }: TradeRecord): void {
    const sums = this.#sums;
    sums.n++;
    sums.gross += grossPnl;
    sums.fees += fees;
    sums.funding += funding;
    sums.net += netPnl;
    sums.multiples += netPnl / initialRisk;
    sums.minutes += (closeMs - openMs) / MINUTE_MS;
    // A net of 0 neither counts nor breaks a streak.
    if (netPnl > 0) goOn(sums.won, sums.lost, netPnl);
    else if (netPnl < 0) goOn(sums.lost, sums.won, netPnl);
  }

  /** Forgets all trades. */
  reset(): void {
    Object.assign(this.#sums, noTrades());
  }

  statistics(): TradeStatistics {
    const { n, net, won, lost, ...sums } = this.#sums;
    return {
      n,
      wins: won.count,
      losses: lost.count,
      gross_pnl: sums.gross,
      total_fees: sums.fees,
      total_funding: sums.funding,
      net_pnl: net,
      pnl_per_trade: ratio(net, n),
      win_rate: ratio(won.count, n),
      avg_win: ratio(won.net, won.count),
      avg_loss: ratio(lost.net, lost.count),
      largest_win: won.count === 0 ? null : won.largest,
      largest_loss: lost.count === 0 ? null : lost.largest,
      profit_factor: ratio(won.net, lost.count === 0 ? 0 : Math.abs(lost.net)),
      expectancy_R: ratio(sums.multiples, n),
      avg_trade_duration_min: ratio(sums.minutes, n),
      max_consecutive_wins: won.longest,
      max_consecutive_losses: lost.longest,
    };
  }
}

/** One kind goes on by a trade, which ends a streak of the other. */
function goOn(own: Streaks, other: Streaks, net: number): void {
  own.count++;
  own.net += net;
  if (Math.abs(net) > Math.abs(own.largest)) own.largest = net;
  other.inRow = 0;
  own.longest = Math.max(own.longest, ++own.inRow);
}

function ratio(above: number, below: number): number | null {
  return below === 0 ? null : above / below;
}

function noTrades(): TradeSums {
  const none = { count: 0, net: 0, largest: 0, inRow: 0, longest: 0 };
  return {
    n: 0,
    gross: 0,
    fees: 0,
    funding: 0,
    net: 0,
    multiples: 0,
    minutes: 0,
    won: { ...none },
    lost: { ...none },
  };
}
