import type { PlaceOrder } from '@auction-trader/execution';
import { describe, expect, it } from 'vitest';
import { OrdersAtWork } from './orders-at-work.ts';

const ENTRY: PlaceOrder = {
  kind: 'place',
  orderId: 1,
  leg: 'ENTRY',
  attempt: 0,
  type: 'limit',
  side: 1,
  lots: 10,
  priceTicks: 500_000,
  reduceOnly: false,
  submitMs: 0,
  deadlineMs: 60_000,
};
const STOP: PlaceOrder = { ...ENTRY, orderId: 2, leg: 'STOP', type: 'stop', side: -1, reduceOnly: true };

function fill(orderId: number, lots: number) {
  const report = { liquidity: 'taker', timeMs: 1, fee: 0, slippageTicks: 0, displayedLots: 0 } as const;
  return {
    kind: 'fill',
    executionId: 'x',
    fill: { ...report, orderId, lots, priceTicks: 500_000 },
  } as const;
}

describe('OrdersAtWork', () => {
  it('knows what is open and how much of it filled', () => {
    const orders = new OrdersAtWork();
    orders.placed(ENTRY, 'a');
    orders.placed(STOP, 'b');
    orders.take(fill(1, 4));
    expect(orders.open).toMatchObject([
      { linkId: 'a', filledLots: 4 },
      { linkId: 'b', filledLots: 0 },
    ]);
    orders.take(fill(1, 6));
    expect(orders.open.map(({ linkId }) => linkId)).toEqual(['b']);
    orders.take({ kind: 'cancelled', orderId: 2, timeMs: 2, leftLots: 10, code: '' });
    expect(orders.open).toEqual([]);
    orders.prune();
    expect(orders.linkIdOf(1)).toBeNull();
  });

  it('takes back entries only', () => {
    const orders = new OrdersAtWork();
    orders.placed(ENTRY, 'a');
    orders.placed(STOP, 'b');
    expect(orders.cancelsOfEntries(5)).toEqual([
      { command: { kind: 'cancel', orderId: 1, timeMs: 5 }, linkId: 'a' },
    ]);
  });
});
