export { SignalColumns } from '@auction-trader/engine';
export {
  type Cell,
  type Column,
  type ColumnType,
  column,
  type FeatureSource,
} from '@auction-trader/features';
export { type BarRunParts, runBars } from './bar-mode/run-bars.ts';
export type { ChangedDecision, ValueDifference } from './compare/compare-decisions.ts';
export {
  type ComparedSide,
  compareRuns,
  type DecisionCost,
  type FillCost,
  type RunComparison,
  type TradeCost,
} from './compare/compare-runs.ts';
export type { ComparedRun, ComparedTrade } from './compare/compared-run.ts';
export {
  type DecisionDifference,
  explainDecisions,
  explainFills,
  type FillComparison,
  type RunOutcome,
  UNEXPLAINED,
} from './compare/explain-fills.ts';
export { type LegOutcome, legOutcomes } from './compare/leg-outcome.ts';
export type { MinuteDecision } from './compare/minute-decision.ts';
export { isReport, readReportRun } from './compare/read-report-run.ts';
export { type ComparedRows, type RunFacts, type RunRow, runFromRows } from './compare/run-from-rows.ts';
export type { DifferenceParts, TradePair } from './compare/trade-pairs.ts';
export { sqlText } from './export/duckdb-sql.ts';
export { equityTable } from './export/equity-table.ts';
export { featuresTable } from './export/features-table.ts';
export { fillsTable } from './export/fills-table.ts';
export { replaceFile, replaceTextFile } from './export/replace-file.ts';
export { signalsTable } from './export/signals-table.ts';
export type { Table } from './export/table.ts';
export { tradesTable } from './export/trades-table.ts';
export { TABLE_FORMATS, type TableFormat, writeTable } from './export/write-table.ts';
export * from './fill-model.ts';
export * from './market.ts';
export * from './market-days.ts';
export type { AmbiguityStatistics } from './metrics/ambiguity.ts';
export { type Breakdown, type BreakdownRow, RATIO_MIN_TRADES } from './metrics/breakdown.ts';
export { type DayMark, dailyReturns, dayMarks } from './metrics/daily-returns.ts';
export type { DailyRow } from './metrics/daily-table.ts';
export type { DataGap, DataQuality } from './metrics/data-quality.ts';
export type { DecisionCounts } from './metrics/decision-counts.ts';
export { type Drawdown, maxDrawdown } from './metrics/drawdown.ts';
export type { MoneyFlow } from './metrics/money-flow.ts';
export type { OrderCounts } from './metrics/order-counts.ts';
export type { Distribution } from './metrics/quantile.ts';
export { sharpeRatio, sortinoRatio } from './metrics/sharpe.ts';
export type { SpreadPaid } from './metrics/spread-paid.ts';
export {
  type HeadlineMetrics,
  headlineMetrics,
  type JudgedRun,
  type OpenPosition,
  type RunIdentity,
  type Summary,
  summarize,
} from './metrics/summary.ts';
export { type TradeStatistics, TradeTally, tradeStatistics } from './metrics/trade-statistics.ts';
export { parameters as resultParameters } from './report/model/parameter-rows.ts';
export type { Payload } from './report/model/payload.ts';
export { ProfileRecorder, type RunRows } from './report/model/profile-recorder.ts';
export type { ReportContext } from './report/model/report-payload.ts';
export { bundlePage, type PageParts } from './report/page-script.ts';
export { reportHtml } from './report/report-html.ts';
export {
  otherVersion,
  REPORT_TABLES,
  type ReportColumn,
  type ReportTable,
  reportColumns,
  reportFile,
  reportSql,
} from './report/report-tables.ts';
export { type ReportOptions, summaryDocument, writeReport } from './report/write-report.ts';
export * from './run-backtest.ts';
export * from './run-cached.ts';
export * from './run-recorder.ts';
export { runReference } from './run-reference.ts';
export * from './run-result.ts';
export * from './simulated-exchange.ts';
export { auctionStrategy } from './start-run.ts';
export * from './strategy-run.ts';
export * from './sweep-recorder.ts';
export * from './sweep-run.ts';
