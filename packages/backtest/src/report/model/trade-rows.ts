import { NO_PRICE, roundHalfUp8 } from '@auction-trader/core';
import type { FillRecord, TradeRecord } from '@auction-trader/execution';
import { featureSnapshots } from '@auction-trader/features';
import { SIGNAL_FLAG } from '@auction-trader/signals';
import { moneyFlow } from '../../metrics/money-flow.ts';
import type { RunResult } from '../../run-result.ts';

/**
 * A trade as the page shows it. Prices in ticks (averages may lie between two), money in quote currency,
 * times epoch ms, null for none. An open trade has null where its end would stand and is marked at the
 * last quote.
 */
export interface TradeRow {
  readonly id: number;
  readonly side: number;
  readonly setup: string;
  readonly status: string;
  readonly exit: string | null;
  readonly decisionMs: number;
  readonly openMs: number;
  readonly closeMs: number | null;
  readonly lots: number;
  readonly lotsAtTp1: number | null;
  readonly entry: number;
  readonly exitPrice: number | null;
  readonly stop: number | null;
  readonly finalStop: number | null;
  readonly tp1: number | null;
  readonly tp2: number | null;
  readonly lock: number | null;
  /** Where the trade's money went, as in the whole run's; of an open one, what is booked. */
  readonly grossAtMid: number;
  readonly delay: number;
  readonly spread: number;
  readonly slippage: number;
  readonly gross: number;
  readonly fees: number;
  readonly funding: number;
  readonly net: number;
  /** The part of `net` that closing an open trade at the newest quote would add; null for a closed one. */
  readonly openResult: number | null;
  readonly risk: number;
  readonly leverage: number;
  readonly riskPct: number;
  readonly costRatio: number;
  /** Excursions in ticks; null while open. */
  readonly best: number | null;
  readonly worst: number | null;
  /** Names of the signal flags of the decision's minute. */
  readonly flags: readonly string[];
}

/** A fill as the page shows it. */
export interface FillRow {
  readonly trade: number;
  readonly leg: string;
  readonly side: number;
  readonly lots: number;
  readonly price: number;
  readonly type: string;
  readonly liquidity: string;
  readonly submitMs: number;
  readonly timeMs: number;
  readonly fee: number;
}

/** All trades of a run, the open one last, with what the page says of each. */
export function tradeRows(run: RunResult): TradeRow[] {
  const fills = Map.groupBy(run.fills, (fill) => fill.tradeId);
  return allTrades(run).map((trade) => tradeRow(run, trade, fills.get(trade.tradeId) ?? []));
}

/** The feature snapshot of each trade's decision, in the order of {@link tradeRows}. */
export function tradeSnapshots(run: RunResult): object[] {
  const snapshot = featureSnapshots(run);
  return allTrades(run).map((trade) => snapshot(trade.decisionIndex));
}

/** Fills of a run as the page shows them. */
export function fillRows(run: RunResult): FillRow[] {
  return run.fills.map((fill) => ({
    trade: fill.tradeId,
    leg: fill.leg,
    side: fill.side,
    lots: fill.lots,
    price: fill.priceTicks,
    type: fill.orderType,
    liquidity: fill.liquidity,
    submitMs: fill.submitMs,
    timeMs: fill.fillMs,
    fee: roundHalfUp8(fill.fee),
  }));
}

function allTrades({ trades, openTrade }: RunResult): readonly TradeRecord[] {
  return openTrade === null ? trades : [...trades, openTrade];
}

function tradeRow(run: RunResult, trade: TradeRecord, fills: readonly FillRecord[]): TradeRow {
  const open = trade.status === 'OPEN' ? roundHalfUp8(run.openResult) : null;
  const flow = moneyFlow(run.instrument, [trade], fills);
  const price = (ticks: number) => (ticks === NO_PRICE ? null : ticks);
  const flags = run.signals.flags[trade.decisionIndex]!;
  return {
    id: trade.tradeId,
    side: trade.side,
    setup: trade.setup,
    status: trade.status,
    exit: trade.exitReason,
    decisionMs: trade.decisionMs,
    openMs: trade.openMs,
    closeMs: orNull(trade.closeMs),
    lots: trade.lots,
    lotsAtTp1: orNull(trade.lotsAtTp1),
    entry: roundHalfUp8(trade.entryTicks),
    exitPrice: orNull(roundHalfUp8(trade.exitTicks)),
    stop: price(trade.initialStopTicks),
    finalStop: price(trade.finalStopTicks),
    tp1: price(trade.tp1Ticks),
    tp2: price(trade.tp2Ticks),
    lock: price(trade.lockTicks),
    grossAtMid: flow.gross_at_mid,
    delay: flow.delay,
    spread: flow.spread,
    slippage: flow.slippage,
    gross: flow.gross_pnl,
    fees: flow.fees,
    funding: flow.funding,
    net: flow.net_pnl + (open ?? 0),
    openResult: open,
    risk: roundHalfUp8(trade.initialRisk),
    leverage: trade.leverageUsed,
    riskPct: trade.riskPctUsed,
    costRatio: trade.costRatio,
    best: orNull(trade.maxFavourableTicks),
    worst: orNull(trade.maxAdverseTicks),
    flags: Object.entries(SIGNAL_FLAG)
      .filter(([, bit]) => (flags & bit) !== 0)
      .map(([name]) => name.toLowerCase()),
  };
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
