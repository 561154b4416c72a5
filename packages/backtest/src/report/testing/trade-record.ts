import { NO_PRICE } from '@auction-trader/core';
import type { FillRecord, TradeRecord } from '@auction-trader/execution';

/** A closed trade of which only the given fields matter. */
export function tradeRecord(fields: Partial<TradeRecord>): TradeRecord {
  return {
    tradeId: 1,
    side: 1,
    setup: 'breakin',
    status: 'CLOSED',
    exitReason: 'TP2',
    decisionMs: 0,
    decisionIndex: 0,
    openMs: 1000,
    closeMs: 61_000,
    timerStartMs: 60_000,
    lots: 100,
    lotsAtTp1: Number.NaN,
    entryTicks: 500_000,
    exitTicks: 500_000,
    initialStopTicks: 499_000,
    finalStopTicks: 499_000,
    tp1Ticks: NO_PRICE,
    tp2Ticks: 502_000,
    lockTicks: NO_PRICE,
    grossPnl: 0,
    fees: 0,
    funding: 0,
    netPnl: 0,
    initialRisk: 10,
    leverageUsed: 1,
    riskPctUsed: 0.02,
    costRatio: 0.1,
    maxFavourableTicks: 0,
    maxAdverseTicks: 0,
    ...fields,
  };
}

/** A closed trade with the given net and fees. */
export function netTrade(netPnl: number, fees = 0, fields: Partial<TradeRecord> = {}): TradeRecord {
  return tradeRecord({ netPnl, fees, grossPnl: netPnl + fees, ...fields });
}

/** A fill of which only the given fields matter. */
export function fillRecord(fields: Partial<FillRecord>): FillRecord {
  return {
    fillId: 1,
    tradeId: 1,
    leg: 'ENTRY',
    side: 1,
    lots: 100,
    priceTicks: 500_000,
    orderType: 'MKT',
    liquidity: 'taker',
    submitMs: 0,
    fillMs: 1,
    fee: 0,
    slippageTicks: 0,
    submitMid2: 1_000_000,
    fillMid2: fields.submitMid2 ?? 1_000_000,
    displayedLots: Number.NaN,
    grossPnl: 0,
    ...fields,
  };
}
