import { MINUTE_MS } from '@auction-trader/core';
import type { TradeRecord } from '@auction-trader/execution';
import { MINUTE_FLAG } from '@auction-trader/ingestion';
import type { RunResult } from '../run-result.ts';
import { type AmbiguityStatistics, ambiguityStatistics } from './ambiguity.ts';
import { type Breakdown, breakdown } from './breakdown.ts';
import { dailyReturns, dayMarks } from './daily-returns.ts';
import { type DailyRow, dailyTable } from './daily-table.ts';
import { type DataQuality, dataQuality } from './data-quality.ts';
import { type DecisionCounts, decisionCounts } from './decision-counts.ts';
import { maxDrawdown } from './drawdown.ts';
import { exposure } from './exposure.ts';
import { type MoneyFlow, moneyFlow } from './money-flow.ts';
import { type OrderCounts, orderCounts } from './order-counts.ts';
import { money, roundMoney } from './round-money.ts';
import { runLabels } from './run-labels.ts';
import { sharpeRatio, sortinoRatio } from './sharpe.ts';
import { type SpreadPaid, spreadPaid } from './spread-paid.ts';
import { type TradeStatistics, TradeTally, tradeStatistics } from './trade-statistics.ts';

/** What was run. Times are epoch ms, UTC. */
export interface RunIdentity {
  readonly venue: string;
  readonly symbol: string;
  readonly tick_size: string;
  readonly lot_size: string;
  readonly strategy: string;
  /** Start of the first minute and end of the last; null without a minute. */
  readonly from_ms: number | null;
  readonly to_ms: number | null;
  readonly minutes: number;
  readonly quotes: 'real' | 'synthetic' | 'none';
  readonly approximate: boolean;
  /** What a reader must know, see {@link runLabels}. */
  readonly labels: readonly string[];
  readonly data_hash: string;
  readonly kill_switch_ms: readonly number[];
}

/** The headline figures of a run. Money in quote currency, rounded to 8 decimals. */
export interface HeadlineMetrics extends TradeStatistics {
  readonly initial_capital: number;
  /** After the last event, an open position included. */
  readonly final_equity: number;
  /** Net of closed trades / initial capital x 100. */
  readonly total_return_pct: number;
  readonly max_drawdown: number;
  /** Largest fall as a fraction of the peak before it, 0..1. */
  readonly max_drawdown_pct: number;
  readonly sharpe: number | null;
  readonly sortino: number | null;
  /** Share of minutes with a position open, 0..1. */
  readonly exposure: number | null;
}

/** What the headline figures are made from: a whole run, or one of a sweep that has kept no trades. */
export interface JudgedRun
  extends Pick<RunResult, 'config' | 'tape' | 'equity' | 'positionLots' | 'finalEquity'> {
  readonly trades: readonly TradeRecord[] | TradeTally;
}

/** A position still open at the end, marked at the last quote. */
export interface OpenPosition {
  readonly side: 'long' | 'short';
  readonly setup: string;
  readonly open_ms: number;
  readonly lots: number;
  readonly entry_price: number;
  /** What partial exits, fees and funding have booked so far. */
  readonly realized_pnl: number;
  /** What closing it at the newest quote would add, net of the exit fee. */
  readonly open_result: number;
  /** Both together. */
  readonly net_pnl: number;
}

/** Everything a run is judged by, as plain JSON data: no NaN, no undefined. */
export interface Summary {
  readonly run: RunIdentity;
  readonly metrics: HeadlineMetrics;
  readonly open_position: OpenPosition | null;
  readonly spread_paid: SpreadPaid;
  readonly ambiguous: AmbiguityStatistics;
  readonly money: MoneyFlow;
  readonly breakdown: Breakdown;
  readonly decisions: DecisionCounts;
  readonly orders: OrderCounts;
  readonly data_quality: DataQuality;
  readonly daily: readonly DailyRow[];
}

/**
 * The figures of a run.
 *
 * @example
 * const { metrics } = summarize(run);
 * console.log(metrics.net_pnl, metrics.max_drawdown, metrics.n);
 */
export function summarize(run: RunResult): Summary {
  const initialCapital = run.config.backtest.initial_capital;
  const marks = dayMarks(run.tape.firstMinuteMs, run.equity, run.tape.length);
  const { trades, fills, funding } = run;
  return {
    run: identity(run),
    metrics: headlineMetrics(run),
    open_position: run.openTrade === null ? null : openPosition(run, run.openTrade),
    spread_paid: spreadPaid(fills),
    ambiguous: ambiguityStatistics(tradedFractions(run), run.config.order_flow.ambiguous_trade_frac_max),
    money: moneyFlow(run.instrument, trades, fills),
    breakdown: roundGroups(breakdown(trades)),
    decisions: decisionCounts(run.signals, run.tape.length),
    orders: orderCounts(run),
    data_quality: dataQuality(run.tape, run.features, fills),
    daily: dailyTable({ initialCapital, marks, trades, fills, funding }),
  };
}

function identity(run: RunResult): RunIdentity {
  const { instrument, tape } = run;
  const empty = tape.length === 0;
  return {
    venue: instrument.venue,
    symbol: instrument.symbol,
    tick_size: instrument.tick.text,
    lot_size: instrument.lot.text,
    strategy: run.strategy,
    from_ms: empty ? null : tape.firstMinuteMs,
    to_ms: empty ? null : tape.firstMinuteMs + tape.length * MINUTE_MS,
    minutes: tape.length,
    quotes: run.quotes,
    approximate: run.approximate,
    labels: runLabels(run),
    data_hash: run.dataHash,
    kill_switch_ms: run.killSwitchMs,
  };
}

/**
 * The headline figures alone, at a small part of the cost of {@link summarize}: what the runs of
 * a sweep are compared by.
 *
 * @example
 * const { net_pnl, sharpe } = headlineMetrics(runPrepared(market, features, config));
 */
export function headlineMetrics(run: JudgedRun): HeadlineMetrics {
  const { tape, equity, trades } = run;
  const initial = run.config.backtest.initial_capital;
  const returns = dailyReturns(initial, dayMarks(tape.firstMinuteMs, equity, tape.length));
  const statistics = roundMoney(trades instanceof TradeTally ? trades.statistics() : tradeStatistics(trades));
  const drawdown = maxDrawdown(initial, equity, tape.length);
  return {
    initial_capital: initial,
    final_equity: money(run.finalEquity),
    total_return_pct: (statistics.net_pnl / initial) * 100,
    ...statistics,
    max_drawdown: money(drawdown.amount),
    max_drawdown_pct: drawdown.fraction,
    sharpe: sharpeRatio(returns),
    sortino: sortinoRatio(returns),
    exposure: exposure(run.positionLots, tape.length),
  };
}

function openPosition({ instrument, openResult }: RunResult, trade: TradeRecord): OpenPosition {
  return {
    side: trade.side > 0 ? 'long' : 'short',
    setup: trade.setup,
    open_ms: trade.openMs,
    lots: trade.lots,
    entry_price: money(trade.entryTicks * instrument.tick.value),
    realized_pnl: money(trade.netPnl),
    open_result: money(openResult),
    net_pnl: money(trade.netPnl + openResult),
  };
}

/** Ambiguous fraction of each minute with trades. */
function tradedFractions({ tape, features }: RunResult): Float64Array {
  const fractions = new Float64Array(tape.length);
  let traded = 0;
  for (let i = 0; i < tape.length; i += 1) {
    if ((tape.flags[i]! & MINUTE_FLAG.SYNTHETIC) !== 0) continue;
    fractions[traded] = features.ambiguousFraction[i]!;
    traded += 1;
  }
  return fractions.subarray(0, traded);
}

function roundGroups(groups: Breakdown): Breakdown {
  return {
    setup: groups.setup.map(roundMoney),
    side: groups.side.map(roundMoney),
    hour: groups.hour.map(roundMoney),
    exit_reason: groups.exit_reason.map(roundMoney),
  };
}
