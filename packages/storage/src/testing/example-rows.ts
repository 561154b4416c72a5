import { ACTION, defineInstrument, NO_PRICE, REASON } from '@auction-trader/core';
import type { FillRecord, PlaceOrder, TradeRecord } from '@auction-trader/execution';
import type { DecisionRow, RunFacts } from '../journal/journal-rows.ts';

/** 2026-11-20 12:00:00 UTC. */
export const NOON = Date.UTC(2026, 10, 20, 12);

const BTC = defineInstrument({ venue: 'bybit', symbol: 'BTCUSDT', tickSize: '0.1', lotSize: '0.001' });

export function exampleRun(changes: Partial<RunFacts> = {}): RunFacts {
  return {
    runId: 'run-1',
    instance: 'test',
    mode: 'paper',
    instrument: BTC,
    setups: [null, 'breakin', 'breakout', 'failbreak'],
    startedMs: NOON,
    configHash: 'c0ffee',
    version: '0.0.0',
    ...changes,
  };
}

export function exampleDecision(changes: Partial<DecisionRow> = {}): DecisionRow {
  return {
    minuteMs: NOON,
    inputSeq: 100,
    flags: 0,
    action: ACTION.HOLD,
    reason: REASON.NO_SETUP,
    setup: 0,
    side: 0,
    stopTicks: NO_PRICE,
    tp1Ticks: NO_PRICE,
    tp2Ticks: NO_PRICE,
    lots: 0,
    strategyState: '{"up":null}',
    featureSnapshot: '{"close":50000.3}',
    ...changes,
  };
}

export function examplePlace(changes: Partial<PlaceOrder> = {}): PlaceOrder {
  return {
    kind: 'place',
    orderId: 1,
    leg: 'ENTRY',
    attempt: 0,
    type: 'limit',
    side: 1,
    lots: 10,
    priceTicks: 500_003,
    reduceOnly: false,
    submitMs: NOON + 60_000,
    deadlineMs: NOON + 120_000,
    ...changes,
  };
}

export function exampleFill(changes: Partial<FillRecord> = {}): FillRecord {
  return {
    fillId: 1,
    tradeId: 1,
    leg: 'ENTRY',
    side: 1,
    lots: 10,
    priceTicks: 500_003,
    orderType: 'LMT',
    liquidity: 'maker',
    submitMs: NOON + 60_000,
    fillMs: NOON + 60_500,
    fee: 0.1,
    slippageTicks: 0,
    submitMid2: 1_000_007,
    fillMid2: 1_000_005,
    displayedLots: Number.NaN,
    grossPnl: 0,
    ...changes,
  };
}

export function exampleTrade(changes: Partial<TradeRecord> = {}): TradeRecord {
  return {
    tradeId: 1,
    side: 1,
    setup: 'breakin',
    status: 'OPEN',
    exitReason: null,
    decisionMs: NOON + 60_000,
    decisionIndex: 239,
    openMs: NOON + 60_500,
    closeMs: Number.NaN,
    timerStartMs: NOON + 120_000,
    lots: 10,
    lotsAtTp1: Number.NaN,
    entryTicks: 500_003,
    exitTicks: Number.NaN,
    initialStopTicks: 499_000,
    finalStopTicks: 499_000,
    tp1Ticks: 501_000,
    tp2Ticks: 502_000,
    lockTicks: NO_PRICE,
    grossPnl: 0,
    fees: 0.1,
    funding: 0,
    netPnl: -0.1,
    initialRisk: 1.003,
    leverageUsed: 0.05,
    riskPctUsed: 0.02,
    costRatio: 0.4,
    maxFavourableTicks: Number.NaN,
    maxAdverseTicks: Number.NaN,
    ...changes,
  };
}
