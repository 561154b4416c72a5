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

function fill(orderId: number, lots: number, priceTicks = 500_000) {
  const report = { liquidity: 'taker', timeMs: 1, fee: 0, slippageTicks: 0, displayedLots: 0 } as const;
  return { kind: 'fill', executionId: 'x', fill: { ...report, orderId, lots, priceTicks } } as const;
}

describe('OrdersAtWork', () => {
  it('knows what is open, how much of it filled, and what to journal of it', () => {
    const orders = new OrdersAtWork();
    orders.placed(ENTRY, 'a');
    orders.placed(STOP, 'b');
    expect(orders.take(fill(1, 4))).toMatchObject({ status: 'PARTIALLY_FILLED', filledLots: 4 });
    expect(orders.known).toMatchObject([
      { linkId: 'a', filledLots: 4, open: true },
      { linkId: 'b', filledLots: 0, open: true },
    ]);
    expect(orders.take(fill(1, 6, 500_010))).toMatchObject({ status: 'FILLED', averageTicks: 500_006 });
    expect(orders.open.map(({ linkId }) => linkId)).toEqual(['b']);
    const cancelled = { kind: 'cancelled', orderId: 2, timeMs: 2, leftLots: 10, code: 'c' } as const;
    expect(orders.take(cancelled)).toMatchObject({ status: 'CANCELLED', code: 'c' });
    expect(orders.open).toEqual([]);
    expect(orders.linkIdOf(1)).toBe('a');
    expect(orders.take({ ...cancelled, orderId: 9 })).toBeNull();
  });

  it('says again what was asked last of what is still open', () => {
    const orders = new OrdersAtWork();
    orders.placed(ENTRY, 'a');
    orders.placed(STOP, 'b');
    expect(orders.lastChanges).toEqual([]);
    const amend = { kind: 'amend', orderId: 2, lots: 5, priceTicks: 499_000, timeMs: 3 } as const;
    const cancel = { kind: 'cancel', orderId: 2, timeMs: 4 } as const;
    orders.changed(amend);
    orders.changed({ kind: 'cancel', orderId: 1, timeMs: 3 });
    const next = new OrdersAtWork();
    next.restore(orders.snapshot());
    next.take({ kind: 'cancelled', orderId: 1, timeMs: 4, leftLots: 10, code: '' });
    expect(next.lastChanges).toEqual([{ command: amend, linkId: 'b' }]);
    next.changed(cancel);
    expect(next.lastChanges).toEqual([{ command: cancel, linkId: 'b' }]);
  });

  it('takes back entries only', () => {
    const orders = new OrdersAtWork();
    orders.placed(ENTRY, 'a');
    orders.placed(STOP, 'b');
    expect(orders.cancelsOfEntries(5)).toEqual([
      { command: { kind: 'cancel', orderId: 1, timeMs: 5 }, linkId: 'a' },
    ]);
  });

  it('goes on from its snapshot, and forgets old orders that have ended but no open one', () => {
    const orders = new OrdersAtWork();
    orders.placed(STOP, 'stop');
    for (let orderId = 3; orderId < 400; orderId++) {
      orders.placed({ ...ENTRY, orderId }, `entry-${orderId}`);
      orders.take(fill(orderId, 10));
    }
    const restored = new OrdersAtWork();
    restored.restore(JSON.parse(JSON.stringify(orders.snapshot())));
    expect(restored.open.map(({ linkId }) => linkId)).toEqual(['stop']);
    expect(restored.known.length).toBeLessThan(250);
    expect(restored.linkIdOf(399)).toBe('entry-399');
  });
});
