import type { TradeRecord } from '@auction-trader/execution';
import { type TradeStatistics, tradeStatistics } from './trade-statistics.ts';

/** Fewest trades of a group whose ratios are shown. */
export const RATIO_MIN_TRADES = 20;

/** The figures of one group of trades. Ratios are null under {@link RATIO_MIN_TRADES} trades. */
export interface BreakdownRow extends TradeStatistics {
  /** What the trades of the group share, e.g. `breakin`, `long`, `09`, `STOP`. */
  readonly key: string;
}

/** The tables of trades by one property each. For looking at, not for choosing. */
export interface Breakdown {
  readonly setup: readonly BreakdownRow[];
  readonly side: readonly BreakdownRow[];
  /** UTC hour of the entry, `00`..`23`. */
  readonly hour: readonly BreakdownRow[];
  readonly exit_reason: readonly BreakdownRow[];
}

/** Closed trades by setup, side, UTC hour of the entry and exit reason, each sorted by its key. */
export function breakdown(trades: readonly TradeRecord[]): Breakdown {
  return {
    setup: groupTrades(trades, (trade) => trade.setup),
    side: groupTrades(trades, (trade) => (trade.side > 0 ? 'long' : 'short')),
    hour: groupTrades(trades, (trade) => new Date(trade.openMs).toISOString().slice(11, 13)),
    exit_reason: groupTrades(trades, (trade) => trade.exitReason ?? 'OPEN'),
  };
}

/** The figures of each group of trades, sorted by key. */
export function groupTrades(
  trades: readonly TradeRecord[],
  keyOf: (trade: TradeRecord) => string,
): BreakdownRow[] {
  const groups = Map.groupBy(trades, keyOf);
  return [...groups.keys()].sort().map((key) => ({
    key,
    ...hideRatios(tradeStatistics(groups.get(key)!)),
  }));
}

/** Averages and ratios of a few trades say nothing; counts and sums stay. */
function hideRatios(statistics: TradeStatistics): TradeStatistics {
  if (statistics.n >= RATIO_MIN_TRADES) return statistics;
  return {
    ...statistics,
    pnl_per_trade: null,
    win_rate: null,
    avg_win: null,
    avg_loss: null,
    profit_factor: null,
    expectancy_R: null,
    avg_trade_duration_min: null,
  };
}
