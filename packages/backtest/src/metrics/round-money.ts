import { roundHalfUp8 } from '@auction-trader/core';
import type { TradeStatistics } from './trade-statistics.ts';

const MONEY = [
  'gross_pnl',
  'total_fees',
  'total_funding',
  'net_pnl',
  'pnl_per_trade',
  'avg_win',
  'avg_loss',
  'largest_win',
  'largest_loss',
] as const;

/** Money as it is written out: 8 decimals, and no -0, which JSON would not give back. */
export function money(value: number): number {
  return roundHalfUp8(value) + 0;
}

/** The money among the figures rounded to 8 decimals, as it is written out; ratios stay as they are. */
export function roundMoney<Figures extends TradeStatistics>(statistics: Figures): Figures {
  const rounded: Record<string, number | null> = {};
  for (const name of MONEY) {
    const value = statistics[name];
    rounded[name] = value === null ? null : money(value);
  }
  return { ...statistics, ...rounded };
}
