import { defineInstrument } from '@auction-trader/core';
import type { ForeignEvent, OrderReport } from '@auction-trader/execution';
import { describe, expect, it } from 'vitest';
import { AccountBook } from './account-book.ts';
import { OrderTrack } from './order-track.ts';
import { executionRow } from './rows.ts';
import { executionRowOf } from './testing/venue-rows.ts';

const INSTRUMENT = defineInstrument({
  venue: 'bybit',
  symbol: 'BTCUSDT',
  tickSize: '0.10',
  lotSize: '0.001',
  minOrderLots: 1,
  minNotional: 0,
});
const ROW = { execId: 'x', linkId: 'a', side: 'Buy', lots: 7, price: '50000.1', seq: 1, timeMs: 1_000 };

function bookWithOrder() {
  const reports: OrderReport[] = [];
  const foreign: ForeignEvent[] = [];
  const funding: number[] = [];
  const book = new AccountBook(
    INSTRUMENT,
    {
      onFunding: (_id, _timeMs, amount) => funding.push(amount),
      onForeign: (event) => foreign.push(event),
      onLate: () => {},
    },
    [],
  );
  const place = { kind: 'place', orderId: 1, leg: 'ENTRY', attempt: 0, type: 'market', side: 1 } as const;
  const command = { ...place, lots: 7, priceTicks: 0, reduceOnly: false, submitMs: 0, deadlineMs: 1e9 };
  book.add(new OrderTrack(command, 'a', 0, true, (report) => reports.push(report)));
  const take = (changes: Record<string, unknown>, row = executionRowOf(ROW)) =>
    book.takeExecutions([executionRow.parse({ ...row, ...changes })]).length;
  return { reports, foreign, funding, take };
}

describe('executions', () => {
  it.each([
    ['off the grid', { execQty: '0.00015' }],
    ['of an absurd size', { execQty: '1e300' }],
    ['of no size', { execQty: '0' }],
    ['at no price', { execPrice: 'NaN' }],
    ['at an absurd price', { execPrice: '-1' }],
    ['for an unknown fee', { execFee: 'none' }],
    ['at no time', { execTime: '', execFee: 'x' }],
    ['of an order without a name', { orderLinkId: '' }],
  ])('%s are told once, and taken up when they are told right', (_name, wrong) => {
    const { reports, foreign, take } = bookWithOrder();
    expect(take(wrong)).toBe(1);
    expect(take(wrong)).toBe(0);
    expect(foreign).toHaveLength(1);
    expect(reports.filter(({ kind }) => kind === 'fill')).toEqual([]);
    expect(take({})).toBe(1);
    expect(take({})).toBe(0);
    const fills = reports.filter((report) => report.kind === 'fill');
    expect(fills).toMatchObject([{ executionId: 'x', fill: { lots: 7, priceTicks: 500_001, fee: 0.33 } }]);
    expect(foreign).toHaveLength(1);
  });

  it('of funding count once, and not before their amount can be read', () => {
    const { funding, take } = bookWithOrder();
    const row = executionRowOf({ ...ROW, linkId: '', execType: 'Funding', fee: '0.05' });
    take({ execFee: 'NaN' }, row);
    expect(funding).toEqual([]);
    take({}, row);
    take({}, row);
    expect(funding).toEqual([0.05]);
  });
});
