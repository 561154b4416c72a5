import type { FillRecord, TradeRecord } from '@auction-trader/execution';
import { expect, it } from 'vitest';
import { slippageByTrade } from './slippage-by-trade.ts';

it('adds up what the fills of each trade gave away, in quote currency', () => {
  const trades = [{ tradeId: 2 }, { tradeId: 5 }, { tradeId: 6 }] as TradeRecord[];
  const fills = [
    { tradeId: 5, slippageTicks: 1, lots: 30 },
    { tradeId: 2, slippageTicks: 0, lots: 10 },
    { tradeId: 5, slippageTicks: 2, lots: 10 },
    { tradeId: 9, slippageTicks: 4, lots: 10 },
  ] as FillRecord[];
  expect(slippageByTrade(trades, fills, 0.5)).toEqual([0, 25, 0]);
});
