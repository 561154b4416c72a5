import { type Instrument, priceOf, roundHalfUp8, type Step } from '@auction-trader/core';
import type { TradeRecord } from '@auction-trader/execution';
import { column } from '@auction-trader/features';
import type { Table } from './table.ts';

/**
 * One row a closed trade: the columns of positions and what the report shows beside them. Prices as
 * decimals, quantities in lots, money in quote currency, excursions in ticks.
 */
export function tradesTable(instrument: Instrument, trades: readonly TradeRecord[]): Table {
  const { symbol, tick } = instrument;
  const price = (ticks: (trade: TradeRecord) => number) => (row: number) =>
    priceOf(ticks(trades[row]!), tick);
  const money = (amount: (trade: TradeRecord) => number) => (row: number) =>
    roundHalfUp8(amount(trades[row]!));
  const plain =
    <Value>(value: (trade: TradeRecord) => Value) =>
    (row: number) =>
      value(trades[row]!);
  return {
    name: 'trades',
    rows: trades.length,
    columns: [
      column(
        'id',
        'INTEGER',
        plain((trade) => trade.tradeId),
      ),
      column('symbol', 'VARCHAR', () => symbol),
      column(
        'ts_ms_decision',
        'BIGINT',
        plain((trade) => trade.decisionMs),
      ),
      column(
        'ts_ms_open',
        'BIGINT',
        plain((trade) => trade.openMs),
      ),
      column(
        'ts_ms_close',
        'BIGINT',
        plain((trade) => trade.closeMs),
      ),
      column(
        'side',
        'VARCHAR',
        plain((trade) => (trade.side > 0 ? 'LONG' : 'SHORT')),
      ),
      column(
        'strategy_tag',
        'VARCHAR',
        plain((trade) => trade.setup),
      ),
      column(
        'status',
        'VARCHAR',
        plain((trade) => trade.status),
      ),
      column(
        'exit_reason',
        'VARCHAR',
        plain((trade) => trade.exitReason),
      ),
      column(
        'entry_price',
        'DOUBLE',
        plain((trade) => between(trade.entryTicks, tick)),
      ),
      column(
        'exit_price',
        'DOUBLE',
        plain((trade) => between(trade.exitTicks, tick)),
      ),
      column(
        'qty_contracts',
        'DOUBLE',
        plain((trade) => trade.lots),
      ),
      column(
        'qty_at_tp1',
        'DOUBLE',
        plain((trade) => trade.lotsAtTp1),
      ),
      column(
        'stop_price',
        'DOUBLE',
        price((trade) => trade.initialStopTicks),
      ),
      column(
        'final_stop_price',
        'DOUBLE',
        price((trade) => trade.finalStopTicks),
      ),
      column(
        'tp1_price',
        'DOUBLE',
        price((trade) => trade.tp1Ticks),
      ),
      column(
        'tp2_price',
        'DOUBLE',
        price((trade) => trade.tp2Ticks),
      ),
      column(
        'locked_boundary',
        'DOUBLE',
        price((trade) => trade.lockTicks),
      ),
      column(
        'gross_pnl',
        'DOUBLE',
        money((trade) => trade.grossPnl),
      ),
      column(
        'fees_paid',
        'DOUBLE',
        money((trade) => trade.fees),
      ),
      column(
        'funding_paid',
        'DOUBLE',
        money((trade) => trade.funding),
      ),
      column(
        'realized_pnl',
        'DOUBLE',
        money((trade) => trade.netPnl),
      ),
      column(
        'initial_risk',
        'DOUBLE',
        money((trade) => trade.initialRisk),
      ),
      column(
        'r_multiple',
        'DOUBLE',
        plain((trade) => trade.netPnl / trade.initialRisk),
      ),
      column(
        'leverage_used',
        'DOUBLE',
        plain((trade) => trade.leverageUsed),
      ),
      column(
        'risk_pct_used',
        'DOUBLE',
        plain((trade) => trade.riskPctUsed),
      ),
      column(
        'cost_ratio',
        'DOUBLE',
        plain((trade) => trade.costRatio),
      ),
      column(
        'best_excursion_ticks',
        'DOUBLE',
        plain((trade) => trade.maxFavourableTicks),
      ),
      column(
        'worst_excursion_ticks',
        'DOUBLE',
        plain((trade) => trade.maxAdverseTicks),
      ),
      column(
        'timer_start_ms',
        'BIGINT',
        plain((trade) => trade.timerStartMs),
      ),
      column('mode', 'VARCHAR', () => 'backtest'),
    ],
  };
}

/** A volume-weighted price, which may lie between two ticks. */
function between(ticks: number, tick: Step): number {
  return roundHalfUp8((ticks * tick.mantissa) / 10 ** tick.decimals);
}
