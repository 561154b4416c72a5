import type { Instrument } from '@auction-trader/core';
import type { Journal } from '@auction-trader/storage';
import type { RecentSignal, RecentTrade, TradeStats } from '../server/trader-state.ts';
import type { TradingMode } from '../trading-mode.ts';

const SHOWN = 10;
/** Minutes looked through for signals. */
const SIGNAL_ROWS = 240;

/** What is shown of a mode's journal at a glance. */
export interface RecentRows {
  readonly recent_signals: readonly RecentSignal[];
  readonly recent_trades: readonly RecentTrade[];
  readonly stats: TradeStats;
}

/** Reads the newest signals and trades, and the totals. */
export function readRecent(journal: Journal, instrument: Instrument, mode: TradingMode): RecentRows {
  const { symbol, lot } = instrument;
  const { read } = journal;
  const filter = { symbol, mode };
  const signals = read
    .signals({ ...filter, limit: SIGNAL_ROWS })
    .filter((row) => row['chosen_action'] !== 'HOLD' || row['signal_type'] !== null)
    .slice(0, SHOWN);
  const trades = read.positions({ ...filter, limit: SHOWN + 1 }).filter((row) => row['status'] !== 'OPEN');
  return {
    recent_signals: signals.map((row) => ({
      ts: row['ts_min'] as number,
      signal_type: row['signal_type'] as string | null,
      action: row['chosen_action'] as string,
      price: closeOf(row['feature_snapshot']),
      reason: row['reason_code'] as string,
    })),
    recent_trades: trades.slice(0, SHOWN).map((row) => ({
      opened_ts: row['ts_ms_open'] as number,
      closed_ts: row['ts_ms_close'] as number,
      side: row['side'] as 'LONG' | 'SHORT',
      setup: row['strategy_tag'] as string,
      size: Number((((row['qty_contracts'] as number) * lot.mantissa) / 10 ** lot.decimals).toFixed(8)),
      entry_price: row['entry_price'] as number,
      exit_price: row['exit_price'] as number,
      exit_reason: row['exit_reason'] as string,
      net_pnl: row['realized_pnl'] as number,
    })),
    stats: read.stats(filter),
  };
}

function closeOf(snapshot: unknown): number | null {
  const { close } = JSON.parse(String(snapshot)) as { close?: number };
  return close ?? null;
}
