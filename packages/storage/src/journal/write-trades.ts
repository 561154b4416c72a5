import type { FillRecord, FundingRecord, TradeRecord } from '@auction-trader/execution';
import { toExactJson } from '../exact-json.ts';
import { insertOnce, upsert } from './insert-once.ts';
import type { FillFacts } from './journal-rows.ts';
import { money, price, quantity, type RunContext, requiredMs, wholeMs } from './run-context.ts';
import { updateDay } from './write-daily.ts';

/** Writes a position as it stands, open or closed. */
export function writeTrade(run: RunContext, trade: TradeRecord): void {
  const { database, facts } = run;
  const { symbol, tick } = facts.instrument;
  const key = { run_id: facts.runId, trade_number: trade.tradeId };
  upsert(database, 'positions', Object.keys(key), {
    ...key,
    symbol,
    mode: facts.mode,
    ts_ms_decision: requiredMs(trade.decisionMs),
    ts_ms_open: requiredMs(trade.openMs),
    ts_ms_close: wholeMs(trade.closeMs),
    side: trade.side > 0 ? 'LONG' : 'SHORT',
    entry_price: price(trade.entryTicks, tick),
    exit_price: price(trade.exitTicks, tick),
    qty_contracts: trade.lots,
    qty_at_tp1: trade.lotsAtTp1,
    stop_price: price(trade.initialStopTicks, tick),
    final_stop_price: price(trade.finalStopTicks, tick),
    tp1_price: price(trade.tp1Ticks, tick),
    tp2_price: price(trade.tp2Ticks, tick),
    strategy_tag: trade.setup,
    status: trade.status,
    realized_pnl: money(trade.netPnl),
    gross_pnl: money(trade.grossPnl),
    fees_paid: money(trade.fees),
    funding_paid: money(trade.funding),
    leverage_used: trade.leverageUsed,
    risk_pct_used: trade.riskPctUsed,
    initial_risk: money(trade.initialRisk),
    cost_ratio: trade.costRatio,
    locked_boundary: price(trade.lockTicks, tick),
    timer_start_ms: wholeMs(trade.timerStartMs),
    exit_reason: trade.exitReason,
    record: toExactJson(trade),
  });
  // The fills of a position that was not known yet.
  database.run(
    'fills',
    `UPDATE fills SET position_id = (SELECT id FROM positions WHERE run_id = ?1 AND trade_number = ?2)
     WHERE run_id = ?1 AND trade_number = ?2 AND position_id IS NULL`,
    [facts.runId, trade.tradeId],
  );
  if (Number.isFinite(trade.closeMs)) updateDay(run, trade.closeMs);
}

/** Writes a fill; an exit carries the funding that its lots have paid. */
export function writeFill(
  run: RunContext,
  fill: FillRecord,
  { executionId, orderId, setup }: FillFacts,
): void {
  const { database, facts } = run;
  const { symbol, tick, lot } = facts.instrument;
  const isNew = insertOnce(
    database,
    'fills',
    ['run_id', 'fill_number'],
    {
      trade_id: executionId ?? `${facts.runId}:${fill.fillId}`,
      run_id: facts.runId,
      fill_number: fill.fillId,
      trade_number: fill.tradeId,
      position_id: positionId(run, fill.tradeId),
      order_id: orderId === undefined ? null : `${facts.runId}:${orderId}`,
      symbol,
      ts_ms_submit: requiredMs(fill.submitMs),
      ts_ms_fill: requiredMs(fill.fillMs),
      side: fill.side > 0 ? 'BUY' : 'SELL',
      qty: quantity(fill.lots, lot),
      lots: fill.lots,
      order_type: fill.orderType,
      liquidity: fill.liquidity,
      fill_px: price(fill.priceTicks, tick),
      price_ticks: fill.priceTicks,
      mid_at_submit: Number.isNaN(fill.submitMid2) ? null : price(fill.submitMid2 / 2, tick),
      fee: money(fill.fee),
      funding_cost: money(fundingOf(run, fill)),
      slippage: fill.slippageTicks,
      pnl_realized: money(fill.grossPnl),
      strategy_tag: setup,
      leg: fill.leg,
      record: toExactJson(fill),
    },
    ['position_id', 'funding_cost'],
  );
  if (isNew) updateDay(run, fill.fillMs);
}

/** Writes a funding payment. */
export function writeFunding(run: RunContext, payment: FundingRecord, executionId?: string): void {
  const { database, facts } = run;
  const isNew = insertOnce(database, 'funding', ['run_id', 'ts_ms', 'trade_number', 'execution_id'], {
    run_id: facts.runId,
    ts_ms: requiredMs(payment.timeMs),
    trade_number: payment.tradeId,
    symbol: facts.instrument.symbol,
    lots: payment.lots,
    amount: payment.amount,
    // Empty where the exchange inside the session charges it; a venue may tell of several at once.
    execution_id: executionId ?? '',
  });
  if (isNew) updateDay(run, payment.timeMs);
}

function positionId({ database, facts }: RunContext, tradeNumber: number): number | null {
  const sql = 'SELECT id FROM positions WHERE run_id = ? AND trade_number = ?';
  return (database.get('positions', sql, [facts.runId, tradeNumber])?.['id'] as number | undefined) ?? null;
}

function fundingOf({ database, facts }: RunContext, fill: FillRecord): number {
  if (fill.leg === 'ENTRY') return 0;
  const sql = `SELECT coalesce(sum(amount / lots), 0) AS each FROM funding
    WHERE run_id = ? AND trade_number = ? AND ts_ms <= ?`;
  const paid = database.get('funding', sql, [facts.runId, fill.tradeId, requiredMs(fill.fillMs)])!;
  return (paid['each'] as number) * fill.lots;
}
