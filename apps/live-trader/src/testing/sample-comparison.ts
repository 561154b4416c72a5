import type { LegOutcome } from '@auction-trader/backtest';
import type { BacktestComparison } from '../comparison/compare-with-backtest.ts';

const DECISION_MS = Date.UTC(2025, 5, 21, 18);

const leg: LegOutcome = {
  decisionMs: DECISION_MS,
  leg: 'ENTRY',
  side: 1,
  lots: 200,
  priceTicks: 500_003,
  midTicks: 500_002.5,
  slippageTicks: 0,
  fills: 1,
  fillMs: DECISION_MS + 180,
  liquidity: 'taker',
  fee: 5.5,
};

/** A run of one trade whose exit the backtest does not have. */
export const SAMPLE_COMPARISON: BacktestComparison = {
  runId: '20250621T000000000Z-live',
  mode: 'live',
  symbol: 'BTCUSDT',
  tickSize: 0.1,
  minutes: 1440,
  live: { trades: 1, netPnl: -12.5, fees: 11, funding: 0 },
  backtest: { trades: 1, netPnl: -10, fees: 11, funding: 0 },
  decisions: [
    { minuteMs: DECISION_MS - 60_000, live: '200 lots', backtest: '201 lots', why: 'money' },
    { minuteMs: DECISION_MS, live: 'COOLDOWN', backtest: 'ENTER_LONG', why: 'position' },
  ],
  fills: [
    {
      decisionMs: DECISION_MS,
      leg: 'ENTRY',
      side: 1,
      live: leg,
      backtest: { ...leg, lots: 201, priceTicks: 500_001, slippageTicks: 1, fillMs: DECISION_MS + 20 },
      worseTicks: 2,
      marketTicks: 3,
      modelTicks: -1,
      bookTicks: 0,
      laterMs: 160,
      reasons: ['size follows the money', 'time', 'market moved', 'slippage of the model'],
    },
    {
      decisionMs: DECISION_MS,
      leg: 'STOP',
      side: -1,
      live: { ...leg, leg: 'STOP', side: -1, fillMs: DECISION_MS + 90_000 },
      backtest: null,
      worseTicks: Number.NaN,
      marketTicks: Number.NaN,
      modelTicks: Number.NaN,
      bookTicks: Number.NaN,
      laterMs: Number.NaN,
      reasons: ['left by TIME'],
    },
  ],
  unexplained: 0,
};
