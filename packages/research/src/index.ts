export { type AssessmentInput, assessSearch, bestSetOf, setSharpes } from './assessment/assess-search.ts';
export type * from './assessment/assessment.ts';
export { returnMatrix } from './assessment/return-matrix.ts';
export { slippageByTrade } from './assessment/slippage-by-trade.ts';
export { BatchRunner, type BatchRunnerOptions } from './queue/batch-runner.ts';
export { printableRedisUrl } from './queue/redis-url.ts';
export { type QueueSearchOptions, runSearchOnQueue } from './queue/run-search-on-queue.ts';
export { type QueueWorker, type QueueWorkerOptions, serveSearches } from './queue/serve-searches.ts';
export { chosenCurves, type EquityCurve } from './report/chosen-curves.ts';
export type { SearchReport } from './report/model/search-payload.ts';
export { writeSearchReport } from './report/write-search-report.ts';
export { chosenKeys } from './search/chosen-keys.ts';
export { configOfSet } from './search/config-of-set.ts';
export { groupSets, type SetGroup } from './search/group-sets.ts';
export { MAX_SETS, makeSearchPlan, type PlanInputs, RESULT_VERSION } from './search/make-plan.ts';
export type { OutcomeSink } from './search/outcome-buffer.ts';
export { planHashOf } from './search/plan-hash.ts';
export { type RankedSet, rankSets } from './search/rank-sets.ts';
export { RecorderPool } from './search/recorder-pool.ts';
export {
  type Batch,
  failedOutcome,
  type PreparedMarket,
  runBatch,
  withOrderLimits,
} from './search/run-batch.ts';
export { runSearch, type SearchEnd, type SearchOptions, type SearchProgress } from './search/run-search.ts';
export type * from './search/search-plan.ts';
export { outcomeKey, SearchStore, type StoredSearch } from './search/search-store.ts';
export { searchTable } from './search/search-table.ts';
export { type StressPlan, stressPlan, stressRows } from './search/stress-plan.ts';
export { combinationCount } from './space/combinations.ts';
export type * from './space/parameter-space.ts';
export { parseParameter } from './space/parameter-text.ts';
export { parseSpace, type SpaceInputs } from './space/parse-space.ts';
export { SAMPLING_KINDS, type SamplingKind } from './space/sampling-kinds.ts';
export { parseSearchFile, type SearchFile } from './space/search-file.ts';
export { automaticBlockLength } from './statistics/block-length.ts';
export { type CostedTrade, costVariation } from './statistics/cost-variation.ts';
export { distinctRows } from './statistics/distinct-rows.ts';
export { effectiveTries } from './statistics/effective-tries.ts';
export { luckSharpe } from './statistics/luck-sharpe.ts';
export { type Moments, moments } from './statistics/moments.ts';
export { neighbours } from './statistics/neighbours.ts';
export {
  type OverfittingProbability,
  type OverfittingSplit,
  overfittingBlocks,
  overfittingProbability,
} from './statistics/overfitting-probability.ts';
export { type ObservedSharpe, probabilisticSharpe } from './statistics/probabilistic-sharpe.ts';
export { annualSharpe, sharpeOfDays } from './statistics/sharpe-of-days.ts';
export { drawDays } from './statistics/stationary-bootstrap.ts';
export {
  type SuperiorAbility,
  type SuperiorAbilityInput,
  superiorAbility,
} from './statistics/superior-ability.ts';
export { type TradeOrder, tradeOrder } from './statistics/trade-order.ts';
export { WALK_FORWARD_DAYS, walkForward } from './statistics/walk-forward.ts';
