import { describe, expect, it } from 'vitest';
import { expectSafe } from '../testing/expect-safe.ts';
import { LiveWorld } from '../testing/live-world.ts';

const REASONS = [
  'EC_PostOnlyWillTakeLiquidity',
  'EC_NoEnoughQtyToFill',
  'EC_InsufficientBalance',
  'EC_NoImmediateQtyToFill',
];

describe('the entry is acknowledged and then refused', () => {
  it.each(REASONS)('%s, at market: no position, no more orders', async (reject) => {
    const live = await LiveWorld.active();
    live.act({ kind: 'next-order', account: live.world.account.name, reject });
    await live.runToMinute(3, 40);
    expect(live.state.position).toBe(null);
    expect(live.world.createdLinkIds()).toHaveLength(1);
    expect(live.alerts.map(({ type }) => type)).toContain('ORDER_REJECTED');
    await expectSafe(live, { differs: 0 });
  });

  it.each(REASONS)('%s, a limit: no position, at most its rest at market', async (reject) => {
    const live = await LiveWorld.active({ limitEntry: true });
    live.act({ kind: 'next-order', account: live.world.account.name, reject });
    await live.runToMinute(4, 30);
    expect(live.world.createdLinkIds()).toHaveLength(1);
    await expectSafe(live, { differs: 0 });
    expect(live.watch.truth).toEqual({ lots: 0, orders: [] });
  });

  it('while the stream is silent: found out all the same', async () => {
    const live = await LiveWorld.active();
    live.act({ kind: 'next-order', account: live.world.account.name, reject: REASONS[1]! });
    live.act({ kind: 'quiet', path: '/v5/private', topic: '*', forMs: 60_000 });
    await live.runToMinute(3, 40);
    expect(live.trader.run.opened.driver.orders.open).toEqual([]);
    await expectSafe(live, { differs: 0 });
  });

  it('and the next decision enters', async () => {
    const script = [3, 4].map((minute) => ({ minute, side: 1 }) as const);
    const live = await LiveWorld.active({ script });
    live.act({ kind: 'next-order', account: live.world.account.name, reject: REASONS[2]! });
    await live.until(() => live.watch.isProtected, 3 * 60_000, 'protection');
    await expectSafe(live);
    expect(live.watch.acceptedEntries).toHaveLength(2);
  });
});

describe('the entry is refused at once', () => {
  it.each([110_003, 110_004, 110_007, 110_012, 110_094, 10_001])('retCode %i: no retry', async (retCode) => {
    const live = await LiveWorld.active();
    live.script([
      {
        when: { rest: 'POST /v5/order/create', match: { reduceOnly: false } },
        what: { kind: 'code', retCode },
      },
    ]);
    await live.runToMinute(3, 40);
    const asked = live.world.protocol.log.calls.filter(({ path }) => path === '/v5/order/create');
    expect(asked).toHaveLength(1);
    await expectSafe(live, { differs: 0 });
  });
});
