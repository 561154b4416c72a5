import type { FillRecord, TradeRecord } from '@auction-trader/execution';
import { expect, it } from 'vitest';
import { fillText, tradeText } from './trade-text.ts';

const facts = {
  venue: 'bybit',
  symbol: 'LTCUSDT',
  tickSize: '0.01',
  lotSize: '0.1',
  minOrderLots: 1,
  minNotional: 5,
};

it('tells of a fill', () => {
  const fill = {
    side: 1,
    lots: 125,
    priceTicks: 8_023,
    leg: 'ENTRY',
    liquidity: 'maker',
    fee: 0.2006,
    grossPnl: 0,
  };
  expect(fillText(fill as FillRecord, facts)).toBe('bought 12.5 at 80.23 (ENTRY, maker), fee 0.20');
  const exit = { ...fill, side: -1, leg: 'TP1', liquidity: 'taker', grossPnl: 2.125, fee: -0.05 };
  expect(fillText(exit as FillRecord, facts)).toBe(
    'sold 12.5 at 80.23 (TP1, taker), rebate 0.05, gross +2.13',
  );
});

it('tells of a trade with its result', () => {
  const trade = {
    side: -1,
    setup: 'breakin',
    exitReason: 'STOP',
    lots: 125,
    entryTicks: 8_023,
    exitTicks: 8_030.5,
    openMs: 0,
    closeMs: 12 * 60_000,
    netPnl: -10.3,
    grossPnl: -9.375,
    fees: 0.925,
    funding: 0,
  };
  expect(tradeText(trade as TradeRecord, facts)).toBe(
    'closed SHORT breakin by STOP: 12.5 from 80.23 to 80.3050 in 12 min, net -10.30 (gross -9.38, fees -0.93, funding 0.00)',
  );
});
