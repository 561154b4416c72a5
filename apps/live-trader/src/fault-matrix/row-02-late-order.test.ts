import { describe, expect, it } from 'vitest';
import { expectSafe } from '../testing/expect-safe.ts';
import {
  type FaultRule,
  hidden,
  mute,
  type OperationEffect,
  onCreate,
  type RestEffect,
} from '../testing/faults.ts';
import { LiveWorld } from '../testing/live-world.ts';

const ENTRY = { reduceOnly: false };

const NOT_RECEIVED: readonly [string, RestEffect][] = [
  ['the request hangs', { kind: 'hang' }],
  ['the connection is reset', { kind: 'destroy' }],
  ['HTTP 503', { kind: 'status', status: 503 }],
  ['retCode 10016', { kind: 'code', retCode: 10_016 }],
];

describe('the entry is not received', () => {
  it.each(NOT_RECEIVED)('%s: a market entry is too old when that is certain', async (_name, what) => {
    const live = await LiveWorld.active();
    live.script([onCreate(ENTRY, what)]);
    await live.runToMinute(3, 40);
    expect(live.watch.acceptedEntries).toEqual([]);
    expect(live.state.position).toBe(null);
    await expectSafe(live);
  });

  it.each(NOT_RECEIVED)('%s: a limit is sent again with the same id', async (_name, what) => {
    const live = await LiveWorld.active({ limitEntry: true });
    live.script([onCreate(ENTRY, what)]);
    await live.runToMinute(3, 20);
    const calls = live.world.protocol.log.calls.filter(({ path }) => path === '/v5/order/create');
    const [first, second] = calls.map(({ params }) => params['orderLinkId']);
    expect(calls).toHaveLength(2);
    expect(second).toBe(first);
    live.market.bidTicks -= 20;
    await live.until(() => live.watch.isProtected, 10_000, 'protection');
    await expectSafe(live);
    expect(live.watch.acceptedEntries).toHaveLength(1);
  });

  it('ever: a limit is given up before its intent is stale', async () => {
    const live = await LiveWorld.active({ limitEntry: true });
    live.script([onCreate(ENTRY, { kind: 'destroy' }, 100)]);
    await live.runToMinute(3, 50);
    expect(live.watch.acceptedEntries).toEqual([]);
    const late = live.world.protocol.log.calls.filter(
      ({ path, timeMs }) => path === '/v5/order/create' && timeMs > live.nowMs - 30_000,
    );
    expect(late).toEqual([]);
    await expectSafe(live);
  });
});

describe('the entry is carried out late', () => {
  it.each([500, 2_000, 4_900])('%i ms: adopted', async (ms) => {
    const live = await LiveWorld.active();
    live.script([onCreate(ENTRY, { kind: 'late', ms })]);
    await live.until(() => live.watch.isProtected, 90_000, 'protection');
    await expectSafe(live);
    expect(live.watch.truth.lots).toBe(398);
    expect(live.watch.acceptedEntries).toHaveLength(1);
  });

  it.each([5_500, 9_000])('%i ms: the venue refuses it as too old, and nothing was bought', async (ms) => {
    const live = await LiveWorld.active();
    live.script([onCreate(ENTRY, { kind: 'late', ms })]);
    await live.runToMinute(4);
    expect(live.world.protocol.log.calls.find(({ path }) => path === '/v5/order/create')?.outcome).toBe(
      '10002',
    );
    await expectSafe(live, { differs: 0 });
    expect(live.watch.truth.lots).toBe(0);
  });

  it.each([2_000, 4_900])('a limit, %i ms: one order', async (ms) => {
    const live = await LiveWorld.active({ limitEntry: true });
    live.script([onCreate(ENTRY, { kind: 'late', ms })]);
    await live.runToMinute(3, 20);
    live.market.bidTicks -= 20;
    await live.until(() => live.watch.isProtected, 10_000, 'protection');
    await expectSafe(live);
    expect(live.world.createdLinkIds()).toHaveLength(2);
  });
});

describe('the entry is shown so late that it was given up', () => {
  /** The venue took it, and shows it nowhere. */
  const shownAfter = (ms: number): FaultRule[] => [
    onCreate(ENTRY, { kind: 'lose-reply' }),
    { when: { rest: 'POST /v5/order/create', match: ENTRY, nth: 2 }, what: { kind: 'destroy' } },
    ...mute(ms),
    hidden('/v5/order/realtime', ms),
    hidden('/v5/order/history', ms),
    hidden('/v5/execution/list', ms),
  ];

  it.each([
    ['for a moment: its stop covers it', 5_900, 398],
    ['for long: its stop cannot be confirmed, and it leaves', 12_000, 0],
    ['for very long: its stop cannot be confirmed, and it leaves', 30_000, 0],
  ])('filled, %s; halted', async (_name, ms, lots) => {
    const live = await LiveWorld.active();
    await live.runToMinute(2, 59);
    live.script(shownAfter(ms + 1_000));
    await live.until(() => live.watch.truth.orders.length > 0, 20_000, 'a stop');
    expect(live.watch.isProtected).toBe(true);
    await live.run(ms);
    await expectSafe(live, { halted: true, unprotected: 13_000, differs: 13_000 });
    expect(live.watch.truth.lots).toBe(lots);
    expect(live.watch.acceptedEntries).toHaveLength(1);
    expect(live.alerts.map(({ type }) => type)).toContain('POSITION_MISMATCH');
  });

  it.each([18_000, 40_000])('%i ms, a limit: taken back', async (ms) => {
    const live = await LiveWorld.active({ limitEntry: true });
    await live.runToMinute(2, 59);
    live.script(shownAfter(ms));
    await live.run(ms + 20_000);
    expect(live.watch.acceptedEntries).toHaveLength(1);
    expect(live.watch.truth).toEqual({ lots: 0, orders: [] });
    await expectSafe(live, { halted: true });
  });
});

describe('by the trade socket', () => {
  it.each<[string, OperationEffect]>([
    ['hangs', { kind: 'hang' }],
    ['breaks', { kind: 'destroy' }],
    ['is late', { kind: 'late', ms: 5_500 }],
  ])('%s: never more than one entry, and none that is sent late', async (_name, what) => {
    const live = await LiveWorld.active({ useTradeSocket: true });
    live.script([{ when: { operation: 'order.create', count: 1 }, what }]);
    await live.runToMinute(4);
    await expectSafe(live);
    expect(live.watch.acceptedEntries.length).toBeLessThanOrEqual(1);
  });
});
