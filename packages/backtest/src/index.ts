export { SignalColumns } from '@auction-trader/engine';
export * from './fill-model.ts';
export * from './market-days.ts';
export type { AmbiguityStatistics } from './metrics/ambiguity.ts';
export { type Breakdown, type BreakdownRow, RATIO_MIN_TRADES } from './metrics/breakdown.ts';
export type { DailyRow } from './metrics/daily-table.ts';
export type { DataGap, DataQuality } from './metrics/data-quality.ts';
export type { DecisionCounts } from './metrics/decision-counts.ts';
export { type Drawdown, maxDrawdown } from './metrics/drawdown.ts';
export type { MoneyFlow } from './metrics/money-flow.ts';
export type { Distribution } from './metrics/quantile.ts';
export { sharpeRatio, sortinoRatio } from './metrics/sharpe.ts';
export type { SpreadPaid } from './metrics/spread-paid.ts';
export {
  type HeadlineMetrics,
  type OpenPosition,
  type RunIdentity,
  type Summary,
  summarize,
} from './metrics/summary.ts';
export { type TradeStatistics, tradeStatistics } from './metrics/trade-statistics.ts';
export * from './run-backtest.ts';
export * from './run-recorder.ts';
export * from './run-result.ts';
export * from './simulated-exchange.ts';
export * from './strategy-run.ts';
